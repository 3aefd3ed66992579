internal import Essentials
internal import EvolvCore
internal import SQLStore

// A passkey is a key pair whose private half never leaves a device; we keep the public half, the count of its uses where it
// counts, and the name that its owner gave it.

/// One passkey of one person.
struct Passkey: RowDecodable {
  let id: ID<Passkey>, person: ID<Person>, credential: [UInt8], publicKey: [UInt8], algorithm: Int
  let name: String, createdAt: Instant, lastUsedAt: Instant?

  static let columns: SQL = "id, user_id, credential, public_key, algorithm, name, created_at, last_used_at"

  init(row: inout Row) throws {
    id = try row.next()
    person = try row.next()
    credential = try row.next()
    publicKey = try row.next()
    algorithm = try row.next()
    name = try row.next()
    createdAt = try row.next()
    lastUsedAt = try row.nextIfPresent()
  }
}

enum PasskeyRules {
  static let most = 20
  /// For so long a question to a passkey may be answered.
  static let challengeLifetime = Seconds.minutes(5)
}

/// What a question to a passkey was asked for.
enum ChallengePurpose: String, ColumnWord {
  case registration, signIn = "sign_in", secondFactor = "second_factor"
}

extension Reading {
  func passkeys(of person: ID<Person>) async throws -> [Passkey] {
    try await all(
      "SELECT \(Passkey.columns) FROM passkeys WHERE user_id = \(person) ORDER BY created_at, id LIMIT \(PasskeyRules.most)"
    )
  }
  func passkey(credential: [UInt8]) async throws -> Passkey? {
    try await first("SELECT \(Passkey.columns) FROM passkeys WHERE credential = \(credential)")
  }
}
