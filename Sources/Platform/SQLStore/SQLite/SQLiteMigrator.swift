internal import Essentials

/// Brings a file up to date, alone with it.
struct SQLiteMigrator {
  let path: String

  func run(_ migrations: [Migration]) throws -> MigrationReport {
    let connection = try SQLiteConnection(path: path, role: .writer, watch: SlowWatch(limit: .max) { _ in })
    // A table that is rebuilt is dropped for a moment; the references are checked before each commit instead.
    try connection.run(script: "PRAGMA foreign_keys = OFF")
    try connection.run(script: "CREATE TABLE IF NOT EXISTS schema_migrations \(MigrationRecord.columns)")
    let known = try MigrationRecord.unknownRefused(connection.run(MigrationRecord.ids), migrations)
    var applied: [String] = []
    for migration in migrations where !known.contains(migration.id) {
      try apply(migration, connection)
      applied.append(migration.id)
    }
    return MigrationReport(applied: applied, known: known.count, backup: nil)
  }

  private func apply(_ migration: Migration, _ connection: SQLiteConnection) throws {
    try connection.run(script: "BEGIN IMMEDIATE")
    do {
      for script in migration.scripts(for: .sqlite) { try connection.run(script: script) }
      guard try connection.run(Query<[String]>.all("SELECT \"table\" FROM pragma_foreign_key_check")).isEmpty else {
        throw StoreError.foreignKey
      }
      _ = try connection.run(MigrationRecord.insert(migration))
      try connection.run(script: "COMMIT")
    } catch {
      connection.attempt(script: "ROLLBACK")
      throw StoreError.migration(id: migration.id, reason: "\(error)")
    }
  }
}
