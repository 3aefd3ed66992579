internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

// An authenticator app: it and we share a secret, which is kept sealed together with whose it is, so that a row moved to
// another person opens nothing.

/// The app of one person.
struct Authenticator: RowDecodable {
  let person: ID<Person>, sealed: String, lastStep: Int, isConfirmed: Bool

  static let columns: SQL = "user_id, secret, last_step, confirmed_at"

  init(row: inout Row) throws {
    person = try row.next()
    sealed = try row.next()
    lastStep = try row.next()
    let confirmed: Instant? = try row.nextIfPresent()
    isConfirmed = confirmed != nil
  }

  /// What makes its codes; a secret that cannot be read is none that anyone could have.
  func codes(_ sealer: Sealer) throws -> TimeCodes {
    let bytes = try sealer.open(sealed, for: "authenticator")
    let owner = person.bits.bytes
    guard bytes.starts(with: owner) else { throw TextRefused.forged }
    return TimeCodes(secret: Array(bytes.dropFirst(owner.count)))
  }

  static func seal(_ secret: [UInt8], of person: ID<Person>, by sealer: Sealer) -> String {
    sealer.seal(person.bits.bytes + secret, for: "authenticator")
  }
}

extension Reading {
  func authenticator(of person: ID<Person>) async throws -> Authenticator? {
    try await first("SELECT \(Authenticator.columns) FROM authenticators WHERE user_id = \(person)")
  }
}

extension Transaction {
  /// Begins to set an app up; one that was begun before and never confirmed is forgotten.
  func beginAuthenticator(_ sealed: String, of person: ID<Person>, at now: Instant) async throws {
    let begun: ID<Person>? = try await first(
      """
      INSERT INTO authenticators (user_id, secret, last_step, created_at) VALUES (\(person), \(sealed), 0, \(now))
      ON CONFLICT (user_id) DO UPDATE SET secret = \(sealed), last_step = 0, created_at = \(now)
      WHERE authenticators.confirmed_at IS NULL RETURNING user_id
      """)
    guard begun != nil else { throw Problem.conflict("An authenticator app is set up already. Turn it off first.") }
  }

  /// Takes the first code of an app that is being set up; false for a wrong one.
  func confirmAuthenticator(_ code: String, of person: ID<Person>, _ sealer: Sealer, at now: Instant) async throws
    -> Bool
  {
    guard let app = try await authenticator(of: person), !app.isConfirmed else {
      throw Problem.conflict("No authenticator app is being set up. Begin again.")
    }
    guard let step = try app.codes(sealer).step(of: code, at: now, after: app.lastStep) else { return false }
    later(
      """
      UPDATE authenticators SET confirmed_at = \(now), last_step = \(step)
      WHERE user_id = \(person) AND confirmed_at IS NULL
      """)
    return true
  }

  /// Uses a code up. The one statement that notes its step decides who of many at once gets it, and none gets it twice.
  func useAuthenticator(_ code: String, of person: ID<Person>, _ sealer: Sealer, at now: Instant) async throws -> Bool {
    guard let app = try await authenticator(of: person), app.isConfirmed,
      let step = try app.codes(sealer).step(of: code, at: now, after: app.lastStep)
    else { return false }
    let taken: ID<Person>? = try await first(
      "UPDATE authenticators SET last_step = \(step) WHERE user_id = \(person) AND last_step < \(step) RETURNING user_id"
    )
    return taken != nil
  }

  /// False when there was none.
  func removeAuthenticator(of person: ID<Person>) async throws -> Bool {
    let removed: ID<Person>? = try await first(
      "DELETE FROM authenticators WHERE user_id = \(person) RETURNING user_id")
    return removed != nil
  }
}
