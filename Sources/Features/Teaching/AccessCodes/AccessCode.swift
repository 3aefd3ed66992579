internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// A text that opens a course to its bearer, or one item of it.
struct AccessCode: RowDecodable {
  let id: ID<AccessCode>, code: CodeText, course: ID<Course>
  /// nil: the whole course.
  let item: ID<CourseItem>?
  let batch: ID<CodeBatch>?, type: AccessCodeType
  let maxUses: Int?, uses: Int
  /// For how long it opens something; nil as the course says.
  let accessDays: Int?
  let expiresAt: Instant?, deactivatedAt: Instant?, createdAt: Instant

  static let columns: SQL = """
    course_access_codes.id, course_access_codes.code, course_access_codes.course_id, course_access_codes.item_id,
    course_access_codes.batch_id, course_access_codes.type, course_access_codes.max_uses,
    course_access_codes.current_uses, course_access_codes.access_days, course_access_codes.expires_at,
    course_access_codes.deactivated_at, course_access_codes.created_at
    """

  init(row: inout Row) throws {
    id = try row.next()
    code = try row.next()
    course = try row.next()
    item = try row.nextIfPresent()
    batch = try row.nextIfPresent()
    type = try row.next()
    maxUses = try row.nextIfPresent()
    uses = try row.next()
    accessDays = try row.nextIfPresent()
    expiresAt = try row.nextIfPresent()
    deactivatedAt = try row.nextIfPresent()
    createdAt = try row.next()
  }

  var opens: CodeTarget { item == nil ? .course : .video }

  /// Why it cannot be used now, or nil if it can.
  func refusal(at now: Instant) -> RedemptionOutcome? {
    if deactivatedAt != nil { return .inactive }
    if let expiresAt, expiresAt <= now { return .expired }
    if let maxUses, uses >= maxUses { return .usedUp }
    return nil
  }
}

/// Names of seed 002.
enum AccessCodeType: String, ColumnWord, PayloadChoice, CaseIterable {
  case singleUse = "single_use", multiUse = "multi_use", unlimited

  var words: String {
    switch self {
    case .singleUse: "Once"
    case .multiUse: "Several times"
    case .unlimited: "Without limit"
    }
  }
}

/// What a code opens.
enum CodeTarget: String, ColumnWord, PayloadChoice { case course, video }

/// What the list of codes can be narrowed to.
enum CodeState: String, PayloadChoice, CaseIterable {
  case valid, used, expired, inactive
  case usedUp = "used_up"

  var words: String {
    switch self {
    case .valid: "Valid"
    case .used: "Used at least once"
    case .usedUp: "Used up"
    case .expired: "Expired"
    case .inactive: "Deactivated"
    }
  }
}

/// Codes that were made together.
struct CodeBatch: RowDecodable {
  let id: ID<CodeBatch>, label: String, notes: String, count: Int, createdAt: Instant
  init(row: inout Row) throws {
    id = try row.next()
    label = try row.next()
    notes = try row.next()
    count = try row.next()
    createdAt = try row.next()
  }
}

/// What became of an attempt to use a code; each attempt is logged.
enum RedemptionOutcome: String, ColumnWord, PayloadChoice, CaseIterable {
  case redeemed, unknown, expired, usedUp = "used_up", inactive, alreadyEnrolled = "already_enrolled", full
  case prerequisite
  /// Not looked at: there had been too many tries.
  case tooMany = "too_many"

  /// Whether many of them look like guessing.
  var isSuspicious: Bool {
    switch self {
    case .unknown, .expired, .usedUp, .inactive: true
    case .redeemed, .alreadyEnrolled, .full, .prerequisite, .tooMany: false
    }
  }
}

/// Twelve letters and digits without those that look alike (seed 002 §5.3.2), shown as `XXXX-XXXX-XXXX`.
struct CodeText: Hashable, Sendable {
  static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".utf8)
  let text: String

  /// Takes what a person pasted: any case, with or without hyphens and spaces; nil for what cannot be a code.
  init?(_ typed: String) {
    guard typed.utf8.count <= 60 else { return nil }
    // Dashes of any length and spaces of any width come along with what is pasted.
    let letters = typed.uppercased().filter {
      !$0.isWhitespace && !"-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2212}".contains($0)
    }.utf8
    guard letters.count == 12, letters.allSatisfy({ Self.alphabet.contains($0) }) else { return nil }
    text = Self.grouped(Array(letters))
  }

  /// A new code: 60 random bits, or 40 after a prefix of four letters, which five tries a minute never find.
  static func random(after prefix: CodePrefix? = nil) -> CodeText {
    // 32 letters: five bits of each byte choose one without any being likelier.
    let start = Array((prefix?.text ?? "").utf8)
    return CodeText(letters: start + Randomness.bytes(12 - start.count).map { alphabet[Int($0 & 31)] })
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

/// One to four letters that the codes of a batch begin with.
struct CodePrefix: Hashable, Sendable {
  let text: String

  init?(_ typed: String) {
    let letters = typed.trimmed.uppercased().utf8
    guard (1...4).contains(letters.count), letters.allSatisfy({ CodeText.alphabet.contains($0) }) else { return nil }
    text = String(decoding: Array(letters), as: UTF8.self)
  }
}
