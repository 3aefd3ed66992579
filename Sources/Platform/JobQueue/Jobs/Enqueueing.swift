public import Essentials
internal import Payloads
public import SQLStore

extension Transaction {
  /// Asks for a job, to be done after this transaction has committed. While one of the same name and `key` waits, a
  /// further one is dropped: the waiting one will see the latest state. One that already runs does not count.
  public func enqueue<Duty: Job>(_ job: Duty, now: Instant, at due: Instant? = nil, key: String? = nil) {
    insertJob(
      Duty.name, payload: String(decoding: job.json, as: UTF8.self), priority: Duty.rule.priority, now: now,
      due: due ?? now, key: key)
  }

  func insertJob(_ name: String, payload: String, priority: JobPriority, now: Instant, due: Instant, key: String? = nil)
  {
    later(
      """
      INSERT INTO jobs (id, name, payload, unique_key, priority, state, run_at, created_at, changed_at)
      VALUES (\(ID<JobRecord>(at: now)), \(name), \(payload), \(key), \(priority.rawValue), 'waiting', \(due), \(now), \(now))
      ON CONFLICT DO NOTHING
      """)
  }
}
