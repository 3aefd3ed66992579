internal import CPostgres
internal import EventLoops

/// A connection of libpq on its way from thread to thread; always with one owner.
@safe struct PostgresHandle: @unchecked Sendable {
  let pointer: OpaquePointer
}

/// Connects without holding the loop.
@safe actor PostgresOpening {
  private nonisolated let executor: LoopExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
  private let loop: EventLoop
  private var wake: UnsafeContinuation<Void, Never>?
  private var isLate = false
  private var timer: EventLoop.Token?
  private var answers = 0
  private var answersAtLastTick: Int?

  private init(on loop: EventLoop) {
    self.loop = loop
    executor = loop.executor
  }

  /// A connection ready for statements; throws `unavailable` when there is none within two seconds.
  static func connect(
    _ configuration: StoreConfiguration, role: PostgresRole, on loop: EventLoop,
    whenLost: @escaping @Sendable (PostgresConnection) -> Void
  ) async throws -> PostgresConnection {
    guard case .postgres(let address) = configuration.engine else { throw StoreError.misuse("not a PostgreSQL store") }
    // On a thread, because libpq looks up the host's name before it returns.
    let handle = try await onThread(named: "postgres-name") {
      guard let pointer = unsafe store_connect_start(address) else {
        throw StoreError.unavailable("PostgreSQL: no memory")
      }
      return unsafe PostgresHandle(pointer: pointer)
    }
    do {
      try await PostgresOpening(on: loop).finish(handle)
    } catch {
      unsafe PQfinish(handle.pointer)
      throw error
    }
    let connection = PostgresConnection(handle, on: loop, configuration: configuration, whenLost: whenLost)
    try await connection.start()
    _ = try await connection.send([role.settings(configuration).rendition(for: .postgres)])
    return connection
  }

  private func finish(_ handle: PostgresHandle) async throws {
    tick()
    defer { stopTicking() }
    var wanted = PGRES_POLLING_WRITING
    while wanted != PGRES_POLLING_OK {
      guard wanted != PGRES_POLLING_FAILED, unsafe PQstatus(handle.pointer) != CONNECTION_BAD else {
        throw StoreError.unavailable(unsafe String(cString: PQerrorMessage(handle.pointer)))
      }
      // Watched anew each time: libpq may have gone on to another address and another socket.
      await ready(unsafe PQsocket(handle.pointer), for: wanted == PGRES_POLLING_READING ? .readable : .writable)
      if isLate { throw StoreError.unavailable("PostgreSQL did not answer within two seconds") }
      wanted = unsafe PQconnectPoll(handle.pointer)
    }
  }

  private func ready(_ socket: Int32, for interest: EventLoop.Interest) async {
    let token = watch(socket, for: interest)
    unsafe await withUnsafeContinuation { unsafe wake = $0 }
    unwatch(token)
  }

  private func watch(_ socket: Int32, for interest: EventLoop.Interest) -> EventLoop.Token {
    loop.assumeIsolated { loop in
      loop.watch(socket, for: interest) { [weak self] _ in self?.assumeIsolated { $0.answered() } }
    }
  }
  private func unwatch(_ token: EventLoop.Token) { loop.assumeIsolated { $0.unwatch(token) } }

  /// Late is a server that says nothing from one tick to the next but one. Answers are counted, not time: a loop that was
  /// held up itself finds them when it goes on.
  private func tick() {
    if let seen = answersAtLastTick, seen == answers {
      isLate = true
      return resume()
    }
    answersAtLastTick = answers
    timer = loop.assumeIsolated { loop in
      loop.after(milliseconds: 1000) { [weak self] in self?.assumeIsolated { $0.tick() } }
    }
  }
  private func stopTicking() { if let timer { loop.assumeIsolated { $0.cancel(timer) } } }

  private func answered() {
    answers += 1
    resume()
  }

  private func resume() {
    let waiting = unsafe wake
    unsafe wake = nil
    unsafe waiting?.resume()
  }
}

/// What a connection is for.
enum PostgresRole: Sendable {
  /// One snapshot for the statements of a segment, and no changes.
  case reads
  case transactions

  func settings(_ configuration: StoreConfiguration) -> SQL {
    let isolation = self == .reads ? "repeatable read" : "read committed", readOnly = self == .reads ? "on" : "off"
    let timeout = String(configuration.statementTimeoutMilliseconds)
    let path = configuration.schema.map { "\"\($0)\"" }
    return """
      SELECT set_config('TimeZone', 'UTC', false), set_config('statement_timeout', \(timeout), false),
        set_config('idle_in_transaction_session_timeout', '60000', false),
        set_config('default_transaction_isolation', \(isolation), false),
        set_config('default_transaction_read_only', \(readOnly), false),
        set_config('search_path', coalesce(\(path), current_setting('search_path')), false)
      """
  }
}
