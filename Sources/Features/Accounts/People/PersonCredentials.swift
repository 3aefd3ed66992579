internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

// The password's hash stands in the person's row and goes nowhere but to the sign-in.

/// What a sign-in needs to know of an account.
struct Credential: RowDecodable {
  let person: PersonRecord
  let passwordHash: String?

  init(row: inout Row) throws {
    person = try PersonRecord(row: &row)
    passwordHash = try row.nextIfPresent()
  }
}

extension Reading {
  /// The account that a mail address or a username names.
  func credential(of login: String) async throws -> Credential? {
    let key = login.trimmed.lowercased()
    // Two searches of an index each; with OR one engine reads the whole table.
    return try await first(
      """
      SELECT \(PersonRecord.columns), password_hash FROM users WHERE email_key = \(key)
      UNION SELECT \(PersonRecord.columns), password_hash FROM users WHERE username_key = \(key)
      """)
  }
  func credential(of person: ID<Person>) async throws -> Credential {
    try await one("SELECT \(PersonRecord.columns), password_hash FROM users WHERE id = \(person)")
  }
  /// Whether this is somebody who cannot sign in by a password yet.
  func hasNoPassword(_ person: ID<Person>) async throws -> Bool {
    try await value(
      "SELECT count(*) FROM users WHERE id = \(person) AND password_hash IS NULL AND erased_at IS NULL", as: Int.self)
      > 0
  }
}

extension Transaction {
  func setPasswordHash(_ hash: String, of person: ID<Person>, at now: Instant) {
    later("UPDATE users SET password_hash = \(hash), updated_at = \(now) WHERE id = \(person)")
  }
  /// Gives a person an address that was proven to be theirs.
  func setVerifiedEmail(_ email: String, of person: ID<Person>, at now: Instant) async throws -> PersonRecord {
    try await one(
      """
      UPDATE users SET email = \(email), email_key = \(email.lowercased()), email_verified_at = \(now), updated_at = \(now)
      WHERE id = \(person) RETURNING \(PersonRecord.columns)
      """)
  }
  /// Since when a person has a second factor; kept here so that a sign-in and every request know it without asking.
  func noteSecondFactor(of person: ID<Person>, isThere: Bool, at now: Instant) {
    if isThere {
      later("UPDATE users SET second_factor_since = COALESCE(second_factor_since, \(now)) WHERE id = \(person)")
    } else {
      later("UPDATE users SET second_factor_since = NULL WHERE id = \(person)")
    }
  }
  func noteSignIn(of person: ID<Person>, at now: Instant) {
    later("UPDATE users SET last_login_at = \(now) WHERE id = \(person)")
  }
}
