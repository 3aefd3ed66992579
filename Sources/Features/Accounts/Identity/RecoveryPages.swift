internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// Asks whose password is forgotten.
struct ForgottenPage: Page {
  let csrf: String
  var draft = Draft()
  var wait: Int?
  let title = "Forgotten password"
  let shell = Shell.bare

  var body: HTML {
    PageHeader("A new password", lead: "We send a link to the address of your account.")
    div(.class("stack-wide")) {
      EntryTrouble(draft: draft, wait: wait, labels: ["login": "Email or username"])
      Form(RecoveryRoutes.ask.path(), csrf: csrf) {
        Field(
          "login", "Email or username", value: draft.value("login"),
          error: draft.sentence("login", "Email or username"), .autocomplete(.username).required.autofocus)
        FormActions { Button("Send the link", .primary, size: .large, busy: "Sending", isWide: true) }
      }
      p(.class("soft center")) { a(href: IdentityRoutes.login.path()) { "Back to sign in" } }
    }
  }
}

/// Says the same whether there is such an account or not.
struct ResetAskedPage: Page {
  let title = "Look into your mail"
  let shell = Shell.bare

  var body: HTML {
    EmptyState(
      title,
      "If there is an account of that name, a mail with a link is on its way. The link holds for 30 minutes. Nothing there? Look among the unwanted mails, or ask again.",
      .letters, isPage: true
    ) {
      Button("Back to sign in", to: IdentityRoutes.login.path())
    }
  }
}

/// Takes the new password; without a token that holds it says what to do.
struct ResetPage: Page {
  let token: String?
  let csrf: String
  var draft = Draft()
  var wait: Int?
  let title = "New password"
  let shell = Shell.bare
  var isIndexed: Bool { false }

  var body: HTML {
    if let token { form(token) } else { LostLink(next: RecoveryRoutes.forgotten.path(), label: "Ask for a new link") }
  }

  @HTMLBuilder private func form(_ token: String) -> HTML {
    PageHeader("Choose a new password", lead: "Every device you are signed in on is signed out.")
    div(.class("stack-wide")) {
      EntryTrouble(draft: draft, wait: wait, labels: ["password": "New password"])
      Form(RecoveryRoutes.reset.path(), csrf: csrf) {
        input(.hidden, name: "token", .value(token))
        Field(
          "password", "New password", .password, help: PasswordHelp.text,
          error: draft.sentence("password", "New password"), .autocomplete(.newPassword).required.autofocus)
        FormActions { Button("Set this password", .primary, size: .large, busy: "Setting it", isWide: true) }
      }
    }
  }
}

/// Stands behind the link of a mail that confirms an address.
struct VerificationPage: Page {
  /// nil: the link holds no more.
  let email: String?
  let token: String
  let csrf: String
  var draft = Draft()
  let title = "Confirm your email address"
  let shell = Shell.bare
  var isIndexed: Bool { false }

  var body: HTML {
    if let email {
      PageHeader(title, lead: "Is \(email) yours?")
      div(.class("stack-wide")) {
        Form(VerificationRoutes.confirm.path(), csrf: csrf) {
          input(.hidden, name: "token", .value(token))
          FormActions { Button("Yes, it is mine", .primary, size: .large, busy: "Confirming", isWide: true) }
        }
      }
    } else if draft.error(of: "email") != nil {
      LostLink(
        next: AccountRoutes.show.path(), label: "Go to your account", title: "This address is taken",
        words: "It belongs to another account by now. Yours keeps the address it has.")
    } else {
      LostLink(next: AccountRoutes.show.path(), label: "Go to your account")
    }
  }
}

/// A link of a mail that leads nowhere any more.
struct LostLink: Component {
  let next: Link, label: String
  var title = "This link does not hold any more"
  var words = "It was used already, is too old, or was cut off on the way. Links of our mails work once."

  var body: HTML {
    EmptyState(title, words, .lost, isPage: true) {
      Button(label, to: next, .primary)
    }
  }
}

/// The mail address of an account: whether it is confirmed, and how it becomes another.
struct EmailSection: Component {
  let person: PersonRecord
  let csrf: String
  let draft: Draft
  static let labels: KeyValuePairs<String, String> = [
    "email": "New email address", "email_password": "Current password",
  ]

  var body: HTML {
    FormSection("Email", lead: "Where the school reaches you, and what you sign in with.") {
      if person.emailVerifiedAt == nil { unconfirmed }
      Form(VerificationRoutes.change.path(), csrf: csrf) {
        Field(
          "email", "New email address", .email, value: draft.value("email"),
          help: "Now it is \(person.email). It changes when you open the mail we send to the new one.",
          error: draft.sentence("email", "New email address"), .autocomplete(.email).required)
        Field(
          "email_password", "Current password", .password, error: draft.sentence("email_password", "Current password"),
          .autocomplete(.currentPassword).required)
        FormActions { Button("Change email address", busy: "Sending") }
      }
    }
  }

  private var unconfirmed: HTML {
    Callout(.warn, "Not confirmed yet") {
      p { "We sent a mail to \(person.email). Open the link in it, so that we know that it reaches you." }
      Form(VerificationRoutes.resend.path(), csrf: csrf, .plain) { Button("Send it again", icon: .send, size: .small) }
    }.body
  }
}
