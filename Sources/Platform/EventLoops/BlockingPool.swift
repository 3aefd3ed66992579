internal import CLinux
internal import Synchronization

/// What a full pool answers; the edge makes it a 503.
public struct PoolFull: Error, Sendable { public let pool: String }

/// A few threads for work that blocks or burns CPU (password hashing, images, PDF). The queue is bounded: a full pool
/// refuses at once instead of letting every request wait.
public final class BlockingPool: Sendable {
  public let name: String
  private let capacity: Int
  private let bell: Int32
  private let queue = Mutex<[@Sendable () -> Void]>([])

  /// `stepsBack`: its work waits for that of everyone else, such as requests that are quickly answered.
  public init(name: String, threads: Int, capacity: Int, stepsBack: Bool = false) {
    self.name = name
    self.capacity = capacity
    bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_SEMAPHORE))
    for number in 1...max(threads, 1) {
      startThread(named: "\(name)-\(number)") {
        if stepsBack { thread_steps_back() }
        self.work()
      }
    }
  }

  /// Jobs that wait for a thread.
  public var depth: Int { queue.withLock { $0.count } }

  /// Runs `body` on a thread of the pool and resumes the caller where it was. Throws `PoolFull`, or what `body` throws.
  public func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Value, any Error>) in
      let isAccepted = queue.withLock { queue in
        guard queue.count < capacity else { return false }
        queue.append { done.resume(with: Result(catching: body)) }
        return true
      }
      if isAccepted { eventfd_write(bell, 1) } else { done.resume(throwing: PoolFull(pool: name)) }
    }
  }

  private func work() -> Never {
    while true {
      var value: UInt64 = 0
      unsafe eventfd_read(bell, &value)
      let job = queue.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      job?()
    }
  }
}
