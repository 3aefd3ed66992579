internal import Synchronization

/// Lets transactions run to their end and then takes them back: for asking what would be let happen without its happening.
public final class Rehearsal: Sendable {
  private let count = Atomic(0)
  public init() {}

  /// How many transactions got to their end.
  public var performances: Int { count.load(ordering: .relaxed) }

  func run<Value: Sendable>(
    _ body: @escaping @Sendable (Transaction) async throws -> Value,
    in stage: (@escaping @Sendable (Transaction) async throws -> Void) async throws -> Void
  ) async throws -> Value {
    let kept = Mutex<Value?>(nil)
    do {
      try await stage { transaction in
        let value = try await body(transaction)
        // What was left for later may fail, too.
        _ = try await transaction.fetch(Query<Int>.value("SELECT 1"))
        kept.withLock { $0 = value }
        throw Curtain()
      }
    } catch is Curtain {}
    count.add(1, ordering: .relaxed)
    guard let value = kept.withLock({ $0 }) else { preconditionFailure("A rehearsal that ended has a value.") }
    return value
  }
}

/// Ends a rehearsed transaction so that it is taken back.
private struct Curtain: Error {}
