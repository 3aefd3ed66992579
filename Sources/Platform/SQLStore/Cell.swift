internal import CSQLite
public import Essentials

/// One column of the row at hand; each property is nil when the column holds another type.
@safe public struct Cell: ~Copyable {
  @unsafe enum Source {
    /// The column's type OID and its binary form.
    case postgres(UInt32, UnsafeRawBufferPointer)
    /// The value and its storage class. It is one of a connection without a mutex, so it may be read as it lies there.
    case sqlite(OpaquePointer, Int32)
    /// A value that came back from a client.
    case bound(BoundValue)
  }
  private let source: Source

  init(_ source: Source) { unsafe self.source = source }
  init(_ value: BoundValue) { unsafe source = .bound(value) }

  public var integer: Int64? {
    switch unsafe source {
    case .postgres(let type, let bytes): unsafe Self.integer(type, bytes)
    case .sqlite(let value, let kind): kind == SQLITE_INTEGER ? unsafe sqlite3_value_int64(value) : nil
    case .bound(let value): if case .int(let integer) = value { integer } else { nil }
    }
  }

  public var bool: Bool? {
    switch unsafe source {
    case .postgres(let type, let bytes): type == ColumnType.bool.rawValue ? unsafe bytes[0] != 0 : nil
    case .sqlite: integer.map { $0 != 0 }
    case .bound(let value): if case .bool(let bool) = value { bool } else { nil }
    }
  }

  public var real: Double? {
    switch unsafe source {
    case .postgres(701, let bytes): unsafe Double(bitPattern: bytes.bigEndian(UInt64.self))
    case .postgres(700, let bytes): unsafe Double(Float(bitPattern: bytes.bigEndian(UInt32.self)))
    case .postgres: nil
    case .sqlite(let value, let kind):
      kind == SQLITE_FLOAT || kind == SQLITE_INTEGER ? unsafe sqlite3_value_double(value) : nil
    case .bound(let value): if case .real(let real) = value { real } else { nil }
    }
  }

  public var text: String? {
    if case .bound(let value) = unsafe source { if case .text(let text) = value { return text } else { return nil } }
    return unsafe textBytes.map { unsafe String(decoding: $0, as: UTF8.self) }
  }

  private var textBytes: UnsafeRawBufferPointer? {
    switch unsafe source {
    case .postgres(let type, let bytes): Self.isText(type) ? unsafe bytes : nil
    case .sqlite(let value, SQLITE_TEXT): unsafe Self.bytes(value)
    case .sqlite, .bound: nil
    }
  }

  /// text, varchar, name and the untyped literal
  static func isText(_ type: UInt32) -> Bool { type == 25 || type == 1043 || type == 19 || type == 705 }

  public var json: String? {
    switch unsafe source {
    // jsonb starts with the version of its format
    case .postgres(3802, let bytes): unsafe String(decoding: bytes.dropFirst(), as: UTF8.self)
    case .postgres(114, let bytes): unsafe String(decoding: bytes, as: UTF8.self)
    case .postgres, .sqlite, .bound: text
    }
  }

  public var bits: UUIDBits? {
    switch unsafe source {
    case .postgres(let type, let bytes): type == ColumnType.id.rawValue ? unsafe UUIDBits(bytes) : nil
    // BLOB of 16: half of text, and compared as bytes.
    case .sqlite(let value, let kind): kind == SQLITE_BLOB ? unsafe UUIDBits(Self.bytes(value)) : nil
    case .bound(let value): if case .id(let bits) = value { bits } else { nil }
    }
  }

  public var instant: Instant? {
    switch unsafe source {
    case .postgres(1184, let bytes): unsafe Instant(sinceMillennium: bytes.bigEndian(Int64.self))
    case .postgres: nil
    case .sqlite: integer.map(Instant.init(microseconds:))
    case .bound(let value): if case .instant(let instant) = value { instant } else { nil }
    }
  }

  public var bytes: [UInt8]? {
    switch unsafe source {
    case .postgres(17, let bytes): unsafe Array(bytes)
    case .postgres: nil
    case .sqlite(let value, let kind): kind == SQLITE_BLOB ? unsafe Array(Self.bytes(value)) : nil
    case .bound(let value): if case .bytes(let bytes) = value { bytes } else { nil }
    }
  }

  // Results come in the width of the column, not in ours.
  private static func integer(_ type: UInt32, _ bytes: UnsafeRawBufferPointer) -> Int64? {
    switch type {
    case 20: unsafe bytes.bigEndian(Int64.self)
    case 23: unsafe Int64(bytes.bigEndian(Int32.self))
    case 21: unsafe Int64(bytes.bigEndian(Int16.self))
    default: nil
    }
  }

  /// Of a text as well: asked for as text it would be copied first, to end it with a NUL.
  static func bytes(_ value: OpaquePointer) -> UnsafeRawBufferPointer {
    let start = unsafe sqlite3_value_blob(value)
    return unsafe UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
  }
}

extension UnsafeRawBufferPointer {
  func bigEndian<Number: FixedWidthInteger>(_: Number.Type, at offset: Int = 0) -> Number {
    unsafe Number(bigEndian: loadUnaligned(fromByteOffset: offset, as: Number.self))
  }
}

extension UUIDBits {
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 16 else { return nil }
    unsafe self.init(high: bytes.bigEndian(UInt64.self), low: bytes.bigEndian(UInt64.self, at: 8))
  }
}

extension Instant {
  /// PostgreSQL counts from 2000-01-01; both ends of its numbers mean infinity.
  static let millennium: Int64 = 946_684_800_000_000
  init?(sinceMillennium microseconds: Int64) {
    let (sum, isOver) = microseconds.addingReportingOverflow(Self.millennium)
    guard microseconds != .max, microseconds != .min, !isOver else { return nil }
    self.init(microseconds: sum)
  }
}
