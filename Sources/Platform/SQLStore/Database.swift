/// A loop's door to the store: cheap to copy, best used on the loop that it was made for.
public struct Database: Reading, Sendable {
  enum Engine: Sendable {
    case sqlite(SQLiteReader, SQLiteWriter)
    case postgres(PostgresPool)
  }
  let engine: Engine
  private let meter: StatementMeter?
  private let rehearsal: Rehearsal?
  /// Whether each transaction is taken back at its end.
  var isRehearsing: Bool { rehearsal != nil }

  init(_ engine: Engine, meter: StatementMeter? = nil, rehearsal: Rehearsal? = nil) {
    self.engine = engine
    self.meter = meter
    self.rehearsal = rehearsal
  }

  /// The same database, of which nothing changes: each transaction is taken back at its end.
  public func rehearsing(_ rehearsal: Rehearsal) -> Database { Database(engine, meter: meter, rehearsal: rehearsal) }

  /// The same database, whose statements are counted by `meter`.
  public func metered(by meter: StatementMeter) -> Database { Database(engine, meter: meter, rehearsal: rehearsal) }

  public func fetch<each Result: Sendable>(_ queries: repeat Query<each Result>) async throws -> (repeat each Result) {
    var count = 0
    for _ in repeat each queries { count += 1 }
    meter?.add(count)
    switch engine {
    case .sqlite(let reader, _):
      if count == 1 { return try await reader.fetchOne(repeat each queries) }
      return try await reader.fetch(repeat each queries)
    case .postgres(let pool): return try await pool.fetch(repeat each queries)
    }
  }

  /// Runs `body` as one transaction: all of it happens or none, and what was answered is on disk. PostgreSQL may run it
  /// again, up to three times, when another transaction came in between.
  public func transaction<Value: Sendable>(
    isolation: IsolationLevel = .readCommitted,
    _ body: @escaping @Sendable (Transaction) async throws -> Value
  ) async throws -> Value {
    guard let rehearsal else { return try await perform(isolation, body) }
    return try await rehearsal.run(body) { try await perform(isolation, $0) }
  }

  private func perform<Value: Sendable>(
    _ isolation: IsolationLevel, _ body: @escaping @Sendable (Transaction) async throws -> Value
  ) async throws -> Value {
    switch engine {
    case .sqlite(_, let writer):
      try refuseNesting(in: writer)
      return try await writer.transaction(meter: meter, body)
    case .postgres(let pool):
      try refuseNesting(in: pool)
      return try await pool.transaction(isolation: isolation, meter: meter, body)
    }
  }

  /// Changes known beforehand, as one transaction in one round trip.
  public func write<each Result: Sendable>(_ queries: repeat Query<each Result>) async throws -> (repeat each Result) {
    if rehearsal != nil {
      return try await transaction { transaction in try await transaction.fetch(repeat each queries) }
    }
    switch engine {
    case .sqlite:
      return try await transaction { transaction in try await transaction.fetch(repeat each queries) }
    case .postgres(let pool):
      for _ in repeat each queries { meter?.add(1) }
      try refuseNesting(in: pool)
      return try await pool.write(repeat each queries)
    }
  }

  /// Changes rows with one statement and says how many.
  @discardableResult public func execute(_ sql: SQL) async throws -> Int { try await write(Query<Int>.execute(sql)) }

  func count(_ statements: Int) { meter?.add(statements) }

  // The inner one would wait for the end of the outer one, for ever.
  func refuseNesting(in engine: some AnyObject) throws {
    if Transaction.current == ObjectIdentifier(engine) { throw StoreError.misuse("a transaction inside a transaction") }
  }
}
