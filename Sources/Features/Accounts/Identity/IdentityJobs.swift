internal import Essentials
public import EvolvCore
internal import EvolvDesign
public import JobQueue
internal import Mailing
public import Payloads
internal import SQLStore
internal import Telemetry

extension Identity {
  /// Makes the jobs of this feature known.
  public static func register(on duties: inout Duties) {
    duties.on(PersonRegistered.self, as: "welcome mail") { event, work in
      try await work.sendToken(.verifyEmail, to: event.person, IdentityMail.welcome)
    }
    duties.add(SendVerification.self)
    duties.add(SendEmailChange.self)
    duties.add(SendPasswordReset.self)
    duties.add(SendNotice.self)
    duties.add(SendTextCode.self)
    FactorMail.register(on: &duties)
    duties.add(InvitePerson.self)
    duties.add(ForgetSessions.self)
  }
}

/// Asks someone once more to confirm their address.
struct SendVerification: Job {
  let person: ID<Person>
  static let name = "verification mail"
  static let rule = JobRule(priority: .urgent)
  static let shape = Shape("SendVerification", Self.init(person:), Field("person", \.person))

  func run(_ work: Errand) async throws {
    try await work.sendToken(.verifyEmail, to: person, IdentityMail.verification)
  }
}

/// Asks at a new address whether the account may have it.
struct SendEmailChange: Job {
  let person: ID<Person>, email: EmailAddress
  static let name = "email change mail"
  static let rule = JobRule(priority: .urgent)
  static let shape = Shape(
    "SendEmailChange", Self.init(person:email:), Field("person", \.person), Field("email", \.email))

  func run(_ work: Errand) async throws {
    try await work.sendToken(.changeEmail, to: person, at: email.text, IdentityMail.emailChange)
  }
}

/// Sends the way to a new password to the account of that name, if there is one.
struct SendPasswordReset: Job {
  let login: String, address: String?
  static let name = "password reset mail"
  static let rule = JobRule(priority: .urgent, attempts: 4)
  static let shape = Shape(
    "SendPasswordReset", Self.init(login:address:), Field("login", \.login), Field("address", \.address))

  func run(_ work: Errand) async throws {
    guard let person = try await work.db.person(called: login), person.status == .active else { return }
    let origin = Origin(address: address), now = work.now
    if work.attempt == 1 {
      try await work.db.transaction {
        $0.record(PasswordResetAsked(person: person.id), by: .visitor(from: origin), at: now)
      }
    }
    try await work.sendToken(.resetPassword, to: person.id, IdentityMail.passwordReset)
  }
}

/// Sends somebody whom the school made an account the way to their first password.
struct InvitePerson: Job {
  let person: ID<Person>
  static let name = "account invitation mail"
  static let shape = Shape("InvitePerson", Self.init(person:), Field("person", \.person))

  func run(_ work: Errand) async throws {
    // Who chose a password meanwhile needs none of ours.
    guard try await work.db.hasNoPassword(person) else { return }
    try await work.sendToken(.invitation, to: person, IdentityMail.invitation)
  }
}

/// What people are told of their account, wherever they are signed in.
enum AccountNotice: String, PayloadChoice {
  case passwordChanged = "password_changed", emailChangeAsked = "email_change_asked"
  case apiTokenMade = "api_token_made"
  case emailChangedBySchool = "email_changed_by_school"
  case erasureAsked = "erasure_asked"
}

/// Tells someone what happened to their account, at the address that they had when it did.
struct SendNotice: Job {
  let person: ID<Person>, to: String, about: AccountNotice
  static let name = "account notice mail"
  static let shape = Shape(
    "SendNotice", Self.init(person:to:about:), Field("person", \.person), Field("to", \.to), Field("about", \.about))

  func run(_ work: Errand) async throws {
    guard let person = try await work.db.personIfThere(person), let address = MailAddress(to, name: person.name) else {
      return
    }
    let letter = IdentityMail.notice(about, to: person, from: work.surroundings)
    try await work.send(letter.mail(to: address, id: work.mailID))
  }
}

/// Removes sessions and tokens that are over.
public struct ForgetSessions: Job {
  public static let name = "forget sessions"
  public static let rule = JobRule(priority: .bulk)
  public static let shape = Shape("ForgetSessions", Self.init)
  public init() {}

  public func run(_ work: Errand) async throws {
    let (sessions, tokens, _, _, _, _, _) = try await work.db.write(
      Query<Int>.execute("DELETE FROM sessions WHERE expires_at <= \(work.now)"),
      Query<Int>.execute("DELETE FROM account_tokens WHERE expires_at <= \(work.now)"),
      Query<Int>.execute("DELETE FROM refresh_tokens WHERE expires_at <= \(work.now)"),
      Query<Int>.execute("DELETE FROM pending_sign_ins WHERE expires_at <= \(work.now)"),
      Query<Int>.execute("DELETE FROM passkey_challenges WHERE expires_at <= \(work.now)"),
      Query<Int>.execute("DELETE FROM sign_in_attempts WHERE expires_at <= \(work.now)"),
      Query<Int>.execute("DELETE FROM trusted_devices WHERE expires_at <= \(work.now)"))
    work.log.info("forgotten", ["sessions": .number(sessions), "tokens": .number(tokens)])
  }
}

extension Work where Surroundings == Facilities {
  /// Makes a token and mails it, to the address of the account or to another; someone who is gone gets nothing.
  fileprivate func sendToken(
    _ purpose: TokenPurpose, to id: ID<Person>, at other: String? = nil,
    _ letter: (PersonRecord, _ token: String, Facilities) -> Letter
  ) async throws {
    guard let person = try await db.personIfThere(id),
      let address = MailAddress(other ?? person.email, name: person.name)
    else { return }
    if purpose == .verifyEmail, person.emailVerifiedAt != nil { return }
    let now = now
    let token = try await db.transaction { $0.issueToken(purpose, to: id, at: address.address, now: now) }
    try await send(letter(person, token, surroundings).mail(to: address, id: mailID))
  }
}
