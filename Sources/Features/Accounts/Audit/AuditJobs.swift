internal import Essentials
public import EvolvCore
public import JobQueue
public import Payloads
internal import SQLStore
internal import Telemetry

/// Removes lines of the log that are older than the school keeps them, a few thousand in one transaction so that nobody
/// waits. The store's tables let nothing else remove one, and this only what is older.
public struct ForgetAudit: Job {
  public static let name = "forget audit"
  public static let rule = JobRule(priority: .bulk)
  public static let shape = Shape("ForgetAudit", Self.init)
  public init() {}

  public func run(_ work: Errand) async throws {
    let limit = work.surroundings.settings(RetentionSettings.self).auditDays.limit(at: work.now)
    var count = 0
    while true {
      let removed = try await work.db.transaction { try await $0.deleteAudit(before: limit, most: Self.batch) }
      count += removed
      if removed < Self.batch { break }
    }
    work.log.info("forgotten", ["lines": .number(count)])
  }
  static let batch = 2000
}

extension Audit {
  /// Makes the jobs of this feature known.
  public static func register(on duties: inout Duties) { duties.add(ForgetAudit.self) }
}
