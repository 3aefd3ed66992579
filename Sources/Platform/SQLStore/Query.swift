/// A statement and what becomes of its rows.
public struct Query<Result: Sendable>: Sendable {
  @usableFromInline let sql: SQL
  @usableFromInline let decode: @Sendable (inout Row) throws -> Result

  @usableFromInline init(sql: SQL, decode: @escaping @Sendable (inout Row) throws -> Result) {
    self.sql = sql
    self.decode = decode
  }

  /// What `decode` makes of the rows, going through them by `step`.
  public static func reading(_ sql: SQL, _ decode: @escaping @Sendable (inout Row) throws -> Result) -> Query {
    Query(sql: sql, decode: decode)
  }

  /// Every row.
  @inlinable public static func all<Element: RowDecodable>(_ sql: SQL, as _: Element.Type = Element.self) -> Query
  where Result == [Element] {
    Query(sql: sql) { row in
      var elements: [Element] = []
      elements.reserveCapacity(row.expected)
      while try row.step() { elements.append(try Element(row: &row)) }
      return elements
    }
  }

  /// The first row, or nil.
  @inlinable public static func first<Element: RowDecodable>(_ sql: SQL, as _: Element.Type = Element.self) -> Query
  where Result == Element? {
    Query(sql: sql) { row in try row.step() ? try Element(row: &row) : nil }
  }

  /// The first row; throws `NothingFound` when there is none.
  @inlinable public static func one(_ sql: SQL, as _: Result.Type = Result.self) -> Query where Result: RowDecodable {
    Query(sql: sql) { row in
      guard try row.step() else { throw NothingFound() }
      return try Result(row: &row)
    }
  }

  /// The single value of a statement that always has a row, such as `SELECT count(*) …`.
  @inlinable public static func value(_ sql: SQL) -> Query where Result: RowDecodable { one(sql) }

  /// The number of rows changed.
  @inlinable public static func execute(_ sql: SQL) -> Query where Result == Int {
    Query(sql: sql) { row in
      while try row.step() {}
      return row.changed
    }
  }
}

/// Thrown by `one`: no such row, or none that may be seen.
public struct NothingFound: Error {
  public init() {}
}
