internal import CPostgres
internal import Essentials

/// Brings a database up to date over a connection of its own; an advisory lock keeps other programs waiting meanwhile.
@safe struct PostgresMigrator {
  private let address: String
  private let schema: String?

  init(_ configuration: StoreConfiguration) throws {
    guard case .postgres(let address) = configuration.engine else { throw StoreError.misuse("not a PostgreSQL store") }
    self.address = address
    schema = configuration.schema
  }

  func run(_ migrations: [Migration]) throws -> MigrationReport {
    let handle = unsafe store_connect(address)
    defer { unsafe PQfinish(handle) }
    guard unsafe PQstatus(handle) == CONNECTION_OK, let connection = unsafe handle else {
      throw StoreError.unavailable(unsafe String(cString: PQerrorMessage(handle)))
    }
    // Held until the connection ends, also when the program is killed.
    try unsafe execute(
      "SET client_min_messages = warning; SELECT pg_advisory_lock(hashtext('evolv migrations'))", connection)
    if let schema {
      try unsafe execute("CREATE SCHEMA IF NOT EXISTS \"\(schema)\"; SET search_path = \"\(schema)\"", connection)
    }
    try unsafe execute("CREATE TABLE IF NOT EXISTS schema_migrations \(MigrationRecord.columns)", connection)
    let known = try MigrationRecord.unknownRefused(unsafe ids(connection), migrations)
    var applied: [String] = []
    for migration in migrations where !known.contains(migration.id) {
      try unsafe apply(migration, connection)
      applied.append(migration.id)
    }
    return MigrationReport(applied: applied, known: known.count, backup: nil)
  }

  private func apply(_ migration: Migration, _ connection: OpaquePointer) throws {
    let record = [migration.id, migration.feature, Instant.now().text].map { "'\($0.replacing("'", with: "''"))'" }
    do {
      try unsafe execute("BEGIN", connection)
      for script in migration.scripts(for: .postgres) { try unsafe execute(script, connection) }
      try unsafe execute("INSERT INTO schema_migrations VALUES (\(record.joined(separator: ", ")))", connection)
      try unsafe execute("COMMIT", connection)
    } catch {
      unsafe PQclear(PQexec(connection, "ROLLBACK"))
      throw StoreError.migration(id: migration.id, reason: "\(error)")
    }
  }

  private func execute(_ script: String, _ connection: OpaquePointer) throws {
    let result = unsafe PQexec(connection, script)
    defer { unsafe PQclear(result) }
    switch unsafe PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
    default:
      guard let result = unsafe result else {
        throw StoreError.unavailable(unsafe String(cString: PQerrorMessage(connection)))
      }
      throw unsafe StoreError(postgres: result)
    }
  }

  private func ids(_ connection: OpaquePointer) throws -> [String] {
    let result = unsafe PQexec(connection, "SELECT id FROM schema_migrations ORDER BY id")
    defer { unsafe PQclear(result) }
    guard unsafe PQresultStatus(result) == PGRES_TUPLES_OK else {
      throw StoreError.unavailable(unsafe String(cString: PQerrorMessage(connection)))
    }
    return unsafe (0..<PQntuples(result)).map { unsafe String(cString: PQgetvalue(result, $0, 0)) }
  }
}
