internal import CPostgres
internal import CSQLite

/// A value that is read from the columns of a row, in the order of the SELECT.
public protocol RowDecodable: Sendable {
  init(row: inout Row) throws
}

/// The rows of a result, one at a time, read by position. Only ever lent as `inout`, so it cannot outlive what it points into.
@safe public struct Row: ~Copyable {
  @unsafe private enum Source {
    case postgres(OpaquePointer)
    case sqlite(SQLiteConnection, OpaquePointer)
  }
  private let source: Source
  private var index: Int32 = -1
  private var column: Int32 = 0

  init(postgres result: OpaquePointer) { unsafe source = .postgres(result) }
  init(sqlite connection: SQLiteConnection, _ statement: OpaquePointer) {
    unsafe source = .sqlite(connection, statement)
  }

  /// The next column; its type comes from what it is assigned to: `title = try row.next()`.
  @inlinable public mutating func next<Value: ColumnValue>() throws -> Value {
    guard let value: Value = try nextIfPresent() else { throw mismatch(Value.self) }
    return value
  }

  /// The next column, nil when it is NULL.
  @inlinable public mutating func nextIfPresent<Value: ColumnValue>() throws -> Value? {
    guard let cell = nextCell() else { return nil }
    guard let value = Value(cell: cell) else { throw mismatch(Value.self) }
    return value
  }

  /// Lends the text of the next column as UTF-8 where it lies.
  public mutating func lendNext(_ use: (Span<UInt8>) -> Void) throws {
    guard let text = unsafe nextText() else { throw mismatch(String.self) }
    unsafe use(Span(_unsafeElements: text.bindMemory(to: UInt8.self)))
  }

  /// Without a cell on the way: lists are mostly texts. nil for what is no text.
  private mutating func nextText() -> UnsafeRawBufferPointer? {
    defer { column += 1 }
    switch unsafe source {
    case .postgres(let result):
      guard unsafe Cell.isText(PQftype(result, column)), unsafe PQgetisnull(result, index, column) == 0 else {
        return nil
      }
      return unsafe UnsafeRawBufferPointer(
        start: PQgetvalue(result, index, column), count: Int(PQgetlength(result, index, column)))
    case .sqlite(_, let statement):
      guard let value = unsafe sqlite3_column_value(statement, column), unsafe sqlite3_value_type(value) == SQLITE_TEXT
      else { return nil }
      return unsafe Cell.bytes(value)
    }
  }

  /// Goes back to the first column of the row, for a second reading of it.
  public mutating func again() { column = 0 }

  /// nil for NULL.
  @usableFromInline mutating func nextCell() -> Cell? {
    defer { column += 1 }
    switch unsafe source {
    case .postgres(let result):
      if unsafe PQgetisnull(result, index, column) != 0 { return nil }
      let bytes = unsafe UnsafeRawBufferPointer(
        start: PQgetvalue(result, index, column), count: Int(PQgetlength(result, index, column)))
      return unsafe Cell(.postgres(PQftype(result, column), bytes))
    case .sqlite(_, let statement):
      guard let value = unsafe sqlite3_column_value(statement, column) else { return nil }
      let kind = unsafe sqlite3_value_type(value)
      return kind == SQLITE_NULL ? nil : unsafe Cell(.sqlite(value, kind))
    }
  }

  /// Moves to the next row, or says that there is none.
  public mutating func step() throws -> Bool {
    column = 0
    index += 1
    switch unsafe source {
    case .postgres(let result): return unsafe index < PQntuples(result)
    case .sqlite(let connection, let statement): return try unsafe connection.step(statement)
    }
  }

  /// How many rows to make room for.
  @usableFromInline var expected: Int {
    if case .postgres(let result) = unsafe source { unsafe Int(PQntuples(result)) } else { 0 }
  }

  /// How many rows the statement changed; PostgreSQL counts those of a SELECT as well.
  @usableFromInline var changed: Int {
    switch unsafe source {
    case .postgres(let result): unsafe Int(String(cString: PQcmdTuples(result))) ?? 0
    case .sqlite(let connection, _): connection.changes
    }
  }

  /// What the last column holds is not what was wanted.
  @usableFromInline func mismatch(_ wanted: Any.Type) -> StoreError {
    let last = column - 1
    let found =
      switch unsafe source {
      case .postgres(let result):
        unsafe PQgetisnull(result, index, last) != 0 ? "NULL" : "type \(PQftype(result, last))"
      case .sqlite(_, let statement): unsafe "storage class \(sqlite3_column_type(statement, last))"
      }
    return .mismatch("column \(column): \(found) where \(wanted) was expected")
  }
}
