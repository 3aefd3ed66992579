internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// Shows the secret to an authenticator app and asks for its first code.
struct AuthenticatorPage: Page {
  let setup: AuthenticatorSetup
  let csrf: String
  let draft: Draft
  let wait: Int?
  let title = "Set up an authenticator app"

  var body: HTML {
    PageHeader(
      title, lead: "Scan the picture with the app, then type the code it shows.",
      crumbs: Breadcrumbs([
        ("Your account", AccountRoutes.show.path()), ("Security", SecurityRoutes.show.path()),
      ]))
    div(.class("stack narrow")) {
      EntryTrouble(draft: draft, wait: wait, labels: ["code": "Code"])
      if let code = QRCode(setup.address) {
        div(.class("qr-frame")) { code.drawing(label: "QR code with the secret for your app") }
      }
      p(.class("soft")) { "You cannot scan it? Type this secret into the app:" }
      p { Markup.code(.class("secret-text"), .id("secret")) { Self.grouped(setup.secret) } }
      Form(AuthenticatorRoutes.confirm.path(), csrf: csrf) {
        Field(
          "code", "Code", error: draft.sentence("code", "Code"),
          .autocomplete(.oneTimeCode).required.inputMode(.numeric).longest(10))
        FormActions {
          Button("Turn it on", .primary, busy: "Looking")
          Button("Not now", to: SecurityRoutes.show.path(), .quiet)
        }
      }
    }
  }

  /// In fours, as people copy it.
  private static func grouped(_ secret: String) -> String {
    stride(from: 0, to: secret.count, by: 4).map { String(secret.dropFirst($0).prefix(4)) }.joined(separator: " ")
  }
}

/// Shows recovery codes, once.
struct RecoveryCodesPage: Page {
  let codes: [String]
  let words: String
  let title = "Your recovery codes"

  init(codes: [String], _ words: String) {
    self.codes = codes
    self.words = words
  }

  var body: HTML {
    PageHeader(
      title, lead: "Each lets you in once when you have lost your device.",
      crumbs: Breadcrumbs([
        ("Your account", AccountRoutes.show.path()), ("Security", SecurityRoutes.show.path()),
      ]))
    div(.class("stack narrow")) {
      Callout(.good) { words }
      CodeSheet("Recovery codes", codes)
      p { "Keep them where you find them without your phone. They are shown only now." }
      Button("I have kept them", to: SecurityRoutes.show.path(), .primary)
    }
  }
}

/// Asks for the code that was sent to a phone.
struct PhonePage: Page {
  let number: String
  let csrf: String
  let draft: Draft
  let wait: Int?
  let title = "Look at your phone"

  var body: HTML {
    PageHeader(
      title, lead: "We sent a code to \(number).",
      crumbs: Breadcrumbs([
        ("Your account", AccountRoutes.show.path()), ("Security", SecurityRoutes.show.path()),
      ]))
    div(.class("stack narrow")) {
      EntryTrouble(draft: draft, wait: wait, labels: ["code": "Code"])
      Form(PhoneRoutes.confirm.path(), csrf: csrf) {
        Field(
          "code", "Code", error: draft.sentence("code", "Code"),
          .autocomplete(.oneTimeCode).required.inputMode(.numeric).longest(10))
        FormActions {
          Button("Use this phone", .primary, busy: "Looking")
          Button("Another number", to: SecurityRoutes.show.path(), .quiet)
        }
      }
    }
  }
}
