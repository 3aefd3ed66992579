internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

// Who proved the first half waits here for the second. The token is 256 random bits, good once and for ten minutes; a
// browser carries it in a cookie, a program in the answer, never an address.

/// A sign-in that waits for its second factor.
struct PendingSignIn: Sendable {
  let token: String
  /// What it can be completed with.
  let kinds: [FactorKind]
}

enum PendingRules {
  static let cookie = "pending"
  static let lifetime = Seconds.minutes(10)
}

/// Whose pending sign-in a token belongs to.
struct PendingHeld: RowDecodable {
  let person: ID<Person>, method: SignInMethod

  init(row: inout Row) throws {
    person = try row.next()
    method = try row.next()
  }
}

extension Reading {
  /// Looks at a pending sign-in without using it up; nil for one that is unknown, used or too old.
  func pendingSignIn(_ token: String, at now: Instant) async throws -> PendingHeld? {
    try await first(
      """
      SELECT user_id, method FROM pending_sign_ins
      WHERE token_hash = \(SHA256.digest(of: token)) AND expires_at > \(now)
      """)
  }
}

extension Transaction {
  func beginSecondStep(
    of person: ID<Person>, by method: SignInMethod, at now: Instant
  ) async throws -> PendingSignIn {
    let token = Randomness.token()
    later(
      """
      INSERT INTO pending_sign_ins (token_hash, user_id, method, created_at, expires_at)
      VALUES (\(SHA256.digest(of: token)), \(person), \(method), \(now), \(now + PendingRules.lifetime))
      """)
    return PendingSignIn(token: token, kinds: try await secondFactors(of: person).kinds)
  }

  /// Uses a pending sign-in up. The one statement that removes it decides who of many at once gets it.
  func takePendingSignIn(_ token: String, at now: Instant) async throws -> PendingHeld? {
    try await first(
      """
      DELETE FROM pending_sign_ins WHERE token_hash = \(SHA256.digest(of: token)) AND expires_at > \(now)
      RETURNING user_id, method
      """)
  }

  func dropPendingSignIns(of person: ID<Person>) { later("DELETE FROM pending_sign_ins WHERE user_id = \(person)") }
}

extension Context {
  /// The token that this browser carries.
  var pendingToken: String? { request.head.cookie(facilities.cookieName(PendingRules.cookie)) }

  func setPendingCookie(_ token: String) {
    jar.set(
      Cookie(
        facilities.cookieName(PendingRules.cookie), token, lifetimeSeconds: Int(PendingRules.lifetime.count),
        isSecure: facilities.isSecure))
  }
  func removePendingCookie() {
    jar.set(
      Cookie(facilities.cookieName(PendingRules.cookie), "", lifetimeSeconds: 0, isSecure: facilities.isSecure))
  }
}
