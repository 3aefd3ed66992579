public import Essentials

/// A Swift type that a column can hold, on both engines.
public protocol ColumnValue: RowDecodable {
  static var columnType: ColumnType { get }
  var boundValue: BoundValue { get }
  /// nil when the column holds another type.
  init?(cell: borrowing Cell)
}

extension ColumnValue {
  /// A single column is a row.
  @inlinable public init(row: inout Row) throws { self = try row.next() }
}

/// A closed set of words kept as text: `enum Level: String, ColumnWord { case beginner }`.
public protocol ColumnWord: ColumnValue, RawRepresentable where RawValue == String {}

extension ColumnWord {
  public static var columnType: ColumnType { .text }
  public var boundValue: BoundValue { .text(rawValue) }
  @inlinable public init?(cell: borrowing Cell) {
    guard let text = cell.text else { return nil }
    self.init(rawValue: text)
  }
}

/// The types of columns; the raw value is PostgreSQL's OID.
public enum ColumnType: UInt32, Sendable {
  case bool = 16, bytes = 17, int = 20, text = 25, real = 701, instant = 1184, id = 2950, json = 3802
}

/// A value on its way into a statement.
public enum BoundValue: Sendable, Hashable {
  case null, bool(Bool), int(Int64), real(Double), text(String), json(String), id(UUIDBits), instant(Instant), bytes(
    [UInt8])
}

/// A document in a `{{json}}` column, kept as the text it was written with.
public struct JSONText: Sendable, Hashable {
  public let text: String
  public init(_ text: String) { self.text = text }
}
