internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// Where one signs in.
struct LoginPage: Page {
  let school: String
  let csrf: String
  let next: String?
  let draft: Draft
  let wait: Int?
  let title = "Sign in"
  let shell = Shell.bare

  init(_ context: Context, next: String?, draft: Draft = Draft(), wait: Int? = nil) {
    school = context.facilities.schoolName
    csrf = context.forgeryToken
    // Only what will be followed is carried on.
    self.next = next.flatMap { Link(own: $0) }?.text
    self.draft = draft
    self.wait = wait
  }

  var body: HTML {
    PageHeader("Sign in", lead: "Welcome back to \(school).")
    div(.class("stack-wide")) {
      EntryTrouble(draft: draft, wait: wait, labels: ["login": "Email or username", "password": "Password"])
      Form(IdentityRoutes.signIn.path(), csrf: csrf) {
        Field(
          "login", "Email or username", value: draft.value("login"),
          error: draft.sentence("login", "Email or username"),
          .autocomplete(.username).required.autofocus)
        Field(
          "password", "Password", .password, error: draft.sentence("password", "Password"),
          .autocomplete(.currentPassword).required)
        if let next { input(.hidden, name: "next", .value(next)) }
        FormActions { Button("Sign in", .primary, size: .large, busy: "Signing in", isWide: true) }
      }
      p(.class("soft center")) {
        "New here? "
        a(href: IdentityRoutes.registration.path().query([("next", next)])) { "Make an account" }
      }
    }
  }
}

/// Where one makes an account.
struct RegistrationPage: Page {
  let school: String
  let csrf: String
  let next: String?
  let draft: Draft
  let wait: Int?
  let title = "Register"
  let shell = Shell.bare

  init(_ context: Context, next: String?, draft: Draft = Draft(), wait: Int? = nil) {
    school = context.facilities.schoolName
    csrf = context.forgeryToken
    self.next = next.flatMap { Link(own: $0) }?.text
    self.draft = draft
    self.wait = wait
  }

  var body: HTML {
    PageHeader("Make an account", lead: "One account for everything at \(school).")
    div(.class("stack-wide")) {
      EntryTrouble(draft: draft, wait: wait, labels: PersonFields.labels)
      Form(IdentityRoutes.enter.path(), csrf: csrf) {
        Field(
          "first_name", "First name", value: draft.value("first_name"),
          error: draft.sentence("first_name", "First name"),
          .autocomplete(.givenName).required)
        Field(
          "last_name", "Last name", value: draft.value("last_name"), error: draft.sentence("last_name", "Last name"),
          .autocomplete(.familyName).required)
        Field(
          "email", "Email", .email, value: draft.value("email"), error: draft.sentence("email", "Email"),
          .autocomplete(.email).required)
        Field(
          "username", "Username", value: draft.value("username"),
          help: "To sign in with instead of your email address.",
          error: draft.sentence("username", "Username"), .autocomplete(.username).optional)
        Field(
          "password", "Password", .password, help: PasswordHelp.text, error: draft.sentence("password", "Password"),
          .autocomplete(.newPassword).required)
        if let next { input(.hidden, name: "next", .value(next)) }
        FormActions { Button("Make an account", .primary, size: .large, busy: "Making it", isWide: true) }
      }
      p(.class("soft center")) {
        "You have one already? "
        a(href: IdentityRoutes.login.path().query([("next", next)])) { "Sign in" }
      }
    }
  }
}

/// What stands above the form when nobody was let in.
struct EntryTrouble: Component {
  let draft: Draft
  let wait: Int?
  let labels: KeyValuePairs<String, String>

  var body: HTML {
    if let wait {
      Callout(.warn, "Too many attempts") {
        "Try again in \(wait) \(wait == 1 ? "second" : "seconds"). Nothing is locked for good."
      }
    } else {
      draft.summary(
        labels, heading: draft.errors.contains { $0.field.isEmpty } ? "You are not signed in" : "Check these answers")
    }
  }
}
