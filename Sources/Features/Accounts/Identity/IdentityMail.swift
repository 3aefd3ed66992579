internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Mailing
internal import Routing

/// The mails about an account, as values.
enum IdentityMail {
  static let all = [
    welcomeWords, verificationWords, emailChangeWords, passwordResetWords, passwordChangedWords, emailChangeAskedWords,
    apiTokenMadeWords, invitationWords, erasureAskedWords, emailChangedWords,
  ]

  static let welcomeWords = MailTemplate(
    "welcome", "Welcome", about: "Sent to who has made an account.", [.firstName, .email],
    MailWords(
      subject: "Welcome to {{ school }}", heading: "Welcome, {{ first_name }}",
      text: """
        You have an account at {{ school }} now, and sign in with {{ email }}.

        One thing is left: confirm that this address is yours. The link holds for three days.
        """, action: "Confirm my email address",
      note: "You did not make this account? Then someone mistyped their address, and you can ignore this mail."))

  static let verificationWords = MailTemplate(
    "verification", "Confirm an address", about: "Sent to who asks for the confirming mail once more.",
    [.firstName, .email],
    MailWords(
      subject: "Confirm your email address", heading: "Is this your address?",
      text: "Confirm that {{ email }} is yours. The link holds for three days and works once.",
      action: "Confirm my email address"))

  static let emailChangeWords = MailTemplate(
    "email_change", "Confirm a new address", about: "Sent to the new address of who wants to use another.",
    [.firstName, .email],
    MailWords(
      subject: "Confirm your new email address", heading: "Is this your new address?",
      text: "{{ first_name }}, you asked to use this address at {{ school }} instead of the one before.",
      action: "Use this address",
      note: "The link holds for a day. You did not ask for this? Then ignore this mail, and nothing changes."))

  static let passwordResetWords = MailTemplate(
    "password_reset", "A new password", about: "Sent to who has forgotten the password.", [.firstName, .email],
    MailWords(
      subject: "Choose a new password", heading: "A new password for {{ first_name }}",
      text: "Someone, most likely you, asked for a new password for your account at {{ school }}.",
      action: "Choose a new password",
      note: "The link holds for 30 minutes and works once. You did not ask? Ignore this mail; your password stays."))

  static let passwordChangedWords = MailTemplate(
    "password_changed", "The password was changed", about: "Sent after a password was changed.",
    [.firstName, .email],
    MailWords(
      subject: "Your password was changed", heading: "Your password was changed",
      text: """
        The password of your account at {{ school }} was changed, and every device was signed out.

        If that was not you, choose a new password at once.
        """, action: "Choose a new password"))

  static let emailChangeAskedWords = MailTemplate(
    "email_change_asked", "The address is to change", about: "Sent to the address that is to be replaced.",
    [.firstName, .email],
    MailWords(
      subject: "Your email address is to change", heading: "Another address for your account",
      text: """
        {{ first_name }}, someone who knows your password asked to use another mail address for your account at {{ school }}.

        If that was not you, change your password now: that also stops the new address.
        """, action: "Go to my account"))

  static let apiTokenMadeWords = MailTemplate(
    "api_token_made", "An API token was made", about: "Sent to who has made a token for a program.",
    [.firstName, .email],
    MailWords(
      subject: "An API token was made", heading: "A new API token",
      text: """
        A token was made for your account at {{ school }}. A program that has it works in your name.

        If that was not you, revoke it and change your password now.
        """, action: "See my tokens"))

  static let invitationWords = MailTemplate(
    "invitation", "An account was made", about: "Sent to whom the school made an account.", [.firstName, .email],
    MailWords(
      subject: "You have an account at {{ school }}", heading: "Welcome, {{ first_name }}",
      text: "{{ school }} made an account for you. You sign in with {{ email }} and a password of your own.",
      action: "Choose your password",
      note: "The link holds for seven days and works once. After that, ask for a new one under “Forgot password”."))

  static let erasureAskedWords = MailTemplate(
    "erasure_asked", "An account is to be erased", about: "Sent to who asked to be erased.", [.firstName, .email],
    MailWords(
      subject: "Your account will be erased", heading: "Your account will be erased in 14 days",
      text: """
        {{ first_name }}, you asked {{ school }} to erase your account. Until then nothing changes.

        If that was not you, or you think again: sign in and choose “Stay after all”.
        """, action: "See my data"))

  static let emailChangedWords = MailTemplate(
    "email_changed_by_school", "The school changed an address", about: "Sent to both addresses of an account.",
    [.firstName, .email],
    MailWords(
      subject: "Your account has another email address", heading: "Another address for your account",
      text: """
        {{ first_name }}, the office of {{ school }} changed the mail address of your account. From now on you sign in with the new one.
        """, action: "Go to my account",
      note: "You did not expect this? Answer this mail or call the school’s office."))

  static func welcome(_ person: PersonRecord, token: String, from facilities: Facilities) -> Letter {
    letter(welcomeWords, to: person, VerificationRoutes.link(token), facilities)
  }
  static func verification(_ person: PersonRecord, token: String, from facilities: Facilities) -> Letter {
    letter(verificationWords, to: person, VerificationRoutes.link(token), facilities)
  }
  static func emailChange(_ person: PersonRecord, token: String, from facilities: Facilities) -> Letter {
    letter(emailChangeWords, to: person, VerificationRoutes.link(token), facilities)
  }
  static func passwordReset(_ person: PersonRecord, token: String, from facilities: Facilities) -> Letter {
    letter(passwordResetWords, to: person, RecoveryRoutes.link(token), facilities)
  }

  static func invitation(_ person: PersonRecord, token: String, from facilities: Facilities) -> Letter {
    letter(invitationWords, to: person, RecoveryRoutes.link(token), facilities)
  }

  static func notice(_ notice: AccountNotice, to person: PersonRecord, from facilities: Facilities) -> Letter {
    switch notice {
    case .passwordChanged: letter(passwordChangedWords, to: person, RecoveryRoutes.forgotten.path(), facilities)
    case .apiTokenMade: letter(apiTokenMadeWords, to: person, APITokenRoutes.show.path(), facilities)
    case .emailChangeAsked: letter(emailChangeAskedWords, to: person, AccountRoutes.show.path(), facilities)
    case .erasureAsked: letter(erasureAskedWords, to: person, PersonalDataRoutes.show.path(), facilities)
    case .emailChangedBySchool: letter(emailChangedWords, to: person, AccountRoutes.show.path(), facilities)
    }
  }

  private static func letter(
    _ template: MailTemplate, to person: PersonRecord, _ link: Link, _ facilities: Facilities
  ) -> Letter {
    Letter(template, [.firstName: person.firstName, .email: person.email], action: link, from: facilities)
  }
}
