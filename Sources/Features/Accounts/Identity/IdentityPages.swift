internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// The two ways to come in: with an account, or by making one.
enum EntryWay: Sendable { case signIn, registration }

/// Where someone comes in.
struct EntryPage: Page {
  let way: EntryWay
  let school: String
  let csrf: String
  let next: String?
  let draft: Draft
  let wait: Int?
  let offersPasskeys: Bool
  let providers: [ProviderRecord]
  /// False for a registration where the school lets nobody make an account.
  let isOpen: Bool
  let shell = Shell.bare

  /// - Parameters:
  ///   - next: Where to go on afterwards; only what will be followed is carried on.
  ///   - wait: Seconds until the next attempt is taken.
  init(
    _ way: EntryWay, _ context: Context, next: String?, draft: Draft = Draft(), wait: Int? = nil,
    providers: [ProviderRecord]
  ) {
    self.way = way
    self.providers = providers
    school = context.facilities.schoolName
    csrf = context.forgeryToken
    self.next = next.flatMap { Link(own: $0) }?.text
    self.draft = draft
    self.wait = wait
    offersPasskeys = context.facilities.relyingParty != nil
    isOpen = way == .signIn || context.settings(GeneralSettings.self).registrationIsOpen
  }

  var title: String { way == .signIn ? "Sign in" : "Register" }

  var body: HTML { if isOpen { entry } else { closed } }

  private var closed: HTML {
    EmptyState(
      "\(school) adds people itself", "Ask the school for an account. If you have one, sign in.", .people, isPage: true
    ) {
      Button(way.other.verb, to: way.other.page.query([("next", next)]), .primary)
    }.body
  }

  @HTMLBuilder private var entry: HTML {
    PageHeader(way.heading, lead: way.lead(at: school))
    div(.class("stack-wide")) {
      EntryTrouble(draft: draft, wait: wait, labels: way.labels)
      Form(way.action, csrf: csrf) {
        fields
        if let next { input(.hidden, name: "next", .value(next)) }
        FormActions { Button(way.verb, .primary, size: .large, busy: way.busy, isWide: true) }
      }
      ProviderButtons(providers: providers, next: next)
      if way == .signIn {
        if offersPasskeys { passkey }
        p(.class("soft center")) { a(href: RecoveryRoutes.forgotten.path()) { "Forgot your password?" } }
      }
      p(.class("soft center")) {
        way.question
        a(href: way.other.page.query([("next", next)])) { way.other.verb }
      }
    }
  }

  private var passkey: PasskeyForm {
    PasskeyForm(.get, action: PasskeyRoutes.signIn.path(), asks: PasskeyAPI.ask.path(), csrf: csrf) {
      if let next { input(.hidden, name: "next", .value(next)) }
      FormActions { Button("Sign in with a passkey", icon: .key, size: .large, isWide: true) }
    }
  }

  @HTMLBuilder private var fields: HTML {
    switch way {
    case .signIn:
      field("login", "Email or username", .text, .autocomplete(.username).required.autofocus)
      field("password", "Password", .password, .autocomplete(.currentPassword).required)
    case .registration:
      field("first_name", "First name", .text, .autocomplete(.givenName).required)
      field("last_name", "Last name", .text, .autocomplete(.familyName).required)
      field("email", "Email", .email, .autocomplete(.email).required)
      field(
        "username", "Username", .text, .autocomplete(.username).optional,
        help: "To sign in with instead of your email address.")
      field("password", "Password", .password, .autocomplete(.newPassword).required, help: PasswordHelp.text)
    }
  }

  /// A password is never shown again.
  private func field(
    _ name: String, _ label: String, _ control: Control, _ options: FieldOptions, help: String? = nil
  ) -> EvolvDesign.Field {
    EvolvDesign.Field(
      name, label, control, value: name == "password" ? "" : draft.value(name), help: help,
      error: draft.sentence(name, label), options)
  }
}

extension EntryWay {
  fileprivate var heading: String { self == .signIn ? "Sign in" : "Make an account" }
  fileprivate var verb: String { heading }
  fileprivate var busy: String { self == .signIn ? "Signing in" : "Making it" }
  fileprivate func lead(at school: String) -> String {
    self == .signIn ? "Welcome back to \(school)." : "One account for everything at \(school)."
  }
  /// Before the link to the other way.
  fileprivate var question: String { self == .signIn ? "New here? " : "You have one already? " }
  fileprivate var other: EntryWay { self == .signIn ? .registration : .signIn }
  fileprivate var page: Link {
    self == .signIn ? IdentityRoutes.login.path() : IdentityRoutes.registration.path()
  }
  fileprivate var action: Link { self == .signIn ? IdentityRoutes.signIn.path() : IdentityRoutes.enter.path() }
  fileprivate var labels: KeyValuePairs<String, String> {
    self == .signIn ? ["login": "Email or username", "password": "Password"] : PersonFields.labels
  }
}

/// What stands above the form when nobody was let in.
struct EntryTrouble: Component {
  let draft: Draft
  let wait: Int?
  let labels: KeyValuePairs<String, String>
  var words = "Nothing is locked for good."

  var body: HTML {
    if let wait {
      Callout(.warn, "Too many attempts") {
        "Try again in \(wait) \(wait == 1 ? "second" : "seconds"). \(words)"
      }
    } else {
      draft.summary(
        labels, heading: draft.errors.contains { $0.field.isEmpty } ? "You are not signed in" : "Check these answers")
    }
  }
}
