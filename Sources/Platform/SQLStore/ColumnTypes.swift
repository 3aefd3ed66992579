// The Swift types a column can hold.
public import Essentials

extension Int: ColumnValue {
  public static var columnType: ColumnType { .int }
  public var boundValue: BoundValue { .int(Int64(self)) }
  public init?(cell: borrowing Cell) {
    guard let integer = cell.integer else { return nil }
    self.init(exactly: integer)
  }
}

extension Int64: ColumnValue {
  public static var columnType: ColumnType { .int }
  public var boundValue: BoundValue { .int(self) }
  public init?(cell: borrowing Cell) {
    guard let integer = cell.integer else { return nil }
    self = integer
  }
}

extension Bool: ColumnValue {
  public static var columnType: ColumnType { .bool }
  public var boundValue: BoundValue { .bool(self) }
  public init?(cell: borrowing Cell) {
    guard let bool = cell.bool else { return nil }
    self = bool
  }
}

extension Double: ColumnValue {
  public static var columnType: ColumnType { .real }
  public var boundValue: BoundValue { .real(self) }
  public init?(cell: borrowing Cell) {
    guard let real = cell.real else { return nil }
    self = real
  }
}

extension String: ColumnValue {
  public static var columnType: ColumnType { .text }
  public var boundValue: BoundValue { .text(self) }
  public init?(cell: borrowing Cell) {
    guard let text = cell.text else { return nil }
    self = text
  }
}

extension Instant: ColumnValue {
  public static var columnType: ColumnType { .instant }
  public var boundValue: BoundValue { .instant(self) }
  public init?(cell: borrowing Cell) {
    guard let instant = cell.instant else { return nil }
    self = instant
  }
}

extension ID: RowDecodable, ColumnValue {
  public static var columnType: ColumnType { .id }
  public var boundValue: BoundValue { .id(bits) }
  @inlinable public init?(cell: borrowing Cell) {
    guard let bits = cell.bits else { return nil }
    self.init(bits: bits)
  }
}

extension Slug: RowDecodable, ColumnValue {
  public static var columnType: ColumnType { .text }
  public var boundValue: BoundValue { .text(text) }
  @inlinable public init?(cell: borrowing Cell) {
    guard let text = cell.text else { return nil }
    self.init(pathText: text)
  }
}

extension JSONText: ColumnValue {
  public static var columnType: ColumnType { .json }
  public var boundValue: BoundValue { .json(text) }
  public init?(cell: borrowing Cell) {
    guard let text = cell.json else { return nil }
    self.init(text)
  }
}

extension Array: RowDecodable, ColumnValue where Element == UInt8 {
  public static var columnType: ColumnType { .bytes }
  public var boundValue: BoundValue { .bytes(self) }
  public init?(cell: borrowing Cell) {
    guard let bytes = cell.bytes else { return nil }
    self = bytes
  }
}

/// For a single column that may be NULL, such as `max(position)`.
extension Optional: RowDecodable where Wrapped: ColumnValue {
  @inlinable public init(row: inout Row) throws { self = try row.nextIfPresent() }
}
