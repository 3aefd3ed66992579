public import Essentials

/// Where a list was left: the sort key and the id of its last row. Lists sort by both, so that equal keys lose no row:
/// `WHERE (title, id) > (\(cursor.key), \(cursor.id)) ORDER BY title, id`.
public struct Cursor<Key: ColumnValue, Thing>: Sendable {
  public let key: Key
  public let id: ID<Thing>

  public init(key: Key, id: ID<Thing>) {
    self.key = key
    self.id = id
  }

  /// Reads what `text` gave; nil for anything else.
  public init?(text: String) {
    guard let bytes = Base64URL.decode(text), bytes.count > 17,
      let bound = BoundValue(cursorBytes: bytes.dropFirst(16)), let key = Key(cell: Cell(bound))
    else { return nil }
    self.init(key: key, id: ID(bits: UUIDBits(bytes.prefix(16))))
  }

  /// Letters, digits, `-` and `_`, for the client to send back as it is.
  public var text: String { Base64URL.encode(id.bits.bytes + key.boundValue.cursorBytes) }
}

/// A part of a list.
public struct ListPage<Item: Sendable>: Sendable {
  public let items: [Item]
  public let total: Int?
  /// The text of the cursor to go on with; nil at the end.
  public let next: String?

  public init(items: [Item], total: Int? = nil, next: String? = nil) {
    self.items = items
    self.total = total
    self.next = next
  }

  /// `rows` were asked for with `LIMIT limit + 1`: the one too many tells that there is more.
  public init<Key, Thing>(
    rows: [Item], limit: Int, total: Int? = nil, cursor: (Item) -> Cursor<Key, Thing>
  ) {
    let items = Array(rows.prefix(limit))
    self.init(items: items, total: total, next: rows.count > limit ? items.last.map { cursor($0).text } : nil)
  }
}

extension BoundValue {
  /// A letter for the type, then the value.
  fileprivate var cursorBytes: [UInt8] {
    switch self {
    case .int(let integer): [0x69] + UInt64(bitPattern: integer).bytes
    case .instant(let instant): [0x74] + UInt64(bitPattern: instant.microseconds).bytes
    case .real(let real): [0x72] + real.bitPattern.bytes
    case .bool(let bool): [0x62, bool ? 1 : 0]
    case .text(let text), .json(let text): [0x73] + Array(text.utf8)
    case .id(let bits): [0x75] + bits.bytes
    case .bytes(let bytes): [0x78] + bytes
    case .null: [0x6E]
    }
  }

  fileprivate init?(cursorBytes: ArraySlice<UInt8>) {
    let value = cursorBytes.dropFirst()
    switch (cursorBytes.first, value.count) {
    case (0x69, 8): self = .int(Int64(bitPattern: UInt64(bigEndian: value)))
    case (0x74, 8): self = .instant(Instant(microseconds: Int64(bitPattern: UInt64(bigEndian: value))))
    case (0x72, 8): self = .real(Double(bitPattern: UInt64(bigEndian: value)))
    case (0x62, 1): self = .bool(value.first == 1)
    case (0x75, 16): self = .id(UUIDBits(value))
    case (0x78, _): self = .bytes(Array(value))
    case (0x73, _):
      guard let text = String(validating: value, as: UTF8.self), !text.utf8.contains(0) else { return nil }
      self = .text(text)
    default: return nil
    }
  }
}

extension UInt64 {
  fileprivate var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> UInt64(56 - 8 * $0)) } }
  fileprivate init(bigEndian bytes: ArraySlice<UInt8>) { self = bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}

extension UUIDBits {
  fileprivate var bytes: [UInt8] { high.bytes + low.bytes }
  /// Of exactly 16 bytes.
  fileprivate init(_ bytes: ArraySlice<UInt8>) {
    self.init(high: UInt64(bigEndian: bytes.prefix(8)), low: UInt64(bigEndian: bytes.suffix(8)))
  }
}
