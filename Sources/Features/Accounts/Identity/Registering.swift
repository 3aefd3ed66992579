internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Context {
  /// Makes an account for a visitor and signs them in, in one transaction.
  func register(_ registration: Registration, _ client: ClientKind) async throws -> SignInOutcome {
    guard settings(GeneralSettings.self).registrationIsOpen else {
      throw Problem.forbidden("make an account here: the school adds people itself")
    }
    let names = [registration.firstName.text, registration.lastName.text, registration.username?.text ?? ""]
    try facilities.passwordPolicy.check(registration.password.text, names: names, email: registration.email.text)
    try await facilities.limits.registration.take(viewer.origin.addressKey, at: now)
    let new = NewPerson(
      firstName: registration.firstName, lastName: registration.lastName, email: registration.email,
      username: registration.username,
      role: .student, passwordHash: try await facilities.hash(registration.password.text),
      timeZone: settings(GeneralSettings.self).timeZone)
    let entry = entry(client)
    return try await db.changePeople { transaction in
      let person = try await transaction.registerPerson(new, from: viewer.origin, at: now)
      return try await transaction.enter(person, by: .registration, entry, at: now)
    }
  }

  /// Changes the viewer's password, which needs the one there is. Every session ends; this client goes on with a new one.
  func changePassword(from current: String, to password: String, _ client: ClientKind) async throws -> SignedIn {
    let person = try await proven(viewer.requirePerson(), by: current)
    let names = [person.firstName, person.lastName, person.username ?? ""]
    try facilities.passwordPolicy.check(password, names: names, email: person.email)
    let hash = try await facilities.hash(password), viewer = viewer, now = now, life = facilities.sessionLife
    return try await db.transaction { transaction in
      transaction.changePassword(of: person, to: hash, at: now)
      transaction.record(PasswordChanged(person: person.id), by: viewer, at: now)
      return transaction.openSession(of: person, client, living: life, from: viewer.origin, at: now)
    }
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

  /// Ends every session of the viewer, this one too.
  func signOutEverywhere() async throws {
    let id = try viewer.requirePerson(), viewer = viewer, now = now
    try await db.transaction { transaction in
      transaction.endSessions(of: id)
      transaction.record(AllSessionsEnded(person: id), by: viewer, at: now)
    }
    removeCookies()
  }
}
