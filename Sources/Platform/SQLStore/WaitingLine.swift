internal import EventLoops
internal import Synchronization

/// Callers of one loop that wait in order for a value, none longer than it may.
@safe final class WaitingLine<Value: Sendable>: Sendable {
  @safe private struct Place {
    let due: Int64
    let done: UnsafeContinuation<Value, any Error>
  }
  private struct State {
    var places: [Place] = []
    var hasTimer = false
  }
  private let state = Mutex(State())
  private let loop: EventLoop
  private let limit: Int
  private let milliseconds: Int
  private let whenLate: StoreError

  init(on loop: EventLoop, limit: Int, milliseconds: Int, whenLate: StoreError) {
    self.loop = loop
    self.limit = limit
    self.milliseconds = milliseconds
    self.whenLate = whenLate
  }

  var isWaitedOn: Bool { state.withLock { !$0.places.isEmpty } }

  func wait() async throws -> Value {
    try unsafe await withUnsafeThrowingContinuation { done in
      let hasRoom = state.withLock { state in
        guard state.places.count < limit else { return false }
        state.places.append(unsafe Place(due: EventLoop.milliseconds() + Int64(milliseconds), done: done))
        return true
      }
      if hasRoom { startTimer() } else { unsafe done.resume(throwing: StoreError.busy) }
    }
  }

  /// Gives the value to the first; false when nobody waits.
  func resumeFirst(_ result: Result<Value, any Error>) -> Bool {
    let place = state.withLock { state in state.places.isEmpty ? nil : state.places.removeFirst() }
    unsafe place?.done.resume(with: result)
    return place != nil
  }

  func resumeAll(_ result: Result<Value, any Error>) { while resumeFirst(result) {} }

  /// One timer for all: they have the same patience, so the first is the first to be late.
  private func startTimer() {
    let due = state.withLock { state -> Int64? in
      guard !state.hasTimer, let first = state.places.first else { return nil }
      state.hasTimer = true
      return first.due
    }
    guard let due else { return }
    loop.assumeIsolated { loop in
      _ = loop.after(milliseconds: Int(max(due - EventLoop.milliseconds(), 1))) { [weak self] in self?.sendAwayLate() }
    }
  }

  private func sendAwayLate() {
    let now = EventLoop.milliseconds()
    let late = state.withLock { state in
      state.hasTimer = false
      let count = state.places.prefix { $0.due <= now }.count
      defer { state.places.removeFirst(count) }
      return Array(state.places.prefix(count))
    }
    for place in late { unsafe place.done.resume(throwing: whenLate) }
    startTimer()
  }
}
