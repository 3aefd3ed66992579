internal import EventLoops

/// Connections of one loop that many callers share, pipelined. They reconnect by themselves; while no server answers,
/// every call fails at once.
actor PostgresLanes {
  private nonisolated let executor: LoopExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
  private let configuration: StoreConfiguration
  private let loop: EventLoop
  private let role: PostgresRole
  private var lanes: [PostgresConnection?]
  /// Why the last attempt to connect failed; nil after a success, or before the first attempt ended.
  private(set) var outage: StoreError?
  private let arrivals: WaitingLine<PostgresConnection>
  private var isClosed = false

  init(_ configuration: StoreConfiguration, on loop: EventLoop, role: PostgresRole, count: Int) {
    self.configuration = configuration
    self.loop = loop
    self.role = role
    executor = loop.executor
    lanes = Array(repeating: nil, count: count)
    arrivals = WaitingLine(
      on: loop, limit: 1024, milliseconds: 2000, whenLate: .unavailable("PostgreSQL is not reached yet"))
  }

  func start() { for index in lanes.indices { Task { await keep(index) } } }

  func close() async {
    isClosed = true
    outage = .unavailable("the store is closed")
    for lane in lanes { await lane?.close() }
  }

  /// Sends the statements as one segment on the lane with the least to do.
  func send(_ renditions: [Rendition]) async throws -> [PostgresResult] {
    do {
      return try await lane().send(renditions)
    } catch let error as StoreError where error.isStalePlan {
      return try await lane().send(renditions)
    }
  }

  private func lane() async throws -> PostgresConnection {
    var best: (connection: PostgresConnection, load: Int)?
    for case let connection? in lanes {
      let load = connection.loadHere
      if best == nil || load < best?.load ?? 0 { best = (connection, load) }
    }
    if let best { return best.connection }
    if let outage { throw outage }
    return try await arrivals.wait()
  }

  /// Connects, and goes on trying until it succeeds.
  private func keep(_ index: Int) async {
    var pause = 50
    while !isClosed {
      do {
        let made = try await PostgresOpening.connect(configuration, role: role, on: loop) { [weak self] lost in
          self?.assumeIsolated { $0.lost(lost, index) }
        }
        if isClosed { return await made.close() }
        if made.isLostHere { continue }
        lanes[index] = made
        outage = nil
        return arrivals.resumeAll(.success(made))
      } catch {
        if lanes.allSatisfy({ $0 == nil }), !isClosed { outage = error as? StoreError ?? .unavailable("\(error)") }
        arrivals.resumeAll(.failure(error))
        await loop.sleep(milliseconds: pause)
        pause = min(pause * 2, 1000)
      }
    }
  }

  private func lost(_ connection: PostgresConnection, _ index: Int) {
    guard lanes[index] === connection else { return }
    lanes[index] = nil
    if !isClosed { Task { await keep(index) } }
  }
}
