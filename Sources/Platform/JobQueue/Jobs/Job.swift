public import Essentials
public import Payloads
public import SQLStore
public import Telemetry

// Work that need not be done while someone waits. A job is enqueued in the transaction of the change that asks for it,
// so it exists exactly if the change does. It runs at least once: a worker that dies holds it for thirty seconds, then
// another takes it up. What fails is tried again, later each time; what never works is kept for a person to look at.

/// A duty with its particulars, kept as JSON until a worker does it.
public protocol Job: Payload {
  /// What the program gives every job besides the database: mail, files, settings.
  associatedtype Surroundings: Sendable
  /// Stable: jobs under this name wait in databases.
  static var name: String { get }
  static var rule: JobRule { get }
  /// Does the duty. It may run again after it has succeeded, so its effects are keyed (`work.key`).
  func run(_ work: Work<Surroundings>) async throws
}

extension Job {
  public static var rule: JobRule { JobRule() }
}

/// What a running job is given.
public struct Work<Surroundings: Sendable>: Sendable {
  public let id: ID<JobRecord>
  /// 1 for the first try.
  public let attempt: Int
  let lease: ID<ClaimedJob>
  public let now: Instant
  public let db: Database
  public let log: Log
  public let surroundings: Surroundings
  /// The same for every try of this job, for receivers that recognize repetitions.
  public var key: String { id.text }
}

extension Work {
  /// Changes of the database that happen once, however often the job is tried: they commit together with the end of the
  /// job, and only while it is still this worker's.
  public func conclude(_ change: @escaping @Sendable (Transaction) async throws -> Void) async throws {
    let id = id, lease = lease
    try await db.transaction { transaction in
      let isOurs = try await transaction.execute("DELETE FROM jobs WHERE id = \(id) AND lease = \(lease)") == 1
      guard isOurs else { throw TakenAway() }
      try await change(transaction)
    }
  }
}

/// The job is another worker's by now, or was concluded before.
struct TakenAway: Error {}

/// Thrown by a job that knows that no further try will help; it goes to the dead ones at once.
public struct GiveUp: Error, Sendable, CustomStringConvertible {
  public let reason: String
  public init(_ reason: String) { self.reason = reason }
  public var description: String { reason }
}

/// Which of several waiting jobs goes first.
public enum JobPriority: Int, Sendable { case urgent = 0, normal = 5, bulk = 9 }

/// How a kind of job is tried.
public struct JobRule: Sendable {
  public var priority: JobPriority
  /// After this many tries it is dead.
  public var attempts: Int
  /// The wait after the first failure; it doubles with each further one.
  public var firstWait: Seconds
  public var longestWait: Seconds
  /// A job that runs longer is cancelled and counts as lost with its worker.
  public var limit: Seconds

  public init(
    priority: JobPriority = .normal, attempts: Int = 12, firstWait: Seconds = Seconds(10),
    longestWait: Seconds = .hours(6),
    limit: Seconds = .minutes(10)
  ) {
    self.priority = priority
    self.attempts = attempts
    self.firstWait = firstWait
    self.longestWait = longestWait
    self.limit = limit
  }

  /// When to try again; `chance` in 0..<1 spreads jobs that failed together (a quarter to either side).
  func retry(after attempt: Int, at now: Instant, chance: Double) -> Instant {
    let doubled = firstWait.count << Int64(min(max(attempt - 1, 0), 30))
    let wait = Double(min(doubled, longestWait.count)) * (0.75 + chance / 2)
    return Instant(microseconds: now.microseconds + Int64(wait * 1_000_000))
  }
}
