internal import EventLoops

/// The connections of one loop.
actor PostgresPool {
  private nonisolated let executor: LoopExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  init(_ configuration: StoreConfiguration, on loop: EventLoop) { executor = loop.executor }

  func fetch<each Result: Sendable>(_ queries: repeat Query<each Result>) async throws -> sending (repeat each Result) {
    throw StoreError.unavailable("PostgreSQL")
  }
  func write<each Result: Sendable>(_ queries: repeat Query<each Result>) async throws -> sending (repeat each Result) {
    throw StoreError.unavailable("PostgreSQL")
  }
  func transaction<Value: Sendable>(
    meter: StatementMeter?, _ body: @Sendable (Transaction) async throws -> Value
  ) async throws -> Value {
    throw StoreError.unavailable("PostgreSQL")
  }
}

/// A connection lent to one transaction.
actor PostgresSession {
  func run<each Result: Sendable>(_ pending: [SQL], _ queries: repeat Query<each Result>) async throws -> sending (repeat each Result) {
    throw StoreError.unavailable("PostgreSQL")
  }
}
