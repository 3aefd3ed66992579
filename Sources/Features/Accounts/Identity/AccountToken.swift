internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

// A token travels by mail and proves that who brings it reads that address. It is 256 random bits, good once and for a
// while; the table keeps its digest, so that a stolen database opens nothing. It is made by the job that sends the mail:
// no token ever waits in a queue.

/// What a token is good for.
enum TokenPurpose: String, ColumnWord {
  case verifyEmail = "verify_email", changeEmail = "change_email", resetPassword = "reset_password"
  /// The way to a first password, for whom the school made an account.
  case invitation

  /// What leads to a new password, or to the first.
  static let toPassword: [TokenPurpose] = [.resetPassword, .invitation]

  var lifetime: Seconds {
    switch self {
    case .verifyEmail: .days(3)
    case .changeEmail: .days(1)
    case .resetPassword: .minutes(30)
    case .invitation: .days(7)
    }
  }
}

/// A token that holds: whose it is, and the address it was sent to.
struct TokenHeld: RowDecodable {
  let person: ID<Person>, purpose: TokenPurpose, email: String

  init(row: inout Row) throws {
    person = try row.next()
    purpose = try row.next()
    email = try row.next()
  }
}

extension Reading {
  /// Looks at a token without using it up; nil for one that is unknown, used or too old.
  func accountToken(_ token: String, for purposes: [TokenPurpose], at now: Instant) async throws -> TokenHeld? {
    try await first(
      """
      SELECT user_id, purpose, email FROM account_tokens
      WHERE token_hash = \(SHA256.digest(of: token)) AND purpose IN \(purposes) AND used_at IS NULL AND expires_at > \(now)
      """)
  }
}

extension Transaction {
  /// Makes a token for one address of a person.
  func issueToken(_ purpose: TokenPurpose, to person: ID<Person>, at email: String, now: Instant) -> String {
    let token = Randomness.token()
    later(
      """
      INSERT INTO account_tokens (token_hash, user_id, purpose, email, created_at, expires_at)
      VALUES (\(SHA256.digest(of: token)), \(person), \(purpose), \(email), \(now), \(now + purpose.lifetime))
      """)
    return token
  }

  /// Uses a token up. The one statement that marks it decides: of many at once one gets it, the others get nil.
  func takeToken(_ token: String, for purposes: [TokenPurpose], at now: Instant) async throws -> TokenHeld? {
    try await first(
      """
      UPDATE account_tokens SET used_at = \(now)
      WHERE token_hash = \(SHA256.digest(of: token)) AND purpose IN \(purposes) AND used_at IS NULL AND expires_at > \(now)
      RETURNING user_id, purpose, email
      """)
  }

  /// Makes useless what was sent for these purposes and not used.
  func dropTokens(of person: ID<Person>, for purposes: [TokenPurpose]) {
    later("DELETE FROM account_tokens WHERE user_id = \(person) AND purpose IN \(purposes) AND used_at IS NULL")
  }
}

extension Context {
  /// Does the work with a token; one that does not hold is a fault of the field, and counts against the address.
  func withToken<Value: Sendable>(_ work: () async throws -> Value?) async throws -> Value {
    let address = viewer.origin.addressKey
    try await facilities.limits.tokens.take(address, at: now)
    guard let value = try await work() else {
      throw Problem.invalid(
        "token", "invalid_token", "does not hold: it was used, is too old, or was cut off on the way")
    }
    await facilities.limits.tokens.giveBack(address)
    return value
  }
}
