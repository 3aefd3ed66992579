internal import EventLoops
internal import Synchronization

/// The one writer. Its actor's executor is its thread: a transaction's caller waits for its turn, then runs its body here,
/// as a savepoint. When nobody waits any more, one commit makes the whole group, and its members are answered when the log
/// has put it on disk; meanwhile the next group is made. A body that suspends keeps its turn.
@safe actor SQLiteWriter {
  private nonisolated let executor: LoopExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  @safe private enum Turn {
    case transaction(UnsafeContinuation<Void, any Error>)
    case change(any KnownChange)
  }
  /// What other threads leave for the writer's.
  private struct Inbox {
    var changes: [any KnownChange] = []
    var isClosed = false
  }
  private nonisolated let bell = Bell(waits: true)
  private nonisolated let inbox = Mutex(Inbox())
  private nonisolated let log: SQLiteLog
  private let connection: SQLiteConnection
  private let groupLimit = 64
  private static let capacity = 1024
  private var waiting: [Turn] = []
  private var members: [any GroupMember] = []
  private var groupSize = 0
  private var isGroupOpen = false
  private var hasTurn = false

  init(path: String, watch: SlowWatch) throws {
    executor = LoopExecutor { [bell] in bell.ring() }
    connection = try SQLiteConnection(path: path, role: .writer, watch: watch)
    // It makes the log where there is none yet.
    try connection.run(script: "BEGIN IMMEDIATE; COMMIT")
    // The log puts it on disk, on a thread of its own.
    try connection.run(script: "PRAGMA synchronous = NORMAL")
    log = try SQLiteLog(of: path)
  }

  nonisolated func start() {
    log.start()
    startThread(named: "sqlite-writer") { self.work() }
  }

  /// Lets the thread end once the group under way is committed.
  func close() { inbox.withLock { $0.isClosed = true } }

  // MARK: a change that is known beforehand

  /// Runs `body` as one transaction, on the writer's thread and without a wait; returns when it is on disk.
  nonisolated func perform<Value: Sendable>(_ body: @escaping (SQLiteConnection) throws -> Value) async throws -> Value
  {
    for _ in 1...3 {
      do {
        return try unsafe await withUnsafeThrowingContinuation { unsafe leave(Change(body, $0)) }
      } catch is GroupLost {}
    }
    throw StoreError.contended
  }

  private nonisolated func leave(_ change: some KnownChange) {
    let place = inbox.withLock { inbox -> Result<Int, StoreError> in
      if inbox.isClosed { return .failure(.unavailable("SQLite is closed")) }
      if inbox.changes.count >= Self.capacity { return .failure(.busy) }
      inbox.changes.append(change)
      return .success(inbox.changes.count)
    }
    switch place {
    case .success(1): bell.ring()  // for those behind the first it rang already
    case .success: break
    case .failure(let refusal): change.end(refusal)
    }
  }

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
    for sql in pending { try connection.change(sql.rendition(for: .sqlite)) }
    return (repeat try connection.run(each queries))
  }

  private func turn() async throws {
    if inbox.withLock({ $0.isClosed }) { throw StoreError.unavailable("SQLite is closed") }
    if waiting.count >= Self.capacity { throw StoreError.busy }
    try unsafe await withUnsafeThrowingContinuation { unsafe waiting.append(.transaction($0)) }
  }

  private func settle(_ transaction: Transaction) throws {
    for sql in try transaction.finish() { try connection.change(sql.rendition(for: .sqlite)) }
    try endMember()
  }

  private func endMember() throws {
    // Looked at now, because at the commit it would fail the whole group.
    if connection.hasOpenForeignKeys { throw StoreError.foreignKey }
    try connection.run(kept: "RELEASE member")
  }

  private func commitOfGroup() async throws {
    try unsafe await withUnsafeThrowingContinuation { done in
      members.append(unsafe Caller(done: done))
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
      bell.hear()
    }
    log.close()
  }

  private var isDone: Bool {
    !hasTurn && waiting.isEmpty && !isGroupOpen && inbox.withLock { $0.isClosed && $0.changes.isEmpty }
  }

  /// The next step of the group; false when there is none until someone arrives or the body under way ends.
  private func advance() -> Bool {
    if hasTurn { return false }
    takeInbox()
    if waiting.isEmpty || groupSize >= groupLimit {
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
      switch waiting.removeFirst() {
      case .transaction(let turn):
        hasTurn = true
        unsafe turn.resume()
      case .change(let change): make(change)
      }
    } catch {
      for case .transaction(let turn) in waiting { unsafe turn.resume(throwing: error) }
      for case .change(let change) in waiting { change.end(error) }
      waiting.removeAll()
      if isGroupOpen { endGroup(error) }
    }
    return true
  }

  /// As many as may wait here; the others stay where their number is limited, too.
  private func takeInbox() {
    let room = Self.capacity - waiting.count
    waiting += inbox.withLock { inbox in
      let taken = inbox.changes.prefix(room)
      defer { inbox.changes.removeFirst(taken.count) }
      return taken.map { .change($0) }
    }
  }

  private func make(_ change: any KnownChange) {
    do {
      try change.run(on: connection)
      try endMember()
      members.append(change)
    } catch {
      undo()
      change.end(error)
    }
  }

  private func commit() {
    do {
      try connection.run(kept: "COMMIT")
      endGroup(nil)
    } catch {
      endGroup(error)
    }
  }

  /// With an error it is undone; without one it is committed, and the log answers.
  private func endGroup(_ error: (any Error)?) {
    if connection.isInTransaction { connection.attempt(script: "ROLLBACK") }
    let ended = members
    members.removeAll(keepingCapacity: true)
    isGroupOpen = false
    groupSize = 0
    if let error { for member in ended { member.end(error) } } else { log.keep(ended) }
  }
}

/// Whoever waits for the end of a group.
protocol GroupMember: Sendable {
  /// nil: the change is on disk.
  func end(_ error: (any Error)?)
}

/// A change that runs without its caller.
private protocol KnownChange: GroupMember {
  func run(on connection: SQLiteConnection) throws
}

/// The caller of a transaction, who has the value already.
@safe private struct Caller: GroupMember {
  let done: UnsafeContinuation<Void, any Error>

  func end(_ error: (any Error)?) {
    if let error { unsafe done.resume(throwing: error) } else { unsafe done.resume() }
  }
}

/// Handed from thread to thread, and touched by one at a time.
@safe private final class Change<Value: Sendable>: KnownChange, @unchecked Sendable {
  private let body: (SQLiteConnection) throws -> Value
  private let done: UnsafeContinuation<Value, any Error>
  private var value: Value?

  init(_ body: @escaping (SQLiteConnection) throws -> Value, _ done: UnsafeContinuation<Value, any Error>) {
    self.body = body
    unsafe self.done = done
  }

  func run(on connection: SQLiteConnection) throws { value = try body(connection) }

  func end(_ error: (any Error)?) {
    if let value, error == nil {
      unsafe done.resume(returning: value)
    } else {
      unsafe done.resume(throwing: error ?? StoreError.misuse("a change was answered before it ran"))
    }
  }
}

/// The group's transaction was rolled back for a reason that lies with another member.
private struct GroupLost: Error {}
