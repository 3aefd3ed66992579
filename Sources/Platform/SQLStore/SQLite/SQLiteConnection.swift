internal import CSQLite
internal import Essentials

/// One connection to the file, with its statements kept. Not Sendable: it stays with the loop, or the writer, that owns it.
@safe final class SQLiteConnection {
  enum Role {
    case reader, writer
    /// Of a copy: nothing of it is changed on the way.
    case copy
  }
  private let handle: OpaquePointer
  private var statements = unsafe StatementCache<StatementText, OpaquePointer>(limit: 256)
  private var isAtEnd = true
  private let watch: SlowWatch
  private let deadline = UnsafeMutablePointer<store_deadline>.allocate(capacity: 1)
  private static let configured = store_count_no_memory()

  init(path: String, role: Role, watch: SlowWatch) throws {
    self.watch = watch
    _ = Self.configured
    var opened: OpaquePointer?
    // NOMUTEX: one thread per connection, so SQLite's own locks are only cost. A reader opens read-write all the same,
    // because WAL readers write to the shared index; query_only forbids the rest.
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (role == .reader ? 0 : SQLITE_OPEN_CREATE)
    let status = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard status == SQLITE_OK, let opened = unsafe opened else {
      unsafe sqlite3_close_v2(opened)
      throw StoreError.unavailable("SQLite cannot open \(path) (\(status))")
    }
    unsafe handle = opened
    unsafe deadline.initialize(to: store_deadline(microseconds: 0))
    unsafe store_obey(handle, deadline)
    // A WAL reader waits for nobody, save recovery after a crash; on a loop it must not wait long.
    unsafe sqlite3_busy_timeout(handle, role == .reader ? 50 : 5000)
    if role == .copy { return }
    try run(
      script: """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA mmap_size = 268435456;
        PRAGMA temp_store = MEMORY; PRAGMA query_only = \(role == .reader ? 1 : 0);
        """)
  }

  deinit {
    unsafe statements.statements.forEach { unsafe sqlite3_finalize($0) }
    unsafe sqlite3_close_v2(handle)
    unsafe deadline.deallocate()
  }

  func run<Result>(_ query: Query<Result>) throws -> Result {
    try run(query.sql.rendition(for: .sqlite), query.decode)
  }

  func run<Result>(_ rendition: Rendition, _ decode: (inout Row) throws -> Result) throws -> Result {
    let statement = try unsafe prepared(rendition.text)
    // Reset at once: a statement left standing keeps its snapshot, and the log cannot be reused from its start.
    defer { unsafe sqlite3_reset(statement) }
    for (index, bind) in rendition.binds.enumerated() { try unsafe self.bind(statement, Int32(index + 1), bind.value) }
    let started = watch.start()
    if watch.timeout > 0 { unsafe deadline.pointee.microseconds = started + Int64(watch.timeout) * 1000 }
    defer { unsafe deadline.pointee.microseconds = 0 }
    var row = unsafe Row(sqlite: self, statement)
    let result = try decode(&row)
    // A change is complete, its foreign keys checked, only at the end of its rows.
    if unsafe sqlite3_stmt_readonly(statement) == 0 { while !isAtEnd { _ = try unsafe step(statement) } }
    watch.end(started, rendition.text)
    return result
  }

  /// Runs a statement whose rows nobody wants.
  func change(_ rendition: Rendition) throws { try run(rendition) { row in while try row.step() {} } }

  /// Runs statements that bind nothing and whose rows nobody wants.
  func run(script: String) throws {
    guard unsafe sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else { throw failure() }
  }
  /// Runs a statement that comes with every request, such as BEGIN, and so is parsed once.
  func run(kept text: StaticString) throws {
    let statement = try unsafe prepared(text.description)
    defer { unsafe sqlite3_reset(statement) }
    guard unsafe sqlite3_step(statement) == SQLITE_DONE else { throw failure() }
  }
  /// As `run(script:)`, where a failure changes nothing: a rollback.
  func attempt(script: String) { unsafe sqlite3_exec(handle, script, nil, nil, nil) }

  func step(_ statement: OpaquePointer) throws -> Bool {
    isAtEnd = true
    switch unsafe sqlite3_step(statement) {
    case SQLITE_ROW:
      isAtEnd = false
      return true
    case SQLITE_DONE: return false
    default: throw failure()
    }
  }

  /// The log stays as it is when this connection is the last to close.
  func leaveLog() { _ = unsafe store_leave_log(handle) }

  /// Makes the database at `target` equal to this one.
  func copy(over target: SQLiteConnection) throws {
    let status = unsafe store_copy(handle, target.handle)
    guard status == SQLITE_DONE else { throw StoreError(sqlite: status, message: "the copy of the database failed") }
  }

  var changes: Int { unsafe Int(sqlite3_changes64(handle)) }
  var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }
  var hasOpenForeignKeys: Bool { unsafe store_open_foreign_keys(handle) != 0 }

  private func prepared(_ text: String) throws -> OpaquePointer {
    let key = StatementText(text: text)
    if let statement = unsafe statements.find(key) { return unsafe statement }
    var made: OpaquePointer?
    guard unsafe sqlite3_prepare_v3(handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil) == SQLITE_OK,
      let statement = unsafe made
    else { throw failure() }
    unsafe statements.insert(statement, for: key).forEach { unsafe sqlite3_finalize($0) }
    return unsafe statement
  }

  private func bind(_ statement: OpaquePointer, _ index: Int32, _ value: BoundValue) throws {
    let status =
      switch value {
      case .null: unsafe sqlite3_bind_null(statement, index)
      case .bool(let bool): unsafe sqlite3_bind_int64(statement, index, bool ? 1 : 0)
      case .int(let integer): unsafe sqlite3_bind_int64(statement, index, integer)
      case .real(let real): unsafe sqlite3_bind_double(statement, index, real)
      case .instant(let instant): unsafe sqlite3_bind_int64(statement, index, instant.microseconds)
      case .text(let text), .json(let text): try unsafe bind(statement, index, text: text)
      case .bytes(let bytes): unsafe store_bind_blob(statement, index, bytes, Int32(bytes.count))
      case .id(let bits):
        unsafe withUnsafeBytes(of: (bits.high.bigEndian, bits.low.bigEndian)) {
          unsafe store_bind_blob(statement, index, $0.baseAddress, 16)
        }
      }
    guard status == SQLITE_OK else { throw failure() }
  }

  private func bind(_ statement: OpaquePointer, _ index: Int32, text: String) throws -> Int32 {
    var text = text
    return try text.withUTF8 { bytes in
      // PostgreSQL has no NUL in text, so neither have we.
      if let start = bytes.baseAddress, unsafe memchr(start, 0, bytes.count) != nil { throw StoreError.invalidText }
      return unsafe bytes.withMemoryRebound(to: CChar.self) {
        unsafe store_bind_text(statement, index, $0.baseAddress, Int32($0.count))
      }
    }
  }

  private func failure() -> StoreError {
    unsafe StoreError(sqlite: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)))
  }
}
