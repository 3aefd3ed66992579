// SQLStore keeps the school's rows in SQLite (one file, the default) or in PostgreSQL, behind one set of words.
// Promises: a value can only be bound, never spliced; reads of one `fetch` share one round trip and one snapshot;
// a transaction that was answered is on disk; both engines fail with the same `StoreError`. Own code, because no
// Swift package may be used: the drivers below are the C libraries of the two engines.

/// SQL text with its values: `\(value)` binds, `\(fragment)` splices, and only literals of the source are text.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
  /// What SQLite runs, and PostgreSQL too unless `variant` says otherwise.
  private var main: Rendition
  /// What PostgreSQL runs where the dialects differ.
  private var variant: Rendition?

  init(text: String) { main = Rendition(text: text) }
  public init(stringLiteral text: StaticString) { self.init(text: text.description) }
  public init(stringInterpolation: Interpolation) { self = stringInterpolation.sql }

  /// Text for SQLite alone; add `.postgres("…")` for the other.
  public static func sqlite(_ sql: SQL) -> SQL { SQL(text: "").sqlite(sql).postgres(SQL(text: "")) }
  /// Text for PostgreSQL alone; add `.sqlite("…")` for the other.
  public static func postgres(_ sql: SQL) -> SQL { SQL(text: "").postgres(sql) }
  /// The same, with this text for SQLite.
  public func sqlite(_ sql: SQL) -> SQL { SQL(sqlite: sql, postgres: self) }
  /// The same, with this text for PostgreSQL.
  public func postgres(_ sql: SQL) -> SQL { SQL(sqlite: self, postgres: sql) }

  private init(sqlite: SQL, postgres: SQL) {
    main = sqlite.main
    variant = postgres.rendition(for: .postgres)
  }

  /// Fragments one after another with `separator` between them.
  public static func joined(_ fragments: [SQL], separator: SQL = ", ") -> SQL {
    var sql = SQL(text: "")
    for (index, fragment) in fragments.enumerated() {
      if index > 0 { sql.splice(separator) }
      sql.splice(fragment)
    }
    return sql
  }

  /// `LIMIT … OFFSET …`. The count stands in the text: PostgreSQL plans a bound one anew each time, because it cannot know
  /// how few rows are wanted, and that costs more than reading them.
  public static func limit(_ count: Int, offset: Int = 0) -> SQL {
    let limit = SQL(text: "LIMIT \(count)")
    return offset == 0 ? limit : "\(limit) OFFSET \(offset)"
  }

  /// Keeps other transactions off the rows read until this one ends; SQLite has one writer and needs nothing.
  public static let forUpdate = SQL.sqlite("").postgres("FOR UPDATE")
  /// As `forUpdate`, but rows that another transaction holds are left out.
  public static let forUpdateSkipLocked = SQL.sqlite("").postgres("FOR UPDATE SKIP LOCKED")

  func rendition(for dialect: Dialect) -> Rendition {
    switch dialect {
    case .sqlite: main
    case .postgres: variant ?? main
    }
  }

  private mutating func each(_ change: (inout Rendition) -> Void) {
    change(&main)
    guard var other = variant else { return }
    variant = nil
    change(&other)
    variant = other
  }

  private mutating func splice(_ fragment: SQL) {
    if variant == nil, fragment.variant != nil { variant = main }
    main.splice(fragment.main)
    if variant != nil { variant?.splice(fragment.rendition(for: .postgres)) }
  }

  /// Collects the literals, values and fragments of one statement.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var sql = SQL(text: "")

    public init(literalCapacity: Int, interpolationCount: Int) {
      sql.main.reserve(characters: literalCapacity + interpolationCount * 3, binds: interpolationCount)
    }
    public mutating func appendLiteral(_ literal: StaticString) {
      let text = literal.description
      sql.each { $0.text += text }
    }
    public mutating func appendInterpolation<Value: ColumnValue>(_ value: Value) {
      bind(value.boundValue, Value.columnType)
    }
    /// The type of an absent value is that of its `Wrapped`: PostgreSQL prepares by type.
    public mutating func appendInterpolation<Value: ColumnValue>(_ value: Value?) {
      bind(value?.boundValue ?? .null, Value.columnType)
    }
    public mutating func appendInterpolation(_ fragment: SQL) { sql.splice(fragment) }

    /// A list in parentheses for `IN`: `WHERE id IN \(ids)`. An empty one contains nothing.
    public mutating func appendInterpolation<Value: ColumnValue>(_ values: [Value]) {
      guard let last = values.last else {
        literal("(SELECT ")
        bind(.null, Value.columnType)
        return literal(" WHERE FALSE)")
      }
      // Padded to a power of two with the last value, so that a few texts serve all lengths.
      let length = values.count > 16_384 ? values.count : 1 << (Int.bitWidth - (values.count - 1).leadingZeroBitCount)
      for index in 0..<length {
        literal(index == 0 ? "(" : ", ")
        bind((index < values.count ? values[index] : last).boundValue, Value.columnType)
      }
      literal(")")
    }

    private mutating func literal(_ text: String) { sql.each { $0.text += text } }
    private mutating func bind(_ value: BoundValue, _ type: ColumnType) { sql.each { $0.bind(value, type) } }
  }
}

/// The two engines' languages.
enum Dialect: Sendable { case sqlite, postgres }
