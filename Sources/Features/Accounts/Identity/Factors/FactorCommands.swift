internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

/// An authenticator app that is being set up: what its owner types or scans.
struct AuthenticatorSetup: Sendable {
  let secret: String, address: String
}

extension Context {
  /// Begins to set an authenticator app up.
  func beginAuthenticator() async throws {
    let id = try await requireProven(), now = now
    let sealed = Authenticator.seal(TimeCodes.newSecret(), of: id, by: facilities.sealer)
    try await db.transaction { try await $0.beginAuthenticator(sealed, of: id, at: now) }
  }

  /// What the app needs to know; nil when none is being set up.
  func authenticatorSetup() async throws -> AuthenticatorSetup? {
    let id = try await requireProven()
    guard let app = try await db.authenticator(of: id), !app.isConfirmed else { return nil }
    let codes = try app.codes(facilities.sealer)
    let account = viewer.identity?.email ?? ""
    return AuthenticatorSetup(
      secret: codes.secretText, address: codes.address(of: account, at: facilities.schoolName))
  }

  /// Finishes it by the first code. Gives recovery codes where there were none yet.
  func confirmAuthenticator(by code: String) async throws -> [String] {
    let id = try await requireProven(), sealer = facilities.sealer, viewer = viewer, now = now, db = db
    let code = code.filter { !$0.isWhitespace }
    let codes = try await counted(for: id) {
      try await db.transaction { transaction -> [String]? in
        guard try await transaction.confirmAuthenticator(code, of: id, sealer, at: now) else { return nil }
        return try await transaction.added(.authenticator, to: id, sealer, by: viewer, at: now)
      }
    }
    guard let codes else { throw Problem.invalid("code", "wrong", "is not right; the app shows a new one soon") }
    return codes
  }

  func removeAuthenticator(by proof: String) async throws {
    let id = try viewer.requirePerson(), viewer = viewer, now = now
    try await checkProof(proof)
    try await db.transaction { transaction in
      guard try await transaction.removeAuthenticator(of: id) else { throw NothingFound() }
      try await transaction.removed(.authenticator, from: id, by: viewer, at: now)
    }
  }

  /// Ten new recovery codes instead of those there were.
  func renewRecoveryCodes() async throws -> [String] {
    let id = try await requireProven(), sealer = facilities.sealer, viewer = viewer, now = now
    return try await db.transaction { transaction in
      guard try await !transaction.secondFactors(of: id).isEmpty else {
        throw Problem.conflict("Recovery codes stand in for a second factor. Set one up first.")
      }
      transaction.record(RecoveryCodesMade(person: id), by: viewer, at: now)
      return transaction.makeRecoveryCodes(for: id, sealer, at: now)
    }
  }
}

extension Transaction {
  /// What belongs to a factor that came: recovery codes where there are none, and its line of the audit log.
  func added(
    _ kind: FactorKind, to person: ID<Person>, _ sealer: Sealer, by viewer: Viewer, at now: Instant
  ) async throws -> [String] {
    noteSecondFactor(of: person, isThere: true, at: now)
    record(SecondFactorAdded(person: person, kind: kind), by: viewer, at: now)
    guard try await secondFactors(of: person).recoveryCodes == 0 else { return [] }
    record(RecoveryCodesMade(person: person), by: viewer, at: now)
    return makeRecoveryCodes(for: person, sealer, at: now)
  }

  /// What belongs to a factor that went.
  func removed(_ kind: FactorKind, from person: ID<Person>, by viewer: Viewer, at now: Instant) async throws {
    try await settleSecondFactors(of: person, at: now)
    dropPendingSignIns(of: person)
    record(SecondFactorRemoved(person: person, kind: kind), by: viewer, at: now)
  }
}
