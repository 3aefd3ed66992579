internal import Essentials
public import EvolvCore
public import JobQueue
public import Payloads
internal import SQLStore
internal import Telemetry

/// Removes codes that expired and that nobody used, and the log of attempts that came to nothing, when the school no longer
/// wants them.
public struct ForgetCodes: Job {
  public static let name = "forget codes"
  public static let rule = JobRule(priority: .bulk)
  public static let shape = Shape("ForgetCodes", Self.init)
  public init() {}

  public func run(_ work: Errand) async throws {
    let days = work.surroundings.settings(RetentionSettings.self)
    let codeLimit = days.codeDays.limit(at: work.now), logLimit = days.auditDays.limit(at: work.now)
    let (codes, attempts) = try await work.db.write(
      Query<Int>.execute("DELETE FROM course_access_codes WHERE expires_at < \(codeLimit) AND current_uses = 0"),
      Query<Int>.execute("DELETE FROM code_redemptions WHERE redeemed_at < \(logLimit) AND outcome <> 'redeemed'"))
    _ = try await work.db.execute("DELETE FROM code_alarms WHERE raised_at < \(logLimit)")
    work.log.info("forgotten", ["codes": .number(codes), "attempts": .number(attempts)])
  }
}
