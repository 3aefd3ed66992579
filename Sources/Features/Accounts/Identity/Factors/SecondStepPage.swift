internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// Asks for the second proof of who one is.
struct SecondStepPage: Page {
  let kinds: [FactorKind]
  let offersPasskeys: Bool
  let csrf: String
  var next: String?
  var draft = Draft()
  var wait: Int?
  let title = "Second step"
  let shell = Shell.bare
  var isIndexed: Bool { false }

  init(_ context: Context, _ token: String, next: String?) async throws {
    let held = try await context.heldSignIn(token)
    kinds = try await context.db.secondFactors(of: held.person).kinds
    offersPasskeys = context.facilities.relyingParty != nil
    csrf = context.forgeryToken
    self.next = next.flatMap { Link(own: $0) }?.text
  }

  func again(_ draft: Draft, _ wait: Int?) -> SecondStepPage {
    var page = self
    page.draft = draft
    page.wait = wait
    page.next = draft.values["next"]
    return page
  }

  var body: HTML {
    PageHeader("One more step", lead: lead)
    div(.class("stack-wide")) {
      EntryTrouble(draft: draft, wait: wait, labels: ["code": "Code"])
      Form(SecondStepRoutes.complete.path(), csrf: csrf) {
        Field(
          "code", "Code", help: help, error: draft.sentence("code", "Code"),
          .autocomplete(.oneTimeCode).required.autofocus.longest(40))
        trust
        if let next { input(.hidden, name: "next", .value(next)) }
        FormActions { Button("Go on", .primary, size: .large, busy: "Looking", isWide: true) }
      }
      if kinds.contains(.passkey), offersPasskeys { passkey }
      if kinds.contains(.text) { text }
      p(.class("soft center")) { a(href: IdentityRoutes.login.path()) { "Sign in as someone else" } }
    }
  }

  private var passkey: PasskeyForm {
    PasskeyForm(
      .get, action: PasskeyRoutes.complete.path(), asks: PasskeyAPI.ask.path(), csrf: csrf, isSecondStep: true
    ) {
      input(.hidden, name: "trust", .value(""))
      if let next { input(.hidden, name: "next", .value(next)) }
      FormActions { Button("Use a passkey", icon: .key, size: .large, isWide: true) }
    }
  }
  private var text: Form {
    Form(SecondStepRoutes.sendText.path(), csrf: csrf, .plain) {
      if let next { input(.hidden, name: "next", .value(next)) }
      Button("Send a code to my phone", .quiet, icon: .send, isWide: true)
    }
  }

  private var trust: Checkbox {
    Checkbox(
      "trust", "Do not ask on this device for 30 days", isChecked: draft.values["trust"] != nil,
      help: "Only on a device that nobody else uses.")
  }
  private var lead: String {
    kinds.contains(.authenticator)
      ? "Open your authenticator app and type the code it shows." : "Prove once more that it is you."
  }
  private var help: String? {
    kinds.contains(.recoveryCode) ? "Lost your device? One of your recovery codes works here, too." : nil
  }
}
