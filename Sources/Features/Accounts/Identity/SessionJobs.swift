internal import Essentials
public import EvolvCore
public import JobQueue
public import Payloads
internal import SQLStore
internal import Telemetry

/// Removes sessions that are over; their tokens go with them.
public struct ForgetSessions: Job {
  public static let name = "forget sessions"
  public static let rule = JobRule(priority: .bulk)
  public static let shape = Shape("ForgetSessions", Self.init)
  public init() {}

  public func run(_ work: Errand) async throws {
    let count = try await work.db.execute("DELETE FROM sessions WHERE expires_at <= \(work.now)")
    work.log.info("forgotten", ["sessions": .number(count)])
  }
}
