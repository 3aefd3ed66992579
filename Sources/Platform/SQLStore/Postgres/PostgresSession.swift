internal import EventLoops

/// One transaction on a leased connection. BEGIN travels with the first statement, what waits for later with the COMMIT.
actor PostgresSession {
  private nonisolated let executor: LoopExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
  let connection: PostgresConnection
  private let begin: Rendition
  private var hasBegun = false

  init(_ connection: PostgresConnection, on loop: EventLoop, isolation: IsolationLevel) {
    self.connection = connection
    executor = loop.executor
    begin = Rendition(text: isolation == .serializable ? "BEGIN ISOLATION LEVEL SERIALIZABLE" : "BEGIN")
  }

  func run<each Result: Sendable>(
    _ pending: [SQL], _ queries: repeat Query<each Result>
  ) async throws -> sending (repeat each Result) {
    var renditions = opening(pending)
    let skipped = renditions.count
    for query in repeat each queries { renditions.append(query.sql.rendition(for: .postgres)) }
    let results = try await connection.send(renditions)
    return try decode(results[skipped...], repeat each queries)
  }

  func commit(_ pending: [SQL]) async throws {
    guard hasBegun || !pending.isEmpty else { return }
    let results = try await connection.send(opening(pending) + [Rendition(text: "COMMIT")])
    hasBegun = false
    // After an error that nobody saw, COMMIT answers ROLLBACK and no error.
    guard results.last?.command == "COMMIT" else { throw StoreError.misuse("a failed transaction was committed") }
  }

  func rollback() async {
    guard hasBegun, !connection.isLostHere else { return }
    hasBegun = false
    do {
      _ = try await connection.send([Rendition(text: "ROLLBACK")])
    } catch {
      await connection.close()
    }
  }

  private func opening(_ pending: [SQL]) -> [Rendition] {
    let isFirst = !hasBegun
    hasBegun = true
    return (isFirst ? [begin] : []) + pending.map { $0.rendition(for: .postgres) }
  }
}
