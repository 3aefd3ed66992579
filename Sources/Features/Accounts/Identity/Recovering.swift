internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import JobQueue
internal import Payloads
internal import Routing
internal import SQLStore

extension Context {
  /// Sends the way to a new password, if there is such an account. The request does the same for every account, known or
  /// unknown: a job is enqueued, and only the job looks.
  func askPasswordReset(of login: String) async throws {
    let name = login.trimmed.lowercased(), now = now
    try await limitMails("reset " + name)
    let job = SendPasswordReset(login: name, address: viewer.origin.address)
    try await db.transaction { $0.enqueue(job, now: now, key: name) }
  }

  /// Sets a new password by a token from a mail. It ends every session and signs nobody in.
  func resetPassword(to password: String, by token: String) async throws {
    let now = now, db = db, origin = viewer.origin
    // Looked at first, so that who guesses tokens cannot make us hash passwords.
    let held = try await withToken { try await db.accountToken(token, for: TokenPurpose.toPassword, at: now) }
    let person = try await db.person(held.person)
    let names = [person.firstName, person.lastName, person.username ?? ""]
    try facilities.passwordPolicy.check(password, names: names, email: person.email)
    let hash = try await facilities.hash(password)
    _ = try await withToken {
      try await db.transaction { try await $0.resetPassword(to: hash, by: token, from: origin, at: now) }
    }
  }

  /// The viewer, if this is their password; guesses are limited as at the sign-in.
  func proven(
    _ id: ID<Person>, by password: String, at field: String = "current_password"
  ) async throws -> PersonRecord {
    let credential = try await db.credential(of: id), hasher = facilities.passwords
    try await facilities.limits.signIn.take(id.text, at: now)
    let hash = credential.passwordHash
    let isRight = try await facilities.aside { hash.map { hasher.isValid(password, for: $0) } ?? false }
    guard isRight else { throw Problem.invalid(field, "wrong", "is not right") }
    await facilities.limits.signIn.giveBack(id.text)
    return credential.person
  }
}

extension Transaction {
  /// nil for a token that does not hold.
  fileprivate func resetPassword(
    to hash: String, by token: String, from origin: Origin, at now: Instant
  ) async throws -> PersonRecord? {
    guard let held = try await takeToken(token, for: TokenPurpose.toPassword, at: now) else { return nil }
    let person = try await person(held.person)
    guard person.status == .active, held.email.lowercased() == person.email.lowercased() else { return nil }
    changePassword(of: person, to: hash, at: now)
    record(PasswordReset(person: person.id), by: .visitor(from: origin), at: now)
    // Whoever answered the mail reads that address.
    return person.emailVerifiedAt == nil ? try await setVerifiedEmail(person.email, of: person.id, at: now) : person
  }

  /// A new password: every session ends, whatever was sent by mail and not used holds no more, and the person is told.
  func changePassword(of person: PersonRecord, to hash: String, at now: Instant) {
    setPasswordHash(hash, of: person.id, at: now)
    endSessions(of: person.id)
    dropAPITokens(of: person.id)
    dropTokens(of: person.id, for: TokenPurpose.toPassword + [.changeEmail])
    dropPendingSignIns(of: person.id)
    endTrust(of: person.id)
    enqueue(SendNotice(person: person.id, to: person.email, about: .passwordChanged), now: now)
  }
}
