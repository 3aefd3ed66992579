internal import Synchronization

/// A value behind a lock, in a box that can be stored and shared. For short sections without waiting.
public final class Locked<Value>: Sendable {
  private let mutex: Mutex<Value>
  public init(_ value: sending Value) { mutex = Mutex(value) }

  public func withLock<Result, Failure: Error>(_ body: (inout sending Value) throws(Failure) -> sending Result)
    throws(Failure) -> sending Result
  {
    try mutex.withLock(body)
  }
}
