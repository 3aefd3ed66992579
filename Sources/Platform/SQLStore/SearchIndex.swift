/// Full-text search over some columns of a table whose key is `id`; the first columns weigh most. An FTS5 table kept by
/// triggers on SQLite, a generated `tsvector` column with a GIN index on PostgreSQL.
public struct SearchIndex: Sendable {
  private let table: String
  private let columns: [String]

  public init(table: StaticString, columns: [StaticString]) {
    precondition((1...4).contains(columns.count), "A search index has one to four columns.")
    self.table = table.description
    self.columns = columns.map(\.description)
  }

  /// What a migration runs once, after it made the table; rows that are already there are indexed.
  public var creation: SQL { SQL(text: sqliteCreation).postgres(SQL(text: postgresCreation)) }

  /// A condition on the table: `WHERE \(CourseQueries.search.matches(terms))`.
  public func matches(_ terms: SearchTerms) -> SQL {
    SQL.sqlite(
      """
      \(SQL(text: table)).id IN (SELECT keys.id FROM \(SQL(text: "\(table)_search")) AS found
        JOIN \(SQL(text: "\(table)_search_keys")) AS keys ON keys.number = found.rowid
        WHERE \(SQL(text: "\(table)_search")) MATCH \(terms.sqlite))
      """
    ).postgres("\(SQL(text: table)).search_vector @@ to_tsquery('simple', \(terms.postgres))")
  }

  /// An expression to sort by: the best match first.
  public func rank(_ terms: SearchTerms) -> SQL {
    let weights = ["10.0", "4.0", "2.0", "1.0"].prefix(columns.count).joined(separator: ", ")
    return SQL.sqlite(
      """
      (SELECT bm25(\(SQL(text: "\(table)_search, \(weights)"))) FROM \(SQL(text: "\(table)_search"))
        WHERE \(SQL(text: "\(table)_search")) MATCH \(terms.sqlite)
        AND rowid = (SELECT number FROM \(SQL(text: "\(table)_search_keys")) WHERE id = \(SQL(text: table)).id))
      """
    ).postgres("-ts_rank(\(SQL(text: table)).search_vector, to_tsquery('simple', \(terms.postgres)))")
  }

  // Not FTS5's external content: VACUUM may renumber the rows of a table whose key is not an integer. The keys' table
  // has numbers that stay.
  private var sqliteCreation: String {
    let list = columns.joined(separator: ", ")
    let new = columns.map { "new.\($0)" }.joined(separator: ", ")
    let changes = columns.map { "\($0) = new.\($0)" }.joined(separator: ", ")
    return """
      CREATE TABLE \(table)_search_keys (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE) STRICT;
      CREATE VIRTUAL TABLE \(table)_search USING fts5(\(list), tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
      INSERT INTO \(table)_search_keys (id) SELECT id FROM \(table);
      INSERT INTO \(table)_search (rowid, \(list))
        SELECT number, \(list) FROM \(table) JOIN \(table)_search_keys USING (id);
      CREATE TRIGGER \(table)_search_insert AFTER INSERT ON \(table) BEGIN
        INSERT INTO \(table)_search_keys (id) VALUES (new.id);
        INSERT INTO \(table)_search (rowid, \(list))
          SELECT number, \(new) FROM \(table)_search_keys WHERE id = new.id;
      END;
      CREATE TRIGGER \(table)_search_update AFTER UPDATE OF \(list) ON \(table) BEGIN
        UPDATE \(table)_search SET \(changes) WHERE rowid = (SELECT number FROM \(table)_search_keys WHERE id = new.id);
      END;
      CREATE TRIGGER \(table)_search_delete AFTER DELETE ON \(table) BEGIN
        DELETE FROM \(table)_search WHERE rowid = (SELECT number FROM \(table)_search_keys WHERE id = old.id);
        DELETE FROM \(table)_search_keys WHERE id = old.id;
      END;
      """
  }

  // PostgreSQL's parser keeps addresses and hyphenated words together; the search splits them, so the index must too.
  private var postgresCreation: String {
    let separators = "-_./@:&#+=~,;"
    let vectors = zip(columns, ["A", "B", "C", "D"]).map { column, weight in
      let text =
        "translate(coalesce(\(column), ''), '\(separators)', '\(String(repeating: " ", count: separators.count))')"
      return "setweight(to_tsvector('simple', \(text)), '\(weight)')"
    }
    return """
      ALTER TABLE \(table) ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (\(vectors.joined(separator: " || "))) STORED;
      CREATE INDEX \(table)_search ON \(table) USING gin (search_vector);
      """
  }
}
