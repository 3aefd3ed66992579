/// What can be read from: the database, or a transaction under way. Features write their queries as extensions of it.
public protocol Reading: Sendable {
  /// Runs independent reads in one round trip; outside of a transaction also in one snapshot.
  func fetch<each Result: Sendable>(_ queries: repeat Query<each Result>) async throws -> (repeat each Result)
}

extension Reading {
  /// Every row.
  @inlinable public func all<Element: RowDecodable>(_ sql: SQL, as _: Element.Type = Element.self) async throws
    -> [Element]
  {
    try await fetch(Query<[Element]>.all(sql))
  }

  /// The first row, or nil.
  @inlinable public func first<Element: RowDecodable>(_ sql: SQL, as _: Element.Type = Element.self) async throws
    -> Element?
  {
    try await fetch(Query<Element?>.first(sql))
  }

  /// The first row; throws `NothingFound` when there is none.
  @inlinable public func one<Element: RowDecodable>(_ sql: SQL, as _: Element.Type = Element.self) async throws
    -> Element
  {
    try await fetch(Query<Element>.one(sql))
  }

  /// The single value of a statement that always has a row.
  @inlinable public func value<Value: RowDecodable>(_ sql: SQL, as _: Value.Type = Value.self) async throws -> Value {
    try await fetch(Query<Value>.value(sql))
  }
}
