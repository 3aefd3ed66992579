internal import Essentials

/// What the database remembers of the migrations that it went through.
enum MigrationRecord {
  static let columns = "(id text NOT NULL PRIMARY KEY, feature text NOT NULL, applied_at text NOT NULL)"
  static let ids = Query<[String]>.all("SELECT id FROM schema_migrations ORDER BY id")

  static func insert(_ migration: Migration, at now: Instant = .now()) -> Query<Int> {
    .execute("INSERT INTO schema_migrations VALUES (\(migration.id), \(migration.feature), \(now.text))")
  }

  /// The ids already applied; throws when one of them is unknown to this program, which is then older than the schema.
  static func unknownRefused(_ applied: [String], _ migrations: [Migration]) throws -> Set<String> {
    let unknown = Set(applied).subtracting(migrations.map(\.id))
    guard unknown.isEmpty else { throw StoreError.newerSchema(unknown.sorted()) }
    return Set(applied)
  }
}
