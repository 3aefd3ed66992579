internal import EventLoops
internal import Synchronization

/// The one writer. Its actor's executor is its thread: a transaction's caller waits for its turn, then runs its body here,
/// as a savepoint; changes that are known beforehand and wait one behind the other share one. When nobody waits any more
/// and the disk is free, one commit makes the whole group, and its members are answered when the log has put it on disk;
/// meanwhile the next group is made. A body that suspends keeps its turn.
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
  /// Few enough that the loops answer one group while the writer makes the next. A group of all 64 callers leaves the loops
  /// without work meanwhile, and then the writer: a learner's step took a third more.
  private let groupLimit = 20
  private static let capacity = 1024
  private var waiting: [Turn] = []
  private var members: [any GroupMember] = []
  private var groupSize = 0
  private var isGroupOpen = false
  private var hasTurn = false
  /// How many of those in front failed together, and so are made one by one.
  private var apart = 0

  init(path: String, watch: SlowWatch) throws {
    executor = LoopExecutor { [bell] in bell.ring() }
    connection = try SQLiteConnection(path: path, role: .writer, watch: watch)
    // It makes the log where there is none yet.
    try connection.run(script: "BEGIN IMMEDIATE; COMMIT")
    // The log puts it on disk, on a thread of its own.
    try connection.run(script: "PRAGMA synchronous = NORMAL")
    // Of 32 MB: pages that are changed again and again are copied into the database once for many times. A larger one would
    // be slow to find a page in, and to start with after a crash.
    try connection.run(script: "PRAGMA wal_autocheckpoint = 8000")
    log = try SQLiteLog(of: path) { [bell] in bell.ring() }
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

  private func endMember(of count: Int = 1) throws {
    // Looked at now, because at the commit it would fail the whole group.
    if connection.hasOpenForeignKeys { throw StoreError.foreignKey }
    if groupSize > 0 { try connection.run(kept: "RELEASE member") }
    groupSize += count
  }

  private func commitOfGroup() async throws {
    try unsafe await withUnsafeThrowingContinuation { done in
      members.append(unsafe Caller(done: done))
      hasTurn = false
    }
  }

  private func undo() {
    hasTurn = false
    if connection.isInTransaction, groupSize > 0 {
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
      // A group that is not full stays open while the disk takes the one before: it could not be answered sooner.
      guard isGroupOpen, groupSize >= groupLimit || !log.isBusy else { return false }
      commit()
      return true
    }
    do {
      // The write lock now, so that nothing fails half-way for lack of it.
      if !isGroupOpen { try connection.run(kept: "BEGIN IMMEDIATE") }
      isGroupOpen = true
      // The first has nobody before it who would have to be kept.
      if groupSize > 0 { try connection.run(kept: "SAVEPOINT member") }
      let changes = changesInFront()
      if !changes.isEmpty {
        make(changes)
      } else if case .transaction(let turn) = waiting.removeFirst() {
        hasTurn = true
        unsafe turn.resume()
      }
    } catch {
      for case .transaction(let turn) in waiting { unsafe turn.resume(throwing: error) }
      for case .change(let change) in waiting { change.end(error) }
      waiting.removeAll()
      apart = 0
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

  /// The changes that can be made together now.
  private func changesInFront() -> [any KnownChange] {
    var changes: [any KnownChange] = []
    for turn in waiting.prefix(apart > 0 ? 1 : groupLimit - groupSize) {
      guard case .change(let change) = turn else { break }
      changes.append(change)
    }
    return changes
  }

  /// Makes the changes in front, as one member: what a savepoint keeps of each page that is changed costs as much as the change.
  private func make(_ changes: [any KnownChange]) {
    do {
      for change in changes { try change.run(on: connection) }
      try endMember(of: changes.count)
      members += changes
    } catch {
      undo()
      if changes.count > 1 {
        apart = changes.count
        return
      }
      changes[0].end(error)
    }
    waiting.removeFirst(changes.count)
    apart = max(apart - 1, 0)
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
