internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import SQLStore

// What gets somebody in who lost everything else: ten codes of 60 bits, each good once. The rows keep digests, and those
// sealed, so that neither a stolen database nor a fast computer finds one.

enum RecoveryCode {
  static let count = 10
  /// Without letters and digits that look alike; 32 of them, so each holds five bits.
  private static let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".utf8)
  private static let length = 12

  /// `XXXX-XXXX-XXXX`
  static func random() -> String {
    let text = String(decoding: Randomness.bytes(length).map { letters[Int($0 & 31)] }, as: UTF8.self)
    return [text.prefix(4), text.dropFirst(4).prefix(4), text.suffix(4)].joined(separator: "-")
  }

  /// The digest of a code however it was typed; nil for what cannot be one.
  static func digest(of typed: String, _ person: ID<Person>) -> [UInt8]? {
    let code = typed.uppercased().utf8.filter { letters.contains($0) }
    return code.count == length ? SHA256.digest(of: person.bits.bytes + code) : nil
  }
}

private struct KeptCode: RowDecodable {
  let id: ID<RecoveryCode>, sealed: String
  init(row: inout Row) throws {
    id = try row.next()
    sealed = try row.next()
  }
}

extension Transaction {
  /// Makes ten new codes; those there were are worth nothing from now on.
  func makeRecoveryCodes(for person: ID<Person>, _ sealer: Sealer, at now: Instant) -> [String] {
    later("DELETE FROM recovery_codes WHERE user_id = \(person)")
    let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode.random() }
    let rows = codes.compactMap { RecoveryCode.digest(of: $0, person) }.map { digest -> SQL in
      "(\(ID<RecoveryCode>(at: now)), \(person), \(sealer.seal(digest, for: "recovery code")), \(now))"
    }
    later("INSERT INTO recovery_codes (id, user_id, code, created_at) VALUES \(SQL.joined(rows, separator: ", "))")
    return codes
  }

  /// Uses a code up; of many at once one gets it.
  func useRecoveryCode(_ typed: String, of person: ID<Person>, _ sealer: Sealer, at now: Instant) async throws -> Bool {
    guard let digest = RecoveryCode.digest(of: typed, person) else { return false }
    let kept = try await all(
      "SELECT id, code FROM recovery_codes WHERE user_id = \(person) AND used_at IS NULL", as: KeptCode.self)
    var found: ID<RecoveryCode>?
    for code in kept where ConstantTime.isEqual(try sealer.open(code.sealed, for: "recovery code"), digest) {
      found = code.id
    }
    guard let found else { return false }
    let taken: ID<RecoveryCode>? = try await first(
      "UPDATE recovery_codes SET used_at = \(now) WHERE id = \(found) AND used_at IS NULL RETURNING id")
    return taken != nil
  }
}
