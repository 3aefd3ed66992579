internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Context {
  /// Makes an account for a visitor and signs them in, in one transaction.
  func register(_ registration: Registration, _ client: ClientKind) async throws -> SignedIn {
    let names = [registration.firstName.text, registration.lastName.text, registration.username?.text ?? ""]
    try facilities.passwordPolicy.check(registration.password.text, names: names, email: registration.email.text)
    try await facilities.limits.registration.take(viewer.origin.addressKey, at: now)
    let new = NewPerson(
      firstName: registration.firstName, lastName: registration.lastName, email: registration.email,
      username: registration.username,
      role: .student, passwordHash: try await facilities.hash(registration.password.text))
    return try await db.changePeople { transaction in
      let person = try await transaction.registerPerson(new, from: viewer.origin, at: now)
      return transaction.signIn(person, replacing: viewer, client, at: now)
    }
  }

  /// Changes the viewer's password, which needs the one there is. Every session ends; this browser goes on with a new one.
  func changePassword(from current: String, to password: String) async throws -> SignedIn {
    let id = try viewer.requirePerson()
    let credential = try await db.credential(of: id), person = credential.person
    try await facilities.limits.signIn.take(id.text, at: now)
    guard try await isRight(current, credential) else {
      throw Problem.invalid("current_password", "wrong", "is not right")
    }
    await facilities.limits.signIn.giveBack(id.text)
    let names = [person.firstName, person.lastName, person.username ?? ""]
    try facilities.passwordPolicy.check(password, names: names, email: person.email)
    let hash = try await facilities.hash(password)
    return try await db.transaction { transaction in
      transaction.setPasswordHash(hash, of: id, at: now)
      transaction.endSessions(of: id)
      transaction.record(PasswordChanged(person: id), by: viewer, at: now)
      let session = transaction.openSession(of: id, from: viewer.origin, at: now)
      return SignedIn(person: person, session: session, refreshToken: nil)
    }
  }

  private func isRight(_ password: String, _ credential: Credential) async throws -> Bool {
    let hasher = facilities.passwords
    guard let hash = credential.passwordHash else { return false }
    return try await facilities.aside { hasher.isValid(password, for: hash) }
  }

  /// Ends the viewer's session; without one there is nothing to do.
  func signOut() async throws {
    guard let identity = viewer.identity else { return removeCookies() }
    try await db.transaction { transaction in
      transaction.endSession(identity.session)
      transaction.record(PersonSignedOut(person: identity.person, session: identity.session), by: viewer, at: now)
    }
    removeCookies()
  }
}
