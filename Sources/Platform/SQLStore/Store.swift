public import EventLoops
internal import Synchronization

/// Which database, and how it is used.
public struct StoreConfiguration: Sendable {
  /// The engine and where it is.
  public enum Engine: Sendable {
    case sqlite(path: String)
    /// A `postgres://` address or a libpq connection string.
    case postgres(url: String)
  }
  public var engine: Engine
  /// PostgreSQL: connections of each loop; two of them serve reads, the others one transaction at a time.
  public var connectionsPerLoop = 6
  /// PostgreSQL: the schema to work in, made if absent; nil for the server's default.
  public var schema: String?
  public var statementTimeoutMilliseconds = 5000
  public var slowMilliseconds = 50
  /// Told of every statement slower than `slowMilliseconds`.
  public var log: @Sendable (SlowStatement) -> Void = { _ in }

  public init(engine: Engine) { self.engine = engine }

  var watch: SlowWatch { SlowWatch(limit: slowMilliseconds, timeout: statementTimeoutMilliseconds, log: log) }
}

/// The school's database: made once, migrated, and then opened for each loop.
public final class Store: Sendable {
  private let configuration: StoreConfiguration
  private let writer = Mutex<SQLiteWriter?>(nil)
  private let pools = Mutex<[PostgresPool]>([])
  private let isClosed = Mutex(false)

  public init(_ configuration: StoreConfiguration) { self.configuration = configuration }

  /// Opens the connections of one loop.
  public func database(on loop: EventLoop) async throws -> Database {
    switch configuration.engine {
    case .sqlite(let path):
      let writer = try sharedWriter(path)  // first: it makes the file
      return Database(.sqlite(try SQLiteReader(path: path, on: loop, watch: configuration.watch), writer))
    case .postgres:
      let pool = PostgresPool(configuration, on: loop)
      pools.withLock { $0.append(pool) }
      await pool.start()
      return Database(.postgres(pool))
    }
  }

  /// Applies what is missing of `migrations`, in the order of their ids; safe to start twice and to interrupt.
  @discardableResult public func migrate(_ migrations: [Migration]) async throws -> MigrationReport {
    let all = ([Migration.store] + migrations).sorted { $0.id < $1.id }
    switch configuration.engine {
    case .sqlite(let path): return try await onThread(named: "migrations") { try SQLiteMigrator(path: path).run(all) }
    case .postgres:
      return try await onThread(named: "migrations") { [configuration] in try PostgresMigrator(configuration).run(all) }
    }
  }

  /// Writes a copy of the SQLite file as it is now to `path`, while the school goes on; it stands there whole or not at all.
  public func backup(to path: String) async throws {
    guard case .sqlite(let source) = configuration.engine else {
      throw StoreError.misuse("PostgreSQL is backed up with pg_dump")
    }
    try await onThread(named: "backup") { try SQLiteBackup.copy(source, to: path) }
  }

  /// Throws unless the database answers.
  public func ping() async throws {
    if isClosed.withLock(\.self) { throw StoreError.unavailable("the store is closed") }
    let query = Query<Int>.value("SELECT 1")
    switch configuration.engine {
    case .sqlite(let path): _ = try await sharedWriter(path).run([], query)
    case .postgres:
      guard let pool = pools.withLock({ $0.first }) else {
        throw StoreError.unavailable("no loop has opened the database")
      }
      _ = try await pool.fetch(query)
    }
  }

  /// Ends after what is under way; nothing can be written through this store from then on.
  public func close() async {
    // The thread that writes ends; whoever called it again would wait for ever.
    let wasClosed = isClosed.withLock { isClosed in
      defer { isClosed = true }
      return isClosed
    }
    if wasClosed { return }
    await writer.withLock { $0 }?.close()
    for pool in pools.withLock({ $0 }) { await pool.close() }
  }

  private func sharedWriter(_ path: String) throws -> SQLiteWriter {
    try writer.withLock { writer in
      if let writer { return writer }
      let made = try SQLiteWriter(path: path, watch: configuration.watch)
      made.start()
      writer = made
      return made
    }
  }
}

/// Runs `body` on a thread of its own: for work at the start of the program.
func onThread<Value: Sendable>(
  named name: String, _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { (done: CheckedContinuation<Value, any Error>) in
    startThread(named: name) { done.resume(with: Result(catching: body)) }
  }
}
