internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// A text that enrolls its bearer in a course.
struct AccessCode: RowDecodable {
  let id: ID<AccessCode>, code: CodeText, course: ID<Course>, type: AccessCodeType
  let maxUses: Int?, uses: Int, expiresAt: Instant?, deactivatedAt: Instant?, createdAt: Instant

  static let columns: SQL = "id, code, course_id, type, max_uses, current_uses, expires_at, deactivated_at, created_at"

  init(row: inout Row) throws {
    id = try row.next()
    code = try row.next()
    course = try row.next()
    type = try row.next()
    maxUses = try row.nextIfPresent()
    uses = try row.next()
    expiresAt = try row.nextIfPresent()
    deactivatedAt = try row.nextIfPresent()
    createdAt = try row.next()
  }

  /// Why it cannot be used now, or nil if it can.
  func refusal(at now: Instant) -> RedemptionOutcome? {
    if deactivatedAt != nil { return .inactive }
    if let expiresAt, expiresAt <= now { return .expired }
    if let maxUses, uses >= maxUses { return .usedUp }
    return nil
  }
}

/// Names of seed 002.
enum AccessCodeType: String, ColumnWord, PayloadChoice {
  case singleUse = "single_use", multiUse = "multi_use", unlimited
}

/// What became of an attempt to use a code; each attempt is logged.
enum RedemptionOutcome: String, ColumnWord, PayloadChoice {
  case redeemed, unknown, expired, usedUp = "used_up", inactive, alreadyEnrolled = "already_enrolled", full
}

/// Twelve letters and digits without those that look alike (seed 002 §5.3.2), shown as `XXXX-XXXX-XXXX`.
struct CodeText: Hashable, Sendable {
  static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".utf8)
  let text: String

  /// Takes what a person pasted: any case, with or without hyphens and spaces; nil for what cannot be a code.
  init?(_ typed: String) {
    guard typed.utf8.count <= 40 else { return nil }
    let letters = typed.uppercased().utf8.filter { $0 != 0x2D && $0 != 0x20 }
    guard letters.count == 12, letters.allSatisfy({ Self.alphabet.contains($0) }) else { return nil }
    text = Self.grouped(letters)
  }

  /// A new code: 60 random bits.
  static func random() -> CodeText {
    // 32 letters: five bits of each byte choose one without any being likelier.
    CodeText(letters: Randomness.bytes(12).map { alphabet[Int($0 & 31)] })
  }

  private init(letters: [UInt8]) { text = Self.grouped(letters) }

  private static func grouped(_ letters: [UInt8]) -> String {
    stride(from: 0, to: 12, by: 4).map { String(decoding: letters[$0..<$0 + 4], as: UTF8.self) }.joined(separator: "-")
  }
}

extension CodeText: ColumnValue {
  static var columnType: ColumnType { .text }
  var boundValue: BoundValue { .text(text) }
  init?(cell: borrowing Cell) {
    guard let text = cell.text else { return nil }
    self.init(text)
  }
}
