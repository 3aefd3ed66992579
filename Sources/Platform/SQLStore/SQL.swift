// SQLStore keeps the school's rows in SQLite (one file, the default) or in PostgreSQL, behind one set of words.
// Promises: a value can only be bound, never spliced; reads of one `fetch` share one round trip and one snapshot;
// a transaction that was answered is on disk; both engines fail with the same `StoreError`. Own code, because no
// Swift package may be used: the drivers below are the C libraries of the two engines.

/// SQL text with its values: `\(value)` binds, `\(fragment)` splices, and only literals of the source are text.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
  /// What a statement is made of. It is put together once, for the engine that runs it: a fragment is spliced into others over
  /// and over, and its text copied each time would cost more than many a statement.
  enum Piece: Sendable {
    case literal(StaticString)
    case text(String)
    case bind(BoundValue, ColumnType)
    case fragment([Piece])
    case either(sqlite: [Piece], postgres: [Piece])
  }
  private let pieces: [Piece]

  private init(_ pieces: [Piece]) { self.pieces = pieces }
  init(text: String) { self.init([.text(text)]) }
  public init(stringLiteral text: StaticString) { self.init([.literal(text)]) }
  public init(stringInterpolation: Interpolation) { self.init(stringInterpolation.pieces) }

  /// Text for SQLite alone; add `.postgres("…")` for the other.
  public static func sqlite(_ sql: SQL) -> SQL { SQL([.either(sqlite: sql.pieces, postgres: [])]) }
  /// Text for PostgreSQL alone; add `.sqlite("…")` for the other.
  public static func postgres(_ sql: SQL) -> SQL { SQL([.either(sqlite: [], postgres: sql.pieces)]) }
  /// The same, with this text for SQLite.
  public func sqlite(_ sql: SQL) -> SQL { SQL([.either(sqlite: sql.pieces, postgres: pieces)]) }
  /// The same, with this text for PostgreSQL.
  public func postgres(_ sql: SQL) -> SQL { SQL([.either(sqlite: pieces, postgres: sql.pieces)]) }

  /// Fragments one after another with `separator` between them.
  public static func joined(_ fragments: [SQL], separator: SQL = ", ") -> SQL {
    var pieces: [Piece] = []
    for (index, fragment) in fragments.enumerated() {
      if index > 0 { pieces.append(.fragment(separator.pieces)) }
      pieces.append(.fragment(fragment.pieces))
    }
    return SQL(pieces)
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

  func rendition(for dialect: Dialect) -> Rendition { Rendition(pieces, for: dialect) }

  /// Collects the literals, values and fragments of one statement.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var pieces: [Piece] = []

    public init(literalCapacity: Int, interpolationCount: Int) { pieces.reserveCapacity(interpolationCount * 2 + 1) }
    public mutating func appendLiteral(_ literal: StaticString) {
      if literal.utf8CodeUnitCount > 0 { pieces.append(.literal(literal)) }
    }
    public mutating func appendInterpolation<Value: ColumnValue>(_ value: Value) {
      pieces.append(.bind(value.boundValue, Value.columnType))
    }
    /// The type of an absent value is that of its `Wrapped`: PostgreSQL prepares by type.
    public mutating func appendInterpolation<Value: ColumnValue>(_ value: Value?) {
      pieces.append(.bind(value?.boundValue ?? .null, Value.columnType))
    }
    public mutating func appendInterpolation(_ fragment: SQL) { pieces.append(.fragment(fragment.pieces)) }

    /// A list in parentheses for `IN`: `WHERE id IN \(ids)`. An empty one contains nothing.
    public mutating func appendInterpolation<Value: ColumnValue>(_ values: [Value]) {
      guard let last = values.last else {
        pieces += [.literal("(SELECT "), .bind(.null, Value.columnType), .literal(" WHERE FALSE)")]
        return
      }
      // Padded to a power of two with the last value, so that a few texts serve all lengths.
      let length = values.count > 16_384 ? values.count : 1 << (Int.bitWidth - (values.count - 1).leadingZeroBitCount)
      for index in 0..<length {
        pieces.append(.literal(index == 0 ? "(" : ", "))
        pieces.append(.bind((index < values.count ? values[index] : last).boundValue, Value.columnType))
      }
      pieces.append(.literal(")"))
    }
  }
}

/// The two engines' languages.
enum Dialect: Sendable { case sqlite, postgres }
