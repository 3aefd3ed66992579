internal import EventLoops

/// The connections of one loop: two that all reads share, and a few that writes lease one at a time, so that PostgreSQL can
/// put the commits of several of them on disk together.
actor PostgresPool {
  private nonisolated let executor: LoopExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
  private let loop: EventLoop
  private let reads: PostgresLanes
  private let groups: PostgresGroups
  private let leases: PostgresLeases

  init(_ configuration: StoreConfiguration, on loop: EventLoop) {
    self.loop = loop
    executor = loop.executor
    reads = PostgresLanes(configuration, on: loop, role: .reads, count: 2)
    leases = PostgresLeases(configuration, on: loop, limit: max(configuration.connectionsPerLoop - 2, 1))
    groups = PostgresGroups(on: loop, leases)
  }

  func start() async { await reads.start() }

  func close() async {
    await reads.close()
    await leases.close()
  }

  func fetch<each Result: Sendable>(_ queries: repeat Query<each Result>) async throws -> sending (repeat each Result) {
    let results = try await reads.send(Self.renditions(repeat each queries))
    return try decode(results[...], repeat each queries)
  }

  func write<each Result: Sendable>(_ queries: repeat Query<each Result>) async throws -> sending (repeat each Result) {
    try decode(try await runAlone(Self.renditions(repeat each queries))[...], repeat each queries)
  }

  /// As `write`, for what is short and mostly waits for nobody.
  func writeInGroup<Result: Sendable>(_ query: Query<Result>) async throws -> sending Result {
    let renditions = Self.renditions(query)
    try await requireServer()
    var results = try await groups.run(renditions)
    if results == nil { results = try await runAlone(renditions) }
    return try decode((results ?? [])[...], query)
  }

  /// One segment outside of BEGIN and COMMIT is a transaction by itself.
  private func runAlone(_ renditions: [Rendition]) async throws -> [PostgresResult] {
    try await retried {
      try await requireServer()
      return try await leases.send(renditions)
    }
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

  private func lease() async throws -> PostgresConnection {
    try await requireServer()
    return try await leases.take()
  }

  private func requireServer() async throws { if let outage = await reads.outage { throw outage } }

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

  private static func renditions<each Result>(_ queries: repeat Query<each Result>) -> [Rendition] {
    var renditions: [Rendition] = []
    for query in repeat each queries { renditions.append(query.sql.rendition(for: .postgres)) }
    return renditions
  }
}
