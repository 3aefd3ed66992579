internal import Accounts
internal import Essentials
public import EvolvCore
internal import EvolvDesign
public import JobQueue
public import Payloads
internal import Routing
internal import SQLStore

/// The mail to the school's owners when somebody seems to guess codes.
public enum AccessCodeMail {
  /// To be called of `CodesSuspected`: one mail for each owner who can sign in.
  public static func tell(_ event: CodesSuspected, _ work: Errand) async throws {
    let owners: [ID<Person>] = try await work.db.all(
      "SELECT id FROM users WHERE role = 'owner' AND status = 'active' ORDER BY id")
    let now = work.now
    try await work.conclude { transaction in
      for owner in owners {
        transaction.enqueue(
          SendCodeAlarm(
            owner: owner, kind: event.kind, person: event.person, code: event.code, address: event.address,
            attempts: event.attempts), now: now)
      }
    }
  }

  static let words = MailTemplate(
    "codes_suspected", "Somebody may be guessing access codes",
    about: "Sent to the school's owners, at most once an hour for each person, address or code.",
    [.firstName, attempts, source],
    MailWords(
      subject: "Somebody may be guessing access codes",
      heading: "{{ attempts }} attempts that came to nothing",
      text: """
        Within an hour, {{ attempts }} attempts to use an access code were refused: {{ source }}.

        After five a minute nobody can go on trying, so a guess is as good as impossible. It may be a list of old codes \
        that somebody hands round, or a class that mistypes one. The log shows each attempt.
        """, action: "See the attempts"))
  static let attempts = MailVariable("attempts", "How many attempts there were", sample: "12")
  static let source = MailVariable("source", "Whose, from where or of which code", sample: "by Leo Haddad")
}

/// Mails one owner about refused attempts.
public struct SendCodeAlarm: Job {
  let owner: ID<Person>, kind: AlarmKind, person: ID<Person>?, code: ID<AccessCode>?, address: String?, attempts: Int
  public static let name = "code alarm mail"
  public static let shape = Shape(
    "SendCodeAlarm", Self.init, Field("owner", \.owner), Field("kind", \.kind), Field("person", \.person),
    Field("code", \.code), Field("address", \.address), Field("attempts", \.attempts))

  public func run(_ work: Errand) async throws {
    guard let owner = try await work.db.personIfThere(owner), let mailbox = owner.mailAddress else { return }
    let letter = Letter(
      AccessCodeMail.words,
      [
        .firstName: owner.firstName, AccessCodeMail.attempts: String(attempts),
        AccessCodeMail.source: try await source(in: work.db),
      ], action: AccessCodeRoutes.attempts.path(), from: work.surroundings)
    try await work.send(letter.mail(to: mailbox, id: work.mailID))
  }

  private func source(in reading: any Reading) async throws -> String {
    switch kind {
    case .person:
      if let person { return "by \(try await reading.personIfThere(person)?.name ?? "somebody who is gone")" }
    case .address: return "from the address \(address ?? "that is unknown")"
    case .code:
      if let code {
        let text: CodeText? = try await reading.first("SELECT code FROM course_access_codes WHERE id = \(code)")
        return "of the code \(text?.text ?? "that is gone")"
      }
    }
    return "by somebody who is gone"
  }
}
