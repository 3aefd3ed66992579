internal import EventLoops

/// The connection that a loop reads with, in place: the actor shares the loop's executor, so no call crosses a thread.
actor SQLiteReader {
  private nonisolated let executor: LoopExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
  private let connection: SQLiteConnection

  init(path: String, on loop: EventLoop, watch: SlowWatch) throws {
    executor = loop.executor
    connection = try SQLiteConnection(path: path, role: .reader, watch: watch)
  }

  /// One statement is a snapshot by itself.
  func fetchOne<each Result: Sendable>(_ query: repeat Query<each Result>) throws -> sending (repeat each Result) {
    (repeat try connection.run(each query))
  }

  func fetch<each Result: Sendable>(_ queries: repeat Query<each Result>) throws -> sending (repeat each Result) {
    try connection.run(kept: "BEGIN")
    do {
      let results = (repeat try connection.run(each queries))
      try connection.run(kept: "COMMIT")
      return results
    } catch {
      connection.attempt(script: "ROLLBACK")
      throw error
    }
  }
}
