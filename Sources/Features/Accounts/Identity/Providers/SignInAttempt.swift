internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

// A sign-in that is under way with a provider. Its state travels through the browser and back; the row keeps the digest,
// bound to the browser by a cookie, and sealed what only the provider's answer may prove: the nonce and the verifier.

enum SignInAttempts {
  static let cookie = "provider"
  static let lifetime = Seconds.minutes(10)
  static let purpose: StaticString = "sign-in attempt"
}

/// An attempt that was under way and is used up.
struct SignInAttempt: Sendable {
  let nonce: String, verifier: String, linkTo: ID<Person>?, next: String?, createdAt: Instant
}

/// What the browser takes along to begin one.
struct BegunAttempt: Sendable {
  let state: String, nonce: String, verifier: String, browser: String

  /// What the provider sees of the verifier (RFC 7636 §4.2).
  var challenge: String { Base64URL.text(SHA256.digest(of: verifier)) }
}

private struct AttemptRow: RowDecodable {
  let sealed: String, linkTo: ID<Person>?, next: String?, createdAt: Instant

  init(row: inout Row) throws {
    sealed = try row.next()
    linkTo = try row.nextIfPresent()
    next = try row.nextIfPresent()
    createdAt = try row.next()
  }
}

extension Transaction {
  func beginAttempt(
    with provider: ID<IdentityProvider>, linking person: ID<Person>?, next: String?, _ sealer: Sealer, at now: Instant
  ) -> BegunAttempt {
    let begun = BegunAttempt(
      state: Randomness.token(), nonce: Randomness.token(), verifier: Randomness.token(), browser: Randomness.token())
    let sealed = sealer.seal(Array("\(begun.nonce).\(begun.verifier)".utf8), for: SignInAttempts.purpose)
    later(
      """
      INSERT INTO sign_in_attempts (state_hash, browser_hash, provider_id, sealed, link_to, next, created_at, expires_at)
      VALUES (\(SHA256.digest(of: begun.state)), \(SHA256.digest(of: begun.browser)), \(provider), \(sealed), \(person),
        \(next), \(now), \(now + SignInAttempts.lifetime))
      """)
    return begun
  }

  /// Uses an attempt up: by this browser, with this provider, in time, once. nil for any other.
  func takeAttempt(
    _ state: String, browser: String, with provider: ID<IdentityProvider>, _ sealer: Sealer, at now: Instant
  ) async throws -> SignInAttempt? {
    let row = try await first(
      """
      UPDATE sign_in_attempts SET used_at = \(now)
      WHERE state_hash = \(SHA256.digest(of: state)) AND browser_hash = \(SHA256.digest(of: browser))
        AND provider_id = \(provider) AND used_at IS NULL AND expires_at > \(now)
      RETURNING sealed, link_to, next, created_at
      """, as: AttemptRow.self)
    guard let row else { return nil }
    let opened = String(decoding: try sealer.open(row.sealed, for: SignInAttempts.purpose), as: UTF8.self)
    let parts = opened.parts(between: ".").map(String.init)
    guard parts.count == 2 else { preconditionFailure("An attempt is sealed with its nonce and its verifier.") }
    return SignInAttempt(
      nonce: parts[0], verifier: parts[1], linkTo: row.linkTo, next: row.next, createdAt: row.createdAt)
  }
}

extension Context {
  /// The token of this browser's last attempt.
  var attemptToken: String? {
    request.head.cookie(facilities.cookieName(SignInAttempts.cookie)).flatMap { $0.utf8.count == 43 ? $0 : nil }
  }
  func setAttemptCookie(_ token: String) {
    jar.set(
      Cookie(
        facilities.cookieName(SignInAttempts.cookie), token, lifetimeSeconds: Int(SignInAttempts.lifetime.count),
        isSecure: facilities.isSecure))
  }
  func removeAttemptCookie() {
    if attemptToken == nil { return }
    jar.set(
      Cookie(
        facilities.cookieName(SignInAttempts.cookie), "", lifetimeSeconds: 0, isSecure: facilities.isSecure))
  }
}
