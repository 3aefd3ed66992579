/// One step forward of the schema. It stands alone, is never edited after release, and serves both engines by type words:
/// `{{id}} {{instant}} {{bool}} {{int}} {{real}} {{text}} {{json}} {{bytes}}` for columns, `{{strict}}` at a table's end, or
/// `{{keyed}}` where small rows are mostly asked for by their primary key: SQLite then keeps them in the key's own tree.
public struct Migration: Sendable {
  /// Orders the steps of all features: `20261121T0900_courses`.
  public let id: String
  public let feature: String
  let statements: [SQL]

  /// Each of `statements` is one or more SQL statements that bind nothing; `.sqlite(…).postgres(…)` where they differ.
  public init(id: String, feature: String, _ statements: [SQL]) {
    self.id = id
    self.feature = feature
    self.statements = statements
  }

  /// The scripts to run on one engine.
  func scripts(for dialect: Dialect) -> [String] {
    statements.map { statement in
      let rendition = statement.rendition(for: dialect)
      precondition(rendition.binds.isEmpty, "A migration binds no values: \(id)")
      return Self.translate(rendition.text, to: dialect)
    }.filter { !$0.isEmpty }
  }

  private static func translate(_ text: String, to dialect: Dialect) -> String {
    text.split(separator: "{{", omittingEmptySubsequences: false).enumerated().map { index, part in
      guard index > 0, let end = part.firstRange(of: "}}") else { return String(part) }
      return word(String(part[..<end.lowerBound]), dialect) + part[end.upperBound...]
    }.joined()
  }

  private static func word(_ word: String, _ dialect: Dialect) -> String {
    let words: (sqlite: String, postgres: String)? =
      switch word {
      case "id": ("BLOB", "uuid")
      case "instant": ("INTEGER", "timestamptz")
      case "bool": ("INTEGER", "boolean")
      case "int": ("INTEGER", "bigint")
      case "real": ("REAL", "double precision")
      case "text": ("TEXT", "text")
      case "json": ("TEXT", "jsonb")
      case "bytes": ("BLOB", "bytea")
      case "strict": (" STRICT", "")
      case "keyed": (" STRICT, WITHOUT ROWID", "")
      default: nil
      }
    guard let words else { preconditionFailure("No type word {{\(word)}}.") }
    return dialect == .sqlite ? words.sqlite : words.postgres
  }
}

/// What `Store.migrate` did.
public struct MigrationReport: Sendable {
  public let applied: [String]
  /// How many were there already.
  public let known: Int
  /// SQLite: the copy of the file from before.
  public let backup: String?
}
