internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import SQLStore

// Codes by text message: six digits, one at a time for each person, good once and for ten minutes.

enum TextCodeRules {
  static let lifetime = Seconds.minutes(10)
}

private struct KeptTextCode: RowDecodable {
  let sealed: String
  init(row: inout Row) throws { sealed = try row.next() }
}

extension Transaction {
  /// Makes the code that the next message carries; the one before holds no more.
  func makeTextCode(for person: ID<Person>, _ sealer: Sealer, at now: Instant) -> String {
    let number = Randomness.bytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) } % 1_000_000
    let code = String(repeating: "0", count: 6 - String(number).count) + String(number)
    later(
      """
      UPDATE phones SET code = \(sealer.seal(person.bits.bytes + Array(code.utf8), for: "text code")),
        code_expires_at = \(now + TextCodeRules.lifetime) WHERE user_id = \(person)
      """)
    return code
  }

  /// Uses a code up that was sent to a phone whose number is proven.
  func useTextCode(_ code: String, of person: ID<Person>, _ sealer: Sealer, at now: Instant) async throws -> Bool {
    try await takeTextCode(code, of: person, sealer, at: now, "verified_at IS NOT NULL")
  }

  /// The same for a phone in the state that `condition` asks for.
  func takeTextCode(
    _ code: String, of person: ID<Person>, _ sealer: Sealer, at now: Instant, _ condition: SQL
  ) async throws -> Bool {
    let kept = try await first(
      "SELECT code FROM phones WHERE user_id = \(person) AND code IS NOT NULL AND code_expires_at > \(now) AND \(condition)",
      as: KeptTextCode.self)
    guard let kept,
      ConstantTime.isEqual(try sealer.open(kept.sealed, for: "text code"), person.bits.bytes + Array(code.utf8))
    else { return false }
    let taken: ID<Person>? = try await first(
      "UPDATE phones SET code = NULL WHERE user_id = \(person) AND code = \(kept.sealed) RETURNING user_id")
    return taken != nil
  }
}
