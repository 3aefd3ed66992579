public import Essentials
public import Payloads
public import SQLStore

/// Where a job stands; those that are done are gone.
public enum JobState: String, ColumnWord, PayloadChoice { case waiting, running, dead }

/// A job as it is kept.
public struct JobRecord: RowDecodable, Sendable {
  public let id: ID<JobRecord>
  public let name: String
  /// The job's particulars as JSON.
  public let payload: String
  public let state: JobState
  public let runAt: Instant
  /// Tries so far.
  public let attempts: Int
  /// How many workers died or hung while they had it.
  public let losses: Int
  public let lastError: String?
  public let createdAt: Instant
  public let changedAt: Instant

  static let columns: SQL = "id, name, payload, state, run_at, attempts, losses, last_error, created_at, changed_at"

  public init(row: inout Row) throws {
    id = try row.next()
    name = try row.next()
    payload = try row.next()
    state = try row.next()
    runAt = try row.next()
    attempts = try row.next()
    losses = try row.next()
    lastError = try row.nextIfPresent()
    createdAt = try row.next()
    changedAt = try row.next()
  }
}

/// How many jobs stand where.
public struct JobCount: RowDecodable, Sendable, Equatable {
  public let state: JobState
  public let count: Int
  public init(row: inout Row) throws {
    state = try row.next()
    count = try row.next()
  }
}

private struct ScheduleTime: RowDecodable {
  let name: String, lastAt: Instant
  init(row: inout Row) throws {
    name = try row.next()
    lastAt = try row.next()
  }
}

extension Reading {
  /// The jobs in one state, the last changed first.
  public func jobs(_ state: JobState, limit: Int = 100, after skipped: Int = 0) async throws -> [JobRecord] {
    try await all(
      """
      SELECT \(JobRecord.columns) FROM jobs WHERE state = \(state)
      ORDER BY changed_at DESC, id DESC LIMIT \(limit) OFFSET \(skipped)
      """)
  }

  /// One job, nil if it is done or was never there.
  public func job(_ id: ID<JobRecord>) async throws -> JobRecord? {
    try await first("SELECT \(JobRecord.columns) FROM jobs WHERE id = \(id)")
  }

  /// When each schedule came round last.
  public func scheduleTimes() async throws -> [String: Instant] {
    let rows = try await all("SELECT name, last_at FROM job_schedules", as: ScheduleTime.self)
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.lastAt) })
  }

  public func jobCounts() async throws -> [JobCount] {
    try await all("SELECT state, count(*) FROM jobs GROUP BY state ORDER BY state")
  }
}

extension Transaction {
  /// Lets a dead job try again from the beginning; false if there is none of this id.
  @discardableResult public func retryJob(_ id: ID<JobRecord>, at now: Instant) async throws -> Bool {
    try await execute(
      """
      UPDATE jobs SET state = 'waiting', attempts = 0, losses = 0, run_at = \(now), changed_at = \(now)
      WHERE id = \(id) AND state = 'dead'
      """) == 1
  }

  /// Lets every dead job of one name try again and says how many.
  @discardableResult public func retryJobs(named name: String, at now: Instant) async throws -> Int {
    try await execute(
      """
      UPDATE jobs SET state = 'waiting', attempts = 0, losses = 0, run_at = \(now), changed_at = \(now)
      WHERE name = \(name) AND state = 'dead'
      """)
  }

  /// Removes a dead job for good; false if there is none of this id.
  @discardableResult public func discardJob(_ id: ID<JobRecord>) async throws -> Bool {
    try await execute("DELETE FROM jobs WHERE id = \(id) AND state = 'dead'") == 1
  }
}

extension Reading {
  /// Since when something waits that is due: the oldest event that nobody was told of, or the oldest job that nobody took;
  /// nil when all is done. Where it is long ago, no worker runs.
  public func waitingSince(at now: Instant) async throws -> Instant? {
    let (event, job) = try await fetch(
      Query<Instant?>.first("SELECT created_at FROM outbox WHERE processed_at IS NULL ORDER BY id LIMIT 1"),
      Query<Instant?>.first(
        "SELECT run_at FROM jobs WHERE state = 'waiting' AND run_at <= \(now) ORDER BY priority, run_at, id LIMIT 1"))
    return [event, job].compactMap(\.self).min()
  }
}

extension Database {
  /// Removes jobs that failed for good before `limit`, and says how many.
  @discardableResult public func forgetDeadJobs(before limit: Instant) async throws -> Int {
    try await execute("DELETE FROM jobs WHERE state = 'dead' AND changed_at < \(limit)")
  }
}
