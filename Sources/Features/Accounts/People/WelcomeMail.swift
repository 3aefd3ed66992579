public import Essentials
public import EvolvCore
internal import EvolvDesign
public import JobQueue
public import Mailing
public import SQLStore

/// The mail to someone who has just made an account.
public enum WelcomeMail {
  /// To be called of `PersonRegistered`.
  public static func send(_ event: PersonRegistered, _ work: Errand) async throws {
    guard let person = try await work.db.personIfThere(event.person), let address = person.mailAddress else { return }
    try await work.send(letter(to: person, from: work.surroundings).mail(to: address, id: work.mailID))
  }

  static func letter(to person: PersonRecord, from facilities: Facilities) -> Letter {
    let school = facilities.schoolName
    return Letter(
      "Welcome to \(school)", heading: "Welcome, \(person.firstName)", from: facilities,
      .words("You have an account at \(school) now. Sign in with \(person.email)."),
      .action("Sign in", Identity.signIn),
      .note("You did not make this account? Then someone mistyped their address. You can ignore this mail."))
  }
}

extension PersonRecord {
  /// Where mails to this person go; nil for an address that no mail server takes.
  public var mailAddress: MailAddress? { MailAddress(email, name: name) }
}

extension Reading {
  /// The person, or nil for one who is gone: between an event and its telling someone may have been deleted.
  public func personIfThere(_ id: ID<Person>) async throws -> PersonRecord? {
    try await first("SELECT \(PersonRecord.columns) FROM users WHERE id = \(id)")
  }
}
