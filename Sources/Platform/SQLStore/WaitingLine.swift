internal import EventLoops
internal import Synchronization

/// Callers that wait in order for a value, each no longer than it may.
final class WaitingLine<Value: Sendable> {
  /// Resumed once: with a value, an error, or by its timer.
  @safe private final class Place: Sendable {
    private let done: Mutex<UnsafeContinuation<Value, any Error>?>
    init(_ done: UnsafeContinuation<Value, any Error>) { unsafe self.done = Mutex(done) }
    /// False when it was resumed before.
    func resume(_ result: Result<Value, any Error>) -> Bool {
      let waiting = unsafe done.withLock { done in
        defer { unsafe done = nil }
        return unsafe done
      }
      unsafe waiting?.resume(with: result)
      return unsafe waiting != nil
    }
  }
  private var places: [Place] = []
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  var isWaitedOn: Bool { !places.isEmpty }

  func wait(on loop: EventLoop, milliseconds: Int, orThrow error: StoreError) async throws -> Value {
    guard places.count < limit else { throw StoreError.busy }
    return try unsafe await withUnsafeThrowingContinuation { done in
      let place = unsafe Place(done)
      places.append(place)
      loop.assumeIsolated { loop in
        _ = loop.after(milliseconds: milliseconds) { _ = place.resume(.failure(error)) }
      }
    }
  }

  /// Gives the value to the first that still waits; false when nobody does.
  func resumeFirst(_ result: Result<Value, any Error>) -> Bool {
    while !places.isEmpty { if places.removeFirst().resume(result) { return true } }
    return false
  }

  func resumeAll(_ result: Result<Value, any Error>) {
    let all = places
    places = []
    for place in all { _ = place.resume(result) }
  }
}
