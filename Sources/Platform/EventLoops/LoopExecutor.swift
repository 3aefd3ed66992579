internal import Glibc
internal import Synchronization

/// The serial executor of one thread. Jobs that the thread itself enqueues go to a plain array; jobs from elsewhere go
/// through a lock and wake the thread. Actors that share one `LoopExecutor` call each other without a thread hop.
///
/// It is a task executor too: a continuation resumes its task where nonisolated code runs, whatever actor awaited it.
/// For a task without this preference that is the global pool, and each wait of a request would make a detour there.
@safe public final class LoopExecutor: SerialExecutor, TaskExecutor, @unchecked Sendable {
  // `owner`, `local` and `batch` are touched by the owning thread alone, after `bind()`.
  private var owner: pthread_t = 0
  private var local: [UnownedJob] = []
  private var batch: [UnownedJob] = []
  private let remote = Mutex<[UnownedJob]>([])
  private let hasRemote = Atomic<Bool>(false)
  private let wake: @Sendable () -> Void

  /// `wake` is called from other threads and must make the owning thread call `drain()` soon.
  public init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  /// Makes the calling thread the owner; once, before any job.
  public func bind() { owner = pthread_self() }

  /// Whether the caller stands on the owning thread.
  public var isCurrent: Bool { pthread_equal(pthread_self(), owner) != 0 }
  public var hasWork: Bool { !local.isEmpty || hasRemote.load(ordering: .acquiring) }

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if isCurrent {
      local.append(job)
      return
    }
    let isFirst = remote.withLock { queue in
      queue.append(job)
      return queue.count == 1
    }
    guard isFirst else { return }
    hasRemote.store(true, ordering: .releasing)
    wake()
  }

  // C callbacks arrive outside any task: without this, `assumeIsolated` traps there.
  public func checkIsolated() { precondition(isCurrent, "This belongs to another loop's thread.") }
  public func isIsolatingCurrentContext() -> Bool? { isCurrent }

  /// Runs at once, before it returns, the jobs that `body` enqueues on this thread, and some that they enqueue in turn.
  /// A task with this executor as its preference cannot start synchronously by itself, not even by `Task.immediate`.
  public func runAtOnce(_ body: () -> Void) {
    let mark = local.count
    body()
    var budget = 8
    while local.count > mark, budget > 0 {
      budget -= 1
      let job = local.remove(at: mark)
      unsafe job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
    }
  }

  /// Runs what is queued, and what those jobs queue in turn, for a bounded number of rounds. True if anything ran.
  @discardableResult public func drain() -> Bool {
    var ran = false
    for _ in 0..<8 {
      if hasRemote.exchange(false, ordering: .acquiringAndReleasing) {
        remote.withLock { queue in swap(&queue, &batch) }
      }
      if !local.isEmpty {
        if batch.isEmpty { swap(&local, &batch) } else { batch += local; local.removeAll(keepingCapacity: true) }
      }
      if batch.isEmpty { break }
      ran = true
      let serial = unsafe asUnownedSerialExecutor(), preference = unsafe asUnownedTaskExecutor()
      for job in batch { unsafe job.runSynchronously(isolatedTo: serial, taskExecutor: preference) }
      batch.removeAll(keepingCapacity: true)
    }
    return ran
  }
}
