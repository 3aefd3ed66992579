internal import Essentials
internal import EventLoops
internal import SQLStore
internal import Telemetry

extension Worker {
  /// Looks once for everything there is to do and begins it; true if there may be more.
  @discardableResult func round() async throws -> Bool {
    let now = clock()
    if now >= nextSweep { try await sweep(at: now) }
    try await enqueueSchedules(at: now)
    let signs = try await database.workSigns(for: table.names, at: now)
    var hasMore = false
    if signs.hasEvents { hasMore = try await relay(at: now) }
    let free = isStopping ? 0 : concurrency - running.count
    guard !settlements.isEmpty || free > 0 && (signs.hasJobs || signs.hasEvents) else { return hasMore }
    let claimed = try await exchange(for: free, at: now)
    if isStopping {
      unbegun += claimed
      return false
    }
    for job in claimed { begin(job) }
    return hasMore || !claimed.isEmpty && claimed.count == free && running.count < concurrency
  }

  private func relay(at now: Instant) async throws -> Bool {
    let rules = table.entries.mapValues(\.rule.priority)
    return try await database.relayEvents(to: table.reactions, priority: { rules[$0] ?? .normal }, at: now) > 0
  }

  /// Writes down what ended and takes what is due, in one transaction.
  private func exchange(for free: Int, at now: Instant) async throws -> [ClaimedJob] {
    let ended = settlements, names = table.names
    settlements = []
    do {
      return try await database.transaction { transaction in
        transaction.settle(ended, at: now)
        return free > 0 && !names.isEmpty ? try await transaction.claimJobs(free, named: names, at: now) : []
      }
    } catch {
      settlements = ended + settlements
      throw error
    }
  }

  private func enqueueSchedules(at now: Instant) async throws {
    for schedule in schedules {
      guard let due = schedule.cadence.latest(at: now), due > seen[schedule.name] ?? Instant(microseconds: .min) else {
        continue
      }
      try await database.enqueue(schedule, due: due, at: now)
      seen[schedule.name] = due
    }
  }

  private func begin(_ job: ClaimedJob) {
    guard let entry = table.entries[job.name] else { return }
    running[job.id] = Running(job: job, rule: entry.rule, since: clock(), task: nil)
    running[job.id]?.task = Task { await self.perform(job, entry) }
  }

  private func perform(_ job: ClaimedJob, _ entry: JobTable<Surroundings>.Entry) async {
    let started = EventLoop.milliseconds()
    let log = log.with(["job": .text(job.name), "job_id": .id(job.id), "attempt": .number(job.attempt)])
    var failure: (any Error)?
    do {
      let work = Work(
        id: job.id, attempt: job.attempt, lease: job.lease, now: clock(), db: database, log: log,
        surroundings: surroundings)
      try await entry.run(job.payload, work)
    } catch {
      failure = error
    }
    // Given back or timed out meanwhile: the job is no longer ours to settle.
    guard running[job.id]?.job.lease == job.lease else { return }
    running[job.id] = nil
    figures.seconds.with(job.name).observe(Double(EventLoop.milliseconds() - started) / 1000)
    settlements.append(Settlement(job: job, ending: ending(of: job, entry.rule, failure, log)))
    wake()
  }

  private func ending(of job: ClaimedJob, _ rule: JobRule, _ failure: (any Error)?, _ log: Log) -> Settlement.Ending {
    guard let failure else {
      figures.jobs.with(job.name, "done").add()
      log.debug("job_done")
      return .done
    }
    let reason = "\(failure)".replacing("\0", with: " ").prefix(2000)
    if failure is GiveUp || job.attempt >= rule.attempts {
      figures.jobs.with(job.name, "dead").add()
      log.error("job_dead", ["error": .error(failure)])
      return .dead(because: String(reason))
    }
    figures.jobs.with(job.name, "retried").add()
    let time = rule.retry(after: job.attempt, at: clock(), chance: Double.random(in: 0..<1))
    log.warning("job_failed", ["error": .error(failure), "again_at": .time(time)])
    return .retry(at: time, because: String(reason))
  }
}
