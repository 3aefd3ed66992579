internal import Accounts
internal import Configuration
public import EventLoops
public import EvolvCore
public import JobQueue
internal import RedisStore
public import SQLStore
internal import Telemetry

extension Program {
  /// What does the program's jobs on `loop`. `comesRound`: whether it keeps the schedule too.
  public func worker(on loop: EventLoop, database: Database, comesRound: Bool = true) -> Worker<Facilities> {
    // Who asked for no jobs beside serving and starts a worker all the same gets the usual number.
    let concurrency = settings.jobs > 0 ? settings.jobs : Settings.usualJobs
    return Worker(
      on: loop, database: database, jobs: App.duties, schedules: comesRound ? App.schedule : [],
      surroundings: facilities, log: log, metrics: metrics.registry, concurrency: concurrency, clock: clock)
  }

  /// Begins to do jobs on a loop of their own, so that they slow down no request.
  func startWorking() async throws -> (worker: Worker<Facilities>, database: Database) {
    let loop = EventLoop(name: "jobs")
    loop.start()
    let database = try await store.database(on: loop)
    try await readChoices(from: database)
    let worker = worker(on: loop, database: database)
    await worker.start()
    return (worker, database)
  }

  /// Does jobs until SIGTERM or SIGINT, then lets those that run end.
  func work() async throws {
    try await migrate()
    await redis?.connect()
    let (worker, database) = try await startWorking()
    let watching = watchSettings(database)
    log.info("working", ["jobs": .number(App.duties.names.count), "schedules": .number(App.schedule.count)])
    await StopSignal.wait()
    log.info("stopping")
    watching.cancel()
    await worker.stop()
    await store.close()
    log.info("stopped")
  }
}

extension Command {
  static let work = Command(
    name: "work", usage: "work [--data DIR]", about: "Do the school's jobs, without serving."
  ) { _, program in
    try await program.work()
  }
}
