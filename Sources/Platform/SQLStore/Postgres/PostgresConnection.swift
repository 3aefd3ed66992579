internal import CPostgres
internal import EventLoops

/// One connection in libpq's pipeline mode, owned by a loop and used in place.
@safe actor PostgresConnection {
  private nonisolated let executor: LoopExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  private let owned: PostgresHandle
  private var handle: OpaquePointer { unsafe owned.pointer }
  private let loop: EventLoop
  private let watch: SlowWatch
  private let deadline: Int64
  private let whenLost: @Sendable (PostgresConnection) -> Void
  private var token: EventLoop.Token?
  private var batches: [PostgresBatch] = []
  private var cache = StatementCache<StatementKey, String>(limit: 256)
  private var serial = 0
  private var waitsForRoom = false
  private var isWatched = false
  /// Set once; nothing can be sent any more.
  private(set) var isLost = false

  // For the other actors of the loop, without a wait.
  nonisolated var isLostHere: Bool { assumeIsolated { $0.isLost } }
  /// Segments under way.
  nonisolated var loadHere: Int { assumeIsolated { $0.batches.count } }

  /// `handle` is connected, and this is its only owner from now on. `whenLost` is called once, unless `close` came first.
  init(
    _ handle: PostgresHandle, on loop: EventLoop, configuration: StoreConfiguration,
    whenLost: @escaping @Sendable (PostgresConnection) -> Void
  ) {
    executor = loop.executor
    self.loop = loop
    owned = handle
    watch = configuration.watch
    deadline = Int64(configuration.statementTimeoutMilliseconds + 3000) * 1000
    self.whenLost = whenLost
  }

  deinit { if !isLost { unsafe PQfinish(owned.pointer) } }

  func start() throws {
    guard unsafe PQsetnonblocking(handle, 1) == 0, unsafe PQenterPipelineMode(handle) == 1 else { throw failure() }
    let socket = unsafe PQsocket(handle)
    token = loop.assumeIsolated { loop in
      loop.watch(socket, for: .readable) { [weak self] interest in self?.assumeIsolated { $0.ready(interest) } }
    }
  }

  /// Sends all statements in one segment and waits for all their results.
  func send(_ renditions: [Rendition]) async throws -> [PostgresResult] {
    if isLost { throw StoreError.unavailable("the connection to PostgreSQL is lost") }
    let keys = renditions.map(StatementKey.init), parameters = try renditions.map { try PostgresParameters($0.binds) }
    // Sent in here and not before: the wait itself may begin with a turn of the loop, and an answer that came by then
    // would find nobody to take it.
    return try unsafe await withUnsafeThrowingContinuation { done in
      do {
        let preparing = try sendNow(keys, parameters)
        batches.append(unsafe PostgresBatch(keys: keys, preparing: preparing, started: watch.start(), done))
        guardAgainstSilence()
      } catch {
        unsafe done.resume(throwing: error)
        lose(because: error)  // a send that fails half-way leaves the connection out of step
      }
    }
  }

  private func sendNow(_ keys: [StatementKey], _ parameters: [PostgresParameters]) throws -> [StatementKey] {
    if isLost { throw StoreError.unavailable("the connection to PostgreSQL is lost") }
    var preparing: [StatementKey] = []
    let names = try keys.map { key in
      if let name = cache.find(key) { return name }
      preparing.append(key)
      return try prepare(key)
    }
    // In a segment of its own: if it shared one with the statements, an error before it would skip a preparation that
    // batches already sent behind this one count upon.
    if !preparing.isEmpty, unsafe PQpipelineSync(handle) != 1 { throw failure() }
    for (name, values) in zip(names, parameters) {
      guard unsafe values.send(name, on: handle) else { throw failure() }
    }
    guard unsafe PQpipelineSync(handle) == 1 else { throw failure() }  // flushes as well
    flush()
    return preparing
  }

  private func prepare(_ key: StatementKey) throws -> String {
    serial += 1
    let name = "s\(serial)"
    for old in cache.insert(name, for: key) {
      guard unsafe PQsendQueryParams(handle, "DEALLOCATE \(old)", 0, nil, nil, nil, nil, 0) == 1 else {
        throw failure()
      }
    }
    let types = key.types.map(\.rawValue)
    guard unsafe PQsendPrepare(handle, name, key.text, Int32(types.count), types) == 1 else { throw failure() }
    return name
  }

  // MARK: what comes back

  private func ready(_ interest: EventLoop.Interest) {
    if isLost { return }
    if interest.contains(.writable) { flush() }
    guard unsafe PQconsumeInput(handle) == 1 else { return lose(because: failure()) }
    // PQgetResult blocks unless PQisBusy says no; and it answers nil after each statement, which is not the end.
    while let batch = batches.first, unsafe PQisBusy(handle) == 0 {
      if let result = unsafe PQgetResult(handle) {
        unsafe take(result, for: batch)
      } else if unsafe PQstatus(handle) == CONNECTION_BAD {
        return lose(because: failure())
      }
    }
  }

  private func take(_ result: OpaquePointer, for batch: PostgresBatch) {
    let kept = unsafe PostgresResult(result)
    switch unsafe PQresultStatus(result) {
    case PGRES_PIPELINE_SYNC: endSegment(of: batch)
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
      if batch.segments == 1, batch.error == nil { batch.results.append(kept) }
    case PGRES_PIPELINE_ABORTED: break  // an earlier statement of the segment failed; its error is kept
    default: batch.error = batch.error ?? (unsafe StoreError(postgres: result))
    }
  }

  // Answered here and not at the last result: a deferred constraint fails at the synchronization point.
  private func endSegment(of batch: PostgresBatch) {
    batch.segments -= 1
    if batch.segments == 1, batch.error != nil { for key in batch.preparing { cache.remove(key) } }
    guard batch.segments == 0 else { return }
    batches.removeFirst()
    // The table changed under a prepared statement: the next use prepares anew.
    if batch.error?.isStalePlan == true { for key in batch.keys { cache.remove(key) } }
    watch.end(batch.started, batch.keys.map(\.text).joined(separator: ";\n"))
    batch.finish()
  }

  private func flush() {
    let isFull = unsafe PQflush(handle) == 1
    guard isFull != waitsForRoom, let token else { return }
    waitsForRoom = isFull
    loop.assumeIsolated { $0.change(token, to: isFull ? [.readable, .writable] : .readable) }
  }

  // MARK: the end

  func close() {
    guard !isLost else { return }
    end(StoreError.unavailable("the connection to PostgreSQL is closed"))
  }

  private func lose(because error: any Error) {
    guard !isLost else { return }
    end(error as? StoreError ?? failure())
    whenLost(self)
  }

  private func end(_ error: StoreError) {
    isLost = true
    if let token { loop.assumeIsolated { $0.unwatch(token) } }
    unsafe PQfinish(handle)
    let lost = batches
    batches = []
    for batch in lost {
      batch.error = batch.error ?? error
      batch.finish()
    }
  }

  /// A server that is stopped, or behind a dead line, says nothing at all.
  private func guardAgainstSilence() {
    guard !isWatched, let oldest = batches.first else { return }
    if watch.start() - oldest.started > deadline {
      return lose(because: StoreError.unavailable("PostgreSQL does not answer"))
    }
    isWatched = true
    loop.assumeIsolated { loop in
      _ = loop.after(milliseconds: 1000) { [weak self] in
        self?.assumeIsolated { connection in
          connection.isWatched = false
          connection.guardAgainstSilence()
        }
      }
    }
  }

  private func failure() -> StoreError {
    let message = unsafe String(cString: PQerrorMessage(handle))
    return .unavailable("PostgreSQL: \(message.split(whereSeparator: \.isNewline).joined(separator: " "))")
  }
}

extension StoreError {
  /// "cached plan must not change result type", or a statement that the server no longer knows.
  var isStalePlan: Bool {
    if case .fault(let code, _) = self { code == "0A000" || code == "26000" } else { false }
  }
}
