internal import CLinux
internal import EventLoops

/// The one writer. Its actor's executor is its thread: a transaction's caller waits for its turn, then runs its body here,
/// as a savepoint. When nobody waits any more, one commit (one fsync) makes the whole group durable, and only then are
/// its members answered; while the disk works the next group gathers. A body that suspends keeps its turn.
@safe actor SQLiteWriter {
  private nonisolated let executor: LoopExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  private nonisolated let bell: Int32
  private let connection: SQLiteConnection
  private let groupLimit = 64
  private let capacity = 1024
  private var waiting: [UnsafeContinuation<Void, any Error>] = unsafe []
  private var members: [UnsafeContinuation<Void, any Error>] = unsafe []
  private var groupSize = 0
  private var isGroupOpen = false
  private var hasTurn = false
  private var isClosing = false

  init(path: String, watch: SlowWatch) throws {
    let bell = eventfd(0, Int32(EFD_CLOEXEC))
    self.bell = bell
    executor = LoopExecutor { eventfd_write(bell, 1) }
    connection = try SQLiteConnection(path: path, role: .writer, watch: watch)
  }

  nonisolated func start() { startThread(named: "sqlite-writer") { self.work() } }

  /// Lets the thread end once the group under way is committed.
  func close() { isClosing = true }

  // MARK: a member of a group

  /// Runs `body` as one transaction; returns when it is on disk. It runs again when another member took the group with it.
  func transaction<Value: Sendable>(
    meter: StatementMeter?, _ body: @Sendable (Transaction) async throws -> Value
  ) async throws -> Value {
    // Without the preference each resumption would make a detour through the caller's loop or the global pool.
    try await withTaskExecutorPreference(executor) {
      for _ in 1...3 {
        do {
          return try await attempt(Transaction(.sqlite(self), meter: meter), body)
        } catch is GroupLost {}
      }
      throw StoreError.contended
    }
  }

  private func attempt<Value: Sendable>(
    _ transaction: Transaction, _ body: @Sendable (Transaction) async throws -> Value
  ) async throws -> Value {
    try await turn()
    let value: Value
    do {
      value = try await Transaction.$current.withValue(ObjectIdentifier(self)) { try await body(transaction) }
      try settle(transaction)
    } catch {
      transaction.end()
      undo()
      throw error
    }
    try await commitOfGroup()
    return value
  }

  /// Runs what the transaction left for later, then the caller's statements.
  func run<each Result: Sendable>(_ pending: [SQL], _ queries: repeat Query<each Result>) throws
    -> sending (repeat each Result)
  {
    for sql in pending { _ = try connection.run(Query<Int>.execute(sql)) }
    return (repeat try connection.run(each queries))
  }

  private func turn() async throws {
    if isClosing { throw StoreError.unavailable("SQLite is closed") }
    if unsafe waiting.count >= capacity { throw StoreError.busy }
    try unsafe await withUnsafeThrowingContinuation { unsafe waiting.append($0) }
  }

  private func settle(_ transaction: Transaction) throws {
    for sql in try transaction.finish() { _ = try connection.run(Query<Int>.execute(sql)) }
    // Looked at now, because at the commit it would fail the whole group.
    if connection.hasOpenForeignKeys { throw StoreError.foreignKey }
    try connection.run(kept: "RELEASE member")
  }

  private func commitOfGroup() async throws {
    try unsafe await withUnsafeThrowingContinuation { done in
      unsafe members.append(done)
      hasTurn = false
    }
  }

  private func undo() {
    hasTurn = false
    if connection.isInTransaction {
      connection.attempt(script: "ROLLBACK TO member; RELEASE member")
    } else {
      // Disk full, a timeout and the like end the whole transaction by themselves: the members before have to run again.
      endGroup(GroupLost())
    }
  }

  // MARK: the thread

  private nonisolated func work() {
    executor.bind()
    while !assumeIsolated({ $0.isDone }) {
      if executor.drain() { continue }
      if assumeIsolated({ $0.advance() }) { continue }
      var value: UInt64 = 0
      unsafe eventfd_read(bell, &value)
    }
    CLinux.close(bell)
  }

  private var isDone: Bool { unsafe isClosing && !hasTurn && waiting.isEmpty && !isGroupOpen }

  /// The next step of the group; false when there is none until someone arrives or the body under way ends.
  private func advance() -> Bool {
    if hasTurn { return false }
    if unsafe (waiting.isEmpty || groupSize >= groupLimit) {
      guard isGroupOpen else { return false }
      commit()
      return true
    }
    do {
      // The write lock now, so that nothing fails half-way for lack of it.
      if !isGroupOpen { try connection.run(kept: "BEGIN IMMEDIATE") }
      isGroupOpen = true
      try connection.run(kept: "SAVEPOINT member")
      groupSize += 1
      hasTurn = true
      unsafe waiting.removeFirst().resume()
    } catch {
      unsafe waiting.forEach { unsafe $0.resume(throwing: error) }
      unsafe waiting.removeAll()
      if isGroupOpen { endGroup(error) }
    }
    return true
  }

  private func commit() {
    do {
      try connection.run(kept: "COMMIT")
      endGroup(nil)
    } catch {
      endGroup(error)
    }
  }

  private func endGroup(_ error: (any Error)?) {
    if connection.isInTransaction { connection.attempt(script: "ROLLBACK") }
    let answered = unsafe members
    unsafe members.removeAll(keepingCapacity: true)
    isGroupOpen = false
    groupSize = 0
    unsafe answered.forEach { member in
      if let error { unsafe member.resume(throwing: error) } else { unsafe member.resume() }
    }
  }
}

/// The group's transaction was rolled back for a reason that lies with another member.
private struct GroupLost: Error {}
