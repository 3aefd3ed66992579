internal import EventLoops

/// The connections of one loop: two that all reads share, pipelined, and a few that transactions lease one at a time.
/// It reconnects by itself; while no server answers, every call fails at once.
actor PostgresPool {
  private nonisolated let executor: LoopExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
  private let configuration: StoreConfiguration
  private let loop: EventLoop
  private var readers: [PostgresConnection?] = [nil, nil]
  /// Why the last attempt to connect a reader failed; nil after a success, or before the first attempt ended.
  private var outage: StoreError?
  private let arrivals = WaitingLine<PostgresConnection>(limit: 1024)
  private let leases: PostgresLeases
  private var isClosed = false

  init(_ configuration: StoreConfiguration, on loop: EventLoop) {
    self.configuration = configuration
    self.loop = loop
    executor = loop.executor
    leases = PostgresLeases(configuration, on: loop, limit: max(configuration.connectionsPerLoop - 2, 1))
  }

  func start() { for index in readers.indices { Task { await keepReader(index) } } }

  func close() async {
    isClosed = true
    outage = .unavailable("the store is closed")
    for reader in readers { await reader?.close() }
    await leases.close()
  }

  func fetch<each Result: Sendable>(_ queries: repeat Query<each Result>) async throws -> sending (repeat each Result) {
    let renditions = Self.renditions(repeat each queries)
    let results: [PostgresResult]
    do {
      results = try await reader().send(renditions)
    } catch let error as StoreError where error.isStalePlan {
      results = try await reader().send(renditions)
    }
    return try decode(results[...], repeat each queries)
  }

  /// One segment outside of BEGIN and COMMIT is a transaction by itself.
  func write<each Result: Sendable>(_ queries: repeat Query<each Result>) async throws -> sending (repeat each Result) {
    let renditions = Self.renditions(repeat each queries)
    let results = try await retried {
      let connection = try await lease()
      do {
        let results = try await connection.send(renditions)
        await leases.release(connection)
        return results
      } catch {
        await leases.release(connection)
        throw error
      }
    }
    return try decode(results[...], repeat each queries)
  }

  func transaction<Value: Sendable>(
    isolation: IsolationLevel, meter: StatementMeter?, _ body: @Sendable (Transaction) async throws -> Value
  ) async throws -> Value {
    try await retried {
      let session = PostgresSession(try await lease(), on: loop, isolation: isolation)
      let transaction = Transaction(.postgres(session), meter: meter)
      do {
        let value = try await Transaction.$current.withValue(ObjectIdentifier(self)) { try await body(transaction) }
        try await session.commit(transaction.finish())
        await leases.release(session.connection)
        return value
      } catch {
        transaction.end()
        await session.rollback()
        await leases.release(session.connection)
        throw transaction.failure == .contended ? StoreError.contended : error
      }
    }
  }

  /// Again, up to three times, when a concurrent transaction came in between.
  private func retried<Value: Sendable>(_ attempt: () async throws -> Value) async throws -> Value {
    for round in 1...3 {
      do {
        return try await attempt()
      } catch StoreError.contended {
        await loop.sleep(milliseconds: Int.random(in: 1...10) * round)
      }
    }
    return try await attempt()
  }

  private func lease() async throws -> PostgresConnection {
    if let outage { throw outage }
    return try await leases.take()
  }

  // MARK: readers

  private func reader() async throws -> PostgresConnection {
    var best: (connection: PostgresConnection, load: Int)?
    for case let connection? in readers {
      let load = connection.loadHere
      if best == nil || load < best?.load ?? 0 { best = (connection, load) }
    }
    if let best { return best.connection }
    if let outage { throw outage }
    return try await arrivals.wait(on: loop, milliseconds: 2000, orThrow: .unavailable("PostgreSQL is not reached yet"))
  }

  /// Connects, and goes on trying until it succeeds.
  private func keepReader(_ index: Int) async {
    var pause = 50
    while !isClosed {
      do {
        let made = try await PostgresOpening.connect(configuration, role: .reads, on: loop) { [weak self] lost in
          self?.assumeIsolated { $0.lost(lost, index) }
        }
        if isClosed { return await made.close() }
        readers[index] = made
        outage = nil
        return arrivals.resumeAll(.success(made))
      } catch {
        if readers.allSatisfy({ $0 == nil }) { fail(error) }
        await loop.sleep(milliseconds: pause)
        pause = min(pause * 2, 1000)
      }
    }
  }

  private func fail(_ error: any Error) {
    let reason = error as? StoreError ?? .unavailable("\(error)")
    if !isClosed { outage = reason }
    arrivals.resumeAll(.failure(reason))
  }

  private func lost(_ connection: PostgresConnection, _ index: Int) {
    guard readers[index] === connection else { return }
    readers[index] = nil
    if !isClosed { Task { await keepReader(index) } }
  }

  private static func renditions<each Result>(_ queries: repeat Query<each Result>) -> [Rendition] {
    var renditions: [Rendition] = []
    for query in repeat each queries { renditions.append(query.sql.rendition(for: .postgres)) }
    return renditions
  }
}
