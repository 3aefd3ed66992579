internal import Essentials
internal import EvolvCore
internal import Foundation
internal import JobQueue
internal import Payloads
internal import Telemetry

/// Removes events of the outbox that were told a week ago.
struct ForgetEvents: Job {
  static let name = "forget events"
  static let rule = JobRule(priority: .bulk)
  static let shape = Shape("ForgetEvents", Self.init)

  func run(_ work: Errand) async throws {
    let count = try await work.db.forgetEvents(before: work.now - .days(7))
    work.log.info("forgotten", ["events": .number(count)])
  }
}

/// Removes bodies of uploads that were never taken: a crash left them.
struct ForgetUploads: Job {
  static let name = "forget uploads"
  static let rule = JobRule(priority: .bulk)
  static let shape = Shape("ForgetUploads", Self.init)

  func run(_ work: Errand) async throws {
    guard let folder = work.surroundings.spoolFolder else { return }
    let count = try Self.remove(from: folder, olderThan: work.now - .days(1))
    work.log.info("forgotten", ["uploads": .number(count)])
  }

  static func remove(from folder: String, olderThan limit: Instant) throws -> Int {
    let files = FileManager.default
    guard files.fileExists(atPath: folder) else { return 0 }
    var count = 0
    for name in try files.contentsOfDirectory(atPath: folder) {
      let path = folder + "/" + name, about = try files.attributesOfItem(atPath: path)
      guard let changed = about[.modificationDate] as? Date, about[.type] as? FileAttributeType == .typeRegular,
        Int64(changed.timeIntervalSince1970) < limit.unixSeconds
      else { continue }
      try files.removeItem(atPath: path)
      count += 1
    }
    return count
  }
}
