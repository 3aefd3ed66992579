public import Essentials
public import EventLoops
public import SQLStore
public import Telemetry

/// Does jobs on one loop, a bounded number at a time. Several workers, in one program or many, share one queue.
public actor Worker<Surroundings: Sendable> {
  public nonisolated let loop: EventLoop
  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.executor.asUnownedSerialExecutor() }

  struct Running {
    let job: ClaimedJob
    let rule: JobRule
    let since: Instant
    var task: Task<Void, Never>?
  }
  let database: Database
  let table: JobTable<Surroundings>
  let schedules: [Schedule]
  let surroundings: Surroundings
  let log: Log
  let figures: JobFigures
  let concurrency: Int
  let clock: @Sendable () -> Instant

  var running: [ID<JobRecord>: Running] = [:]
  var settlements: [Settlement] = []
  /// Taken by a round that a stop overtook, and not begun.
  var unbegun: [ClaimedJob] = []
  var seen: [String: Instant] = [:]
  var nextSweep = Instant(microseconds: .min)
  var nextBeat = Instant(microseconds: .min)
  var isStopping = false
  private var rounds: Task<Void, Never>?
  private var isRung = false
  private var sleeper: CheckedContinuation<Void, Never>?

  /// How long an idle worker waits before it looks again; `ring()` shortens it.
  private static var idleMilliseconds: Int { 500 }

  /// `database` belongs to `loop`; `clock` is the system's unless a test has its own.
  public init(
    on loop: EventLoop, database: Database, jobs table: JobTable<Surroundings>, schedules: [Schedule] = [],
    surroundings: Surroundings, log: Log = .none, metrics: Metrics = Metrics(), concurrency: Int = 16,
    clock: @escaping @Sendable () -> Instant = { .now() }
  ) {
    precondition(Set(schedules.map(\.name)).count == schedules.count, "Two schedules have the same name.")
    precondition(
      schedules.allSatisfy { table.entries[$0.jobName] != nil }, "A schedule names a job that is not in the table.")
    self.loop = loop
    self.database = database
    self.table = table
    self.schedules = schedules
    self.surroundings = surroundings
    self.log = log
    self.concurrency = max(concurrency, 1)
    self.clock = clock
    figures = JobFigures(metrics)
  }

  /// Begins to look for jobs, and goes on until `stop`.
  public func start() {
    if rounds != nil { return }
    rounds = Task { await self.work() }
    Task { await self.tick() }
  }

  /// Says that a job may just have been enqueued.
  public nonisolated func ring() { Task { await self.wake() } }

  /// Takes no further jobs, waits for those under way for at most `grace`, and gives the rest back.
  public func stop(grace: Seconds = Seconds(20)) async {
    isStopping = true
    wake()
    // A round under way may be writing down what ended, or taking jobs: only after it is known what there is to give back.
    await rounds?.value
    let deadline = EventLoop.milliseconds() + grace.count * 1000
    while !running.isEmpty, EventLoop.milliseconds() < deadline { await loop.sleep(milliseconds: 20) }
    await giveBack()
  }

  /// Does everything that is due, and what that brings about, and returns how many tries were made: for tests and for a
  /// program that works once.
  @discardableResult public func runDue() async throws -> Int {
    var count = 0
    repeat {
      try await round()
      count += running.count
      for task in running.values.compactMap(\.task) { await task.value }
    } while try await database.workSigns(for: table.names, at: clock()) != (false, false) || !settlements.isEmpty
    return count
  }

  private func work() async {
    while !isStopping {
      var isBusy = false
      do {
        isBusy = try await round()
        figures.rounds.with("done").add()
      } catch {
        // The database is away; its own log says more. The queue waits there safely.
        figures.rounds.with("failed").add()
        log.warning("jobs_paused", ["error": .error(error)])
      }
      if !isBusy { await pause() }
    }
  }

  private func tick() async {
    while !isStopping || !running.isEmpty {
      await loop.sleep(milliseconds: Self.idleMilliseconds)
      await beat()
      wake()
    }
  }

  func wake() {
    isRung = true
    sleeper?.resume()
    sleeper = nil
  }

  private func pause() async {
    if !isRung, !isStopping { await withCheckedContinuation { sleeper = $0 } }
    isRung = false
  }
}
