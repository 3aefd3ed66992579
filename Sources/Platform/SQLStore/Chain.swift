// Changes that are known beforehand, where each goes on with the rows that an earlier one made. PostgreSQL takes them as one
// statement (WITH … RETURNING), which costs it half of what the same changes cost one after another; SQLite, which has no
// changes inside of WITH and no server to be spared, runs them in their order and looks its rows up again.

/// Changes of one transaction, each a link that later ones refer to by its rows.
public struct Chain<Result: RowDecodable>: Sendable {
  private struct Link {
    let name: SQL, change: SQL, returning: SQL?
  }
  private var links: [Link] = []
  private var result: Int?

  public init() {}

  /// Adds a change whose rows nobody asks for.
  public mutating func add(_ name: StaticString, _ change: SQL) {
    links.append(Link(name: SQL(stringLiteral: name), change: change, returning: nil))
  }

  /// Adds a change and gives its rows, to stand behind FROM in later links under its name. `columns` are those of the rows;
  /// `again` is a SELECT of the same rows for SQLite, once the change is made.
  public mutating func add(_ name: StaticString, _ change: SQL, columns: SQL, again: SQL) -> SQL {
    let name = SQL(stringLiteral: name)
    links.append(Link(name: name, change: change, returning: columns))
    return SQL.sqlite("(\(again)) AS \(name)").postgres(name)
  }

  /// As `add`, and the row of this change is what the chain answers; `columns` in the order of `Result`.
  public mutating func answer(_ name: StaticString, _ change: SQL, columns: SQL, again: SQL) -> SQL {
    result = links.count
    return add(name, change, columns: columns, again: again)
  }

  /// For PostgreSQL.
  var whole: Query<Result?> {
    let parts = links.map { link -> SQL in
      guard let returning = link.returning else { return "\(link.name) AS (\(link.change))" }
      return "\(link.name) AS (\(link.change) RETURNING \(returning))"
    }
    let answer: SQL = result.map { "SELECT * FROM \(links[$0].name)" } ?? "SELECT NULL WHERE FALSE"
    return .first("WITH \(SQL.joined(parts)) \(answer)")
  }

  /// For SQLite: the changes in their order, and which of them answers.
  var steps: (changes: [SQL], answer: Int?) {
    var changes: [SQL] = []
    changes.reserveCapacity(links.count)
    for link in links { changes.append(link.change) }
    if let result { changes[result] = "\(links[result].change) RETURNING \(links[result].returning ?? "NULL")" }
    return (changes, result)
  }

  /// All steps in their order, with their texts made already: the writer's thread is one for all.
  func prepared() -> (SQLiteConnection) throws -> Result? {
    let (steps, answer) = steps
    var changes: [Rendition] = []
    changes.reserveCapacity(steps.count)
    for step in steps { changes.append(step.rendition(for: .sqlite)) }
    return { [changes] connection in
      var result: Result?
      for (number, change) in changes.enumerated() {
        if number == answer {
          result = try connection.run(change) { row in try row.step() ? try Result(row: &row) : nil }
        } else {
          try connection.change(change)
        }
      }
      return result
    }
  }

  var count: Int { links.count }
}

/// Of a chain that answers nothing.
public struct NoRow: RowDecodable {
  public init(row: inout Row) throws {}
}

extension Database {
  /// Makes the changes of `chain` in one round trip and as one transaction; nil if the change that it answers made no row.
  @discardableResult public func run<Result>(_ chain: Chain<Result>) async throws -> Result? {
    if isRehearsing { return try await transaction { try await $0.run(chain) } }
    switch engine {
    case .sqlite(_, let writer):
      count(chain.count)
      try refuseNesting(in: writer)
      return try await writer.perform(chain.prepared())
    case .postgres(let pool):
      count(1)
      try refuseNesting(in: pool)
      return try await pool.writeInGroup(chain.whole)
    }
  }
}

extension Transaction {
  /// The same within a transaction that does more.
  @discardableResult public func run<Result>(_ chain: Chain<Result>) async throws -> Result? {
    if takesWholeChains { return try await fetch(chain.whole) }
    let (changes, answer) = chain.steps
    var result: Result?
    for (number, change) in changes.enumerated() {
      if number == answer { result = try await first(change) } else { later(change) }
    }
    return result
  }
}
