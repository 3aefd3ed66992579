internal import EventLoops
internal import Glibc

/// Tells of statements that take long, and says how long they may.
struct SlowWatch: Sendable {
  let limit: Int
  let timeout: Int
  let log: @Sendable (SlowStatement) -> Void

  /// For work outside of requests: nothing is told, nothing is stopped.
  static let none = SlowWatch(limit: .max, timeout: 0) { _ in }

  /// Microseconds of the monotonic clock.
  func start() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  func end(_ started: Int64, _ text: @autoclosure () -> String) {
    let milliseconds = Int((start() - started) / 1000)
    if milliseconds >= limit { log(SlowStatement(text: text(), milliseconds: milliseconds)) }
  }
}
