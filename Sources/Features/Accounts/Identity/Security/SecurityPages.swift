internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Mailing
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// What protects one's account besides the password.
struct SecurityPage: Page {
  let factors: SecondFactors
  let passkeys: [Passkey]
  let isProven: Bool
  let isOwed: Bool
  let offers: SecurityOffers
  let csrf: String
  let phone: Draft
  let title = "Security"

  init(_ context: Context, phone: Draft = Draft()) async throws {
    let id = try context.viewer.requirePerson()
    factors = try await context.db.secondFactors(of: id)
    passkeys = factors.passkeys == 0 ? [] : try await context.db.passkeys(of: id)
    isProven = try await context.isProven()
    isOwed = factors.isEmpty ? context.facilities.asksSecondFactor(of: try await context.db.person(id)) : false
    offers = SecurityOffers(
      passkeys: context.facilities.relyingParty != nil, texts: context.facilities.messenger.isOffered)
    csrf = context.forgeryToken
    self.phone = phone
  }

  var body: HTML {
    PageHeader(
      title, lead: "What else it takes to be you, besides the password.",
      crumbs: Breadcrumbs([("Your account", AccountRoutes.show.path())]))
    div(.class("stack-wide")) {
      if isOwed { owed }
      if !isProven { locked }
      phone.summary(["number": "Phone number"])
      AuthenticatorSection(isThere: factors.hasAuthenticator, isProven: isProven, csrf: csrf)
      if offers.passkeys || !passkeys.isEmpty {
        PasskeySection(passkeys: passkeys, isProven: isProven, csrf: csrf)
      }
      if offers.texts || factors.phone != nil {
        PhoneSection(number: factors.phone, isProven: isProven, csrf: csrf, draft: phone)
      }
      if !factors.isEmpty { RecoverySection(left: factors.recoveryCodes, isProven: isProven, csrf: csrf) }
    }
  }

  private var owed: HTML {
    Callout(.warn, "Your role needs a second factor") {
      p { "Set up one of these before you go on. An authenticator app on your phone takes a minute." }
    }.body
  }
  private var locked: HTML {
    Callout(.info, "You signed in a while ago") {
      p { "Before you change anything here, prove once more that it is you." }
      Button("Prove that it is me", to: SecurityRoutes.askProof.path(), icon: .unlock, size: .small)
    }.body
  }
}

/// What this school offers at all.
struct SecurityOffers: Sendable {
  let passkeys: Bool, texts: Bool
}

/// Asks for the password or a code.
struct ProofPage: Page {
  let csrf: String
  var draft = Draft()
  var wait: Int?
  let title = "Prove that it is you"

  var body: HTML {
    PageHeader(
      title, lead: "What protects your account is changed by nobody else.",
      crumbs: Breadcrumbs([
        ("Your account", AccountRoutes.show.path()), ("Security", SecurityRoutes.show.path()),
      ]))
    div(.class("stack narrow")) {
      EntryTrouble(draft: draft, wait: wait, labels: ["proof": "Password or code"])
      Form(SecurityRoutes.prove.path(), csrf: csrf) {
        ProofField(draft: draft)
        FormActions {
          Button("Go on", .primary, busy: "Looking")
          Button("Back", to: SecurityRoutes.show.path(), .quiet)
        }
      }
    }
  }
}

struct ProofField: Component {
  let draft: Draft

  var body: HTML {
    Field(
      "proof", "Password or code", .password,
      help: "Your password, a code of your authenticator app, or a recovery code.",
      error: draft.sentence("proof", "Password or code"), .autocomplete(.currentPassword).required)
  }
}

/// Asks before something that protects the account goes.
struct RemovalPage: Page {
  enum Thing: Sendable { case authenticator, phone, passkey(Passkey) }
  let thing: Thing
  let csrf: String
  let draft: Draft
  let wait: Int?

  init(_ thing: Thing, csrf: String, draft: Draft = Draft(), wait: Int? = nil) {
    self.thing = thing
    self.csrf = csrf
    self.draft = draft
    self.wait = wait
  }

  var title: String { "Remove \(thing.words)?" }

  var body: HTML {
    PageHeader(
      title,
      crumbs: Breadcrumbs([
        ("Your account", AccountRoutes.show.path()), ("Security", SecurityRoutes.show.path()),
      ]))
    div(.class("stack narrow")) {
      p {
        "It signs you in no more. You get a mail about it. Without any second factor your recovery codes and trusted devices go, too."
      }
      EntryTrouble(draft: draft, wait: wait, labels: ["proof": "Password or code"])
      Form(thing.action, csrf: csrf) {
        ProofField(draft: draft)
        FormActions {
          Button("Remove", .danger, busy: "Removing")
          Button("Keep it", to: SecurityRoutes.show.path(), .quiet)
        }
      }
    }
  }
}

extension RemovalPage.Thing {
  fileprivate var words: String {
    switch self {
    case .authenticator: "your authenticator app"
    case .phone: "your phone number"
    case .passkey(let passkey): "the passkey “\(passkey.name)”"
    }
  }
  fileprivate var action: Link {
    switch self {
    case .authenticator: AuthenticatorRoutes.remove.path()
    case .phone: PhoneRoutes.remove.path()
    case .passkey(let passkey): PasskeyRoutes.remove.path(passkey.id)
    }
  }
  /// What is said afterwards.
  var done: String {
    switch self {
    case .authenticator: "Your authenticator app is removed."
    case .phone: "Your phone number is removed."
    case .passkey(let passkey): "The passkey “\(passkey.name)” is removed."
    }
  }
}
