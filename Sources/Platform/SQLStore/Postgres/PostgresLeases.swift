internal import EventLoops

/// Connections that one transaction at a time uses; opened when they are wanted, then kept.
actor PostgresLeases {
  private nonisolated let executor: LoopExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
  private let configuration: StoreConfiguration
  private let loop: EventLoop
  private let limit: Int
  private var free: [PostgresConnection] = []
  /// Those that exist or are being opened.
  private var count = 0
  private let line: WaitingLine<PostgresConnection>
  private var isClosed = false

  init(_ configuration: StoreConfiguration, on loop: EventLoop, limit: Int) {
    self.configuration = configuration
    self.loop = loop
    self.limit = limit
    executor = loop.executor
    line = WaitingLine(on: loop, limit: 1024, milliseconds: 5000, whenLate: .busy)
  }

  func take() async throws -> PostgresConnection {
    if isClosed { throw StoreError.unavailable("the store is closed") }
    if let connection = free.popLast() { return connection }
    guard count < limit else { return try await line.wait() }
    count += 1  // before the first wait: others ask while this one is opened
    return try await open()
  }

  func release(_ connection: PostgresConnection) {
    guard !connection.isLostHere else { return replace() }
    if isClosed { return connection.assumeIsolated { $0.close() } }
    if !line.resumeFirst(.success(connection)) { free.append(connection) }
  }

  /// Sends the statements as one segment on a connection that nobody else uses.
  func send(_ renditions: [Rendition]) async throws -> [PostgresResult] {
    let connection = try await take()
    defer { release(connection) }
    return try await connection.send(renditions)
  }

  func close() {
    isClosed = true
    for connection in free { connection.assumeIsolated { $0.close() } }
    free = []
    line.resumeAll(.failure(StoreError.unavailable("the store is closed")))
  }

  /// Opens one that is counted already.
  private func open() async throws -> PostgresConnection {
    do {
      return try await PostgresOpening.connect(configuration, role: .transactions, on: loop) { [weak self] lost in
        self?.assumeIsolated { $0.lost(lost) }
      }
    } catch {
      count -= 1
      // Nobody is left who could hand one on to those that wait.
      if count == 0 { line.resumeAll(.failure(error)) }
      throw error
    }
  }

  /// A leased one is counted off when it is released.
  private func lost(_ connection: PostgresConnection) {
    guard let index = free.firstIndex(where: { $0 === connection }) else { return }
    free.remove(at: index)
    count -= 1
  }

  /// The place of a lost connection goes to whoever waits.
  private func replace() {
    guard line.isWaitedOn, !isClosed else {
      count -= 1
      return
    }
    Task {
      do {
        release(try await open())
      } catch {
        line.resumeAll(.failure(error))
      }
    }
  }
}
