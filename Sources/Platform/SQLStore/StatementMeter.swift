internal import Synchronization

/// Counts the statements of one request, so that a test can hold a page to its budget.
public final class StatementMeter: Sendable {
  private let total = Atomic<Int>(0)
  public init() {}

  public var count: Int { total.load(ordering: .relaxed) }
  func add(_ statements: Int) { total.wrappingAdd(statements, ordering: .relaxed) }
}

/// A statement that took longer than `StoreConfiguration.slowMilliseconds`.
public struct SlowStatement: Sendable {
  /// With `$n` in place of the values, which are never told.
  public let text: String
  public let milliseconds: Int
}
