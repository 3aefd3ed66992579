internal import Essentials

/// Brings a file up to date, alone with it. A file that was in use before is copied first; when a migration fails, the copy
/// comes back, so that a school never stands between two versions.
struct SQLiteMigrator {
  let path: String

  func run(_ migrations: [Migration]) throws -> MigrationReport {
    let lock = try FileLock(path: path + ".migrating")
    defer { lock.release() }
    let connection = try SQLiteConnection(path: path, role: .writer, watch: .none)
    // Or the start after a crash would wait until all of the log is copied.
    connection.leaveLog()
    // A table that is rebuilt is dropped for a moment; the references are checked before each commit instead.
    try connection.run(script: "PRAGMA foreign_keys = OFF")
    try connection.run(script: "CREATE TABLE IF NOT EXISTS schema_migrations \(MigrationRecord.columns)")
    let known = try MigrationRecord.unknownRefused(connection.run(MigrationRecord.ids), migrations)
    let missing = migrations.filter { !known.contains($0.id) }
    guard let first = missing.first, !known.isEmpty else {
      for migration in missing { try apply(migration, connection) }
      return MigrationReport(applied: missing.map(\.id), known: known.count, backup: nil)
    }
    let backup = "\(path).before-\(first.id)"
    try SQLiteBackup.copy(path, to: backup)
    do {
      for migration in missing { try apply(migration, connection) }
    } catch {
      try SQLiteConnection(path: backup, role: .copy, watch: .none).copy(over: connection)
      SQLiteBackup.remove(backup)
      throw error
    }
    SQLiteBackup.removeOlder(than: backup, of: path)
    return MigrationReport(applied: missing.map(\.id), known: known.count, backup: backup)
  }

  private func apply(_ migration: Migration, _ connection: SQLiteConnection) throws {
    do {
      try connection.run(script: "BEGIN IMMEDIATE")
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
