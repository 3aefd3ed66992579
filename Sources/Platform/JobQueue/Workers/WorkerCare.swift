internal import Essentials
internal import SQLStore
internal import Telemetry

extension Worker {
  /// Renews the leases of what runs, and lets go of what runs too long.
  func beat() async {
    let now = clock()
    guard now >= nextBeat else { return }
    nextBeat = now + Lease.renewal
    for (id, run) in running where now > run.since + run.rule.limit {
      log.error(
        "job_overdue", ["job": .text(run.job.name), "job_id": .id(id), "limit_seconds": .number(run.rule.limit.count)])
      run.task?.cancel()
      running[id] = nil  // Its lease runs out; the loss is counted there.
    }
    let jobs = running.values.map(\.job)
    guard !jobs.isEmpty else { return }
    do {
      try await database.renewLeases(of: jobs, at: now)
    } catch {
      nextBeat = now + Seconds(1)
      log.warning("job_leases_not_renewed", ["error": .error(error)])
    }
  }

  /// Takes up what lost workers left, and counts.
  func sweep(at now: Instant) async throws {
    for lost in try await database.reclaimLostJobs(at: now) {
      figures.jobs.with(lost.name, lost.state == .dead ? "dead" : "lost").add()
      log.error("job_lost", ["job": .text(lost.name), "job_id": .id(lost.id), "state": .text(lost.state.rawValue)])
    }
    let counts = try await database.jobCounts()
    for state in JobState.allCases {
      figures.states.with(state.rawValue).set(Double(counts.first { $0.state == state }?.count ?? 0))
    }
    nextSweep = now + Lease.sweep
  }

  /// Writes down what ended and returns what did not.
  func giveBack() async {
    let unfinished = running.values.map(\.job) + unbegun, ended = settlements, now = clock()
    for run in running.values { run.task?.cancel() }
    running = [:]
    settlements = []
    unbegun = []
    if unfinished.isEmpty && ended.isEmpty { return }
    do {
      try await database.transaction { transaction in
        transaction.settle(ended, at: now)
        if !unfinished.isEmpty { transaction.returnJobs(unfinished, at: now) }
      }
    } catch {
      // Their leases run out and another worker takes them up.
      log.error("jobs_not_returned", ["count": .number(unfinished.count), "error": .error(error)])
    }
  }
}

/// What the operator sees of the queue.
struct JobFigures: Sendable {
  let jobs: Labeled<Counter>, rounds: Labeled<Counter>
  let seconds: Labeled<Histogram>
  let states: Labeled<Gauge>

  init(_ metrics: Metrics) {
    jobs = metrics.counters("evolv_jobs_total", "Tries of jobs by how they ended.", by: "job", "outcome")
    rounds = metrics.counters("evolv_jobs_rounds_total", "How often the queue was looked at.", by: "outcome")
    seconds = metrics.histograms("evolv_jobs_duration_seconds", "Duration of jobs.", by: "job")
    states = metrics.gauges("evolv_jobs_kept", "Jobs in the queue by state.", by: "state")
  }
}
