internal import Essentials
internal import Payloads
internal import SQLStore

/// A job that comes round. However many programs run, each time is enqueued once; times that passed while none ran are
/// made up for by one.
public struct Schedule: Sendable {
  public let name: String
  public let cadence: Cadence
  let jobName: String, payload: String
  let priority: JobPriority

  /// `name` tells apart schedules of the same kind of job.
  public init<Duty: Job>(_ cadence: Cadence, _ job: Duty, name: String? = nil) {
    self.name = name ?? Duty.name
    self.cadence = cadence
    jobName = Duty.name
    payload = String(decoding: job.json, as: UTF8.self)
    priority = Duty.rule.priority
  }
}

extension Database {
  /// Enqueues the schedule's job if `due` was not seen yet. A schedule that is new begins with its next time.
  func enqueue(_ schedule: Schedule, due: Instant, at now: Instant) async throws {
    try await transaction { transaction in
      let last = try await transaction.first(
        "SELECT last_at FROM job_schedules WHERE name = \(schedule.name)", as: Instant.self)
      guard last != nil else {
        return transaction.later(
          "INSERT INTO job_schedules (name, last_at) VALUES (\(schedule.name), \(due)) ON CONFLICT DO NOTHING")
      }
      let isFirst =
        try await transaction.execute(
          "UPDATE job_schedules SET last_at = \(due) WHERE name = \(schedule.name) AND last_at < \(due)") == 1
      if isFirst {
        transaction.insertJob(
          schedule.jobName, payload: schedule.payload, priority: schedule.priority, now: now, due: now,
          key: "schedule \(schedule.name)")
      }
    }
  }
}
