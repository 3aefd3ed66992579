internal import Essentials
internal import SQLStore

/// A job in a worker's hands.
struct ClaimedJob: RowDecodable, Sendable {
  let id: ID<JobRecord>
  let name: String, payload: String
  let priority: Int
  let runAt: Instant
  let attempt: Int
  let lease: ID<ClaimedJob>

  init(row: inout Row) throws {
    id = try row.next()
    name = try row.next()
    payload = try row.next()
    priority = try row.next()
    runAt = try row.next()
    attempt = try row.next()
    lease = try row.next()
  }
}

/// How a try ended.
struct Settlement: Sendable {
  enum Ending: Sendable {
    case done
    case retry(at: Instant, because: String)
    case dead(because: String)
  }
  let job: ClaimedJob
  let ending: Ending
}

/// A job whose worker was lost.
struct LostJob: RowDecodable, Sendable {
  let id: ID<JobRecord>
  let name: String
  let state: JobState
  init(row: inout Row) throws {
    id = try row.next()
    name = try row.next()
    state = try row.next()
  }
}

enum Lease {
  static let length = Seconds(30)
  static let renewal = Seconds(10)
  /// Lease and sweep together take up an orphan within a minute.
  static let sweep = Seconds(15)
  /// A job that cost so many workers is the likely cause.
  static let mostLosses = 3
}

extension Transaction {
  /// Takes up to `count` due jobs that this program knows, the most urgent and oldest first.
  func claimJobs(_ count: Int, named names: [String], at now: Instant) async throws -> [ClaimedJob] {
    let lease = ID<ClaimedJob>(at: now)
    let jobs = try await all(
      """
      WITH picked AS MATERIALIZED (
        SELECT id FROM jobs WHERE state = 'waiting' AND run_at <= \(now) AND name IN \(names)
        ORDER BY priority, run_at, id LIMIT \(count) \(SQL.forUpdateSkipLocked)
      )
      UPDATE jobs SET state = 'running', attempts = attempts + 1, lease = \(lease), leased_until = \(now + Lease.length),
        unique_key = NULL, changed_at = \(now)
      WHERE id IN (SELECT id FROM picked)
      RETURNING id, name, payload, priority, run_at, attempts, lease
      """, as: ClaimedJob.self)
    return jobs.sorted {
      ($0.priority, $0.runAt, $0.id.bits.high, $0.id.bits.low) < (
        $1.priority, $1.runAt, $1.id.bits.high, $1.id.bits.low
      )
    }
  }

  /// Writes down how tries ended. A job that was taken from its worker meanwhile has another lease and is left alone.
  func settle(_ settlements: [Settlement], at now: Instant) {
    var done: [ClaimedJob] = []
    for settlement in settlements {
      switch settlement.ending {
      case .done: done.append(settlement.job)
      case .retry(let time, let reason): release(settlement.job, "waiting", run: time, because: reason, at: now)
      case .dead(let reason): release(settlement.job, "dead", run: now, because: reason, at: now)
      }
    }
    if !done.isEmpty {
      later("DELETE FROM jobs WHERE id IN \(done.map(\.id)) AND lease IN \(Array(Set(done.map(\.lease))))")
    }
  }

  private func release(_ job: ClaimedJob, _ state: String, run time: Instant, because reason: String, at now: Instant) {
    later(
      """
      UPDATE jobs SET state = \(state), run_at = \(time), last_error = \(reason), lease = NULL, leased_until = NULL, changed_at = \(now)
      WHERE id = \(job.id) AND lease = \(job.lease)
      """)
  }

  /// Gives jobs back that were begun and not finished, as if they had never been taken.
  func returnJobs(_ jobs: [ClaimedJob], at now: Instant) {
    later(
      """
      UPDATE jobs SET state = 'waiting', attempts = attempts - 1, run_at = \(now), lease = NULL, leased_until = NULL, changed_at = \(now)
      WHERE id IN \(jobs.map(\.id)) AND lease IN \(Array(Set(jobs.map(\.lease))))
      """)
  }
}

extension Database {
  func renewLeases(of jobs: [ClaimedJob], at now: Instant) async throws {
    try await execute(
      """
      UPDATE jobs SET leased_until = \(now + Lease.length)
      WHERE id IN \(jobs.map(\.id)) AND lease IN \(Array(Set(jobs.map(\.lease)))) AND state = 'running'
      """)
  }

  /// Takes jobs from workers that no longer renew their leases.
  func reclaimLostJobs(at now: Instant) async throws -> [LostJob] {
    try await write(
      Query<[LostJob]>.all(
        """
        UPDATE jobs SET state = CASE WHEN losses + 1 >= \(Lease.mostLosses) THEN 'dead' ELSE 'waiting' END, losses = losses + 1,
          run_at = \(now), lease = NULL, leased_until = NULL, changed_at = \(now), last_error = 'The worker was lost.'
        WHERE state = 'running' AND leased_until < \(now)
        RETURNING id, name, state
        """))
  }

  /// Whether anything is to be done: a read, so that idle workers write nothing.
  func workSigns(for names: [String], at now: Instant) async throws -> (hasJobs: Bool, hasEvents: Bool) {
    let (jobs, events) = try await fetch(
      Query<Bool>.value(
        "SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'waiting' AND run_at <= \(now) AND name IN \(names))"),
      Query<Bool>.value("SELECT EXISTS (SELECT 1 FROM outbox WHERE processed_at IS NULL)"))
    return (jobs, events)
  }
}
