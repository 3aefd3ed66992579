internal import Synchronization

/// What a transaction sees of others; SQLite runs them one after another and is always serializable.
public enum IsolationLevel: Sendable {
  /// Each statement sees what was committed before it began.
  case readCommitted
  /// As if it were alone; costs PostgreSQL retries where transactions meet.
  case serializable
}

/// The one way to change rows. Commands are extensions of it; reads inside see what it wrote. After an error of the
/// database nothing more can be done with it, whatever the body does with the error: both engines alike.
public final class Transaction: Reading {
  /// The engine whose transaction the running task is in.
  @TaskLocal static var current: ObjectIdentifier?

  enum Line: Sendable {
    case sqlite(SQLiteWriter)
    case postgres(PostgresSession)
  }
  private struct State {
    var pending: [SQL] = []
    var failure: StoreError?
    var isOver = false
  }
  private let line: Line
  private let meter: StatementMeter?
  private let state = Mutex(State())

  init(_ line: Line, meter: StatementMeter?) {
    self.line = line
    self.meter = meter
  }

  public func fetch<each Result: Sendable>(_ queries: repeat Query<each Result>) async throws -> (repeat each Result) {
    for _ in repeat each queries { meter?.add(1) }
    let pending = try takePending()
    do {
      switch line {
      case .sqlite(let writer): return try await writer.run(pending, repeat each queries)
      case .postgres(let session): return try await session.run(pending, repeat each queries)
      }
    } catch let error as StoreError {
      state.withLock { $0.failure = $0.failure ?? error }
      throw error
    }
  }

  /// Changes rows and says how many.
  @discardableResult public func execute(_ sql: SQL) async throws -> Int { try await fetch(Query<Int>.execute(sql)) }

  /// A change whose result nobody waits for: sent with the next statement or with the commit. Its error fails the transaction.
  public func later(_ sql: SQL) {
    meter?.add(1)
    state.withLock { $0.pending.append(sql) }
  }

  /// What is still to be sent before the commit; nothing can be added after this.
  func finish() throws -> [SQL] {
    let pending = try takePending()
    end()
    return pending
  }
  /// Whether it is one of PostgreSQL.
  var takesWholeChains: Bool { if case .postgres = line { true } else { false } }
  /// The database's first error.
  var failure: StoreError? { state.withLock { $0.failure } }

  func end() { state.withLock { $0.isOver = true } }

  private func takePending() throws -> [SQL] {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      if state.isOver { throw StoreError.misuse("a transaction was used after its end") }
      defer { state.pending.removeAll() }
      return state.pending
    }
  }
}
