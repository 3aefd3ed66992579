internal import Essentials
internal import EvolvCore
internal import JobQueue
internal import Payloads
internal import Routing
internal import SQLStore

extension Context {
  /// Sends the mail that confirms the viewer's address once more.
  func resendVerification() async throws {
    let id = try viewer.requirePerson(), now = now
    let person = try await db.person(id)
    guard person.emailVerifiedAt == nil else { throw Problem.conflict("Your email address is confirmed already.") }
    try await limitMails("verification " + id.text)
    try await db.transaction { $0.enqueue(SendVerification(person: id), now: now, key: id.text) }
  }

  /// Confirms the address that the token was sent to: the one of the account, or the one it is to have from now on.
  @discardableResult func verifyEmail(_ token: String) async throws -> PersonRecord {
    let viewer = viewer, now = now, db = db
    return try await withToken {
      try await db.changePeople { try await $0.verifyEmail(token, by: viewer, at: now) }
    }
  }

  /// Asks for another mail address, which needs the password. It is the account's when the mail sent there is answered;
  /// the address it has is told at once, while whoever reads it can still stop it.
  func askEmailChange(
    to email: EmailAddress, password: String, at field: String = "current_password"
  ) async throws {
    let id = try viewer.requirePerson(), viewer = viewer, now = now
    let person = try await proven(id, by: password, at: field)
    guard email.key != person.email.lowercased() else {
      throw Problem.invalid("email", "same", "is your address already")
    }
    guard try await db.person(called: email.text) == nil else {
      throw Problem.invalid("email", "taken", "belongs to another account")
    }
    try await limitMails("email " + id.text)
    try await db.transaction { transaction in
      transaction.dropTokens(of: id, for: [.changeEmail])
      transaction.enqueue(SendEmailChange(person: id, email: email), now: now)
      transaction.enqueue(SendNotice(person: id, to: person.email, about: .emailChangeAsked), now: now)
      transaction.record(EmailChangeAsked(person: id, email: email), by: viewer, at: now)
    }
  }

  /// So many mails to one account, and from one address.
  func limitMails(_ key: String) async throws {
    try await facilities.limits.mailsByAddress.take(viewer.origin.addressKey, at: now)
    try await facilities.limits.mails.take(key, at: now)
  }
}

extension Transaction {
  /// nil for a token that does not hold.
  fileprivate func verifyEmail(_ token: String, by viewer: Viewer, at now: Instant) async throws -> PersonRecord? {
    guard let held = try await takeToken(token, for: [.verifyEmail, .changeEmail], at: now) else { return nil }
    let viewer = viewer.person == held.person ? viewer : .visitor(from: viewer.origin),
      before = try await person(held.person)
    if held.purpose == .changeEmail {
      let after = try await setVerifiedEmail(held.email, of: held.person, at: now)
      dropTokens(of: held.person, for: [.verifyEmail, .changeEmail, .resetPassword])
      record(
        EmailChanged(person: held.person), by: viewer, at: now, before: EmailValues(email: before.email),
        after: EmailValues(email: after.email))
      return after
    }
    // The account has another address by now.
    guard held.email.lowercased() == before.email.lowercased() else { return nil }
    dropTokens(of: held.person, for: [.verifyEmail])
    if before.emailVerifiedAt != nil { return before }
    record(EmailVerified(person: held.person), by: viewer, at: now, after: EmailValues(email: before.email))
    return try await setVerifiedEmail(before.email, of: held.person, at: now)
  }
}

/// What the audit log keeps of an address.
struct EmailValues: Payload {
  let email: String
  static let shape = Shape("EmailValues", Self.init(email:), Field("email", \.email))
}
