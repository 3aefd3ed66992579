internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Mailing
internal import Routing

/// The mails about an account, as values.
enum IdentityMail {
  static func welcome(_ person: PersonRecord, token: String, from facilities: Facilities) -> Letter {
    let school = facilities.schoolName
    return Letter(
      "Welcome to \(school)", heading: "Welcome, \(person.firstName)", from: facilities,
      .words("You have an account at \(school) now, and sign in with \(person.email)."),
      .words("One thing is left: confirm that this address is yours. The link holds for three days."),
      .action("Confirm my email address", VerificationRoutes.link(token)),
      .note("You did not make this account? Then someone mistyped their address, and you can ignore this mail."))
  }

  static func verification(_ person: PersonRecord, token: String, from facilities: Facilities) -> Letter {
    Letter(
      "Confirm your email address", heading: "Is this your address?", from: facilities,
      .words("Confirm that \(person.email) is yours. The link holds for three days and works once."),
      .action("Confirm my email address", VerificationRoutes.link(token)))
  }

  static func emailChange(_ person: PersonRecord, token: String, from facilities: Facilities) -> Letter {
    Letter(
      "Confirm your new email address", heading: "Is this your new address?", from: facilities,
      .words(
        "\(person.firstName), you asked to use this address at \(facilities.schoolName) instead of the one before."),
      .action("Use this address", VerificationRoutes.link(token)),
      .note("The link holds for a day. You did not ask for this? Then ignore this mail, and nothing changes."))
  }

  static func passwordReset(_ person: PersonRecord, token: String, from facilities: Facilities) -> Letter {
    Letter(
      "Choose a new password", heading: "A new password for \(person.firstName)", from: facilities,
      .words("Someone, most likely you, asked for a new password for your account at \(facilities.schoolName)."),
      .action("Choose a new password", RecoveryRoutes.link(token)),
      .note("The link holds for 30 minutes and works once. You did not ask? Ignore this mail; your password stays."))
  }

  static func invitation(_ person: PersonRecord, token: String, from facilities: Facilities) -> Letter {
    let school = facilities.schoolName
    return Letter(
      "You have an account at \(school)", heading: "Welcome, \(person.firstName)", from: facilities,
      .words("\(school) made an account for you. You sign in with \(person.email) and a password of your own."),
      .action("Choose your password", RecoveryRoutes.link(token)),
      .note("The link holds for seven days and works once. After that, ask for a new one under “Forgot password”."))
  }

  static func notice(_ notice: AccountNotice, to person: PersonRecord, from facilities: Facilities) -> Letter {
    switch notice {
    case .passwordChanged:
      Letter(
        "Your password was changed", heading: "Your password was changed", from: facilities,
        .words(
          "The password of your account at \(facilities.schoolName) was changed, and every device was signed out."),
        .words("If that was not you, choose a new password at once."),
        .action("Choose a new password", RecoveryRoutes.forgotten.path()))
    case .apiTokenMade:
      Letter(
        "An API token was made", heading: "A new API token", from: facilities,
        .words(
          "A token was made for your account at \(facilities.schoolName). A program that has it works in your name."),
        .words("If that was not you, revoke it and change your password now."),
        .action("See my tokens", APITokenRoutes.show.path()))
    case .erasureAsked:
      Letter(
        "Your account will be erased", heading: "Your account will be erased in 14 days", from: facilities,
        .words(
          "\(person.firstName), you asked \(facilities.schoolName) to erase your account. Until then nothing changes."),
        .words("If that was not you, or you think again: sign in and choose “Stay after all”."),
        .action("See my data", PersonalDataRoutes.show.path()))
    case .emailChangedBySchool:
      Letter(
        "Your account has another email address", heading: "Another address for your account", from: facilities,
        .words(
          "\(person.firstName), the office of \(facilities.schoolName) changed the mail address of your account. From now on you sign in with the new one."
        ),
        .note("You did not expect this? Answer this mail or call the school’s office."))
    case .emailChangeAsked:
      Letter(
        "Your email address is to change", heading: "Another address for your account", from: facilities,
        .words(
          "\(person.firstName), someone who knows your password asked to use another mail address for your account at \(facilities.schoolName)."
        ),
        .words("If that was not you, change your password now: that also stops the new address."),
        .action("Go to my account", AccountRoutes.show.path()))
    }
  }
}
