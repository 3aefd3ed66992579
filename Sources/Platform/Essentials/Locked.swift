public import Synchronization

/// A value behind a lock, in a box that can be stored and shared. For short sections without waiting. Inlinable, since code
/// that does not know the type of `Value` would look it up at each use.
public final class Locked<Value>: Sendable {
  @usableFromInline let mutex: Mutex<Value>
  @inlinable public init(_ value: sending Value) { mutex = Mutex(value) }

  @inlinable public func withLock<Result, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try mutex.withLock(body)
  }
}
