internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Foundation
internal import JobQueue
internal import Mailing
internal import Payloads
internal import SQLStore
internal import Telemetry

/// Removes events that were told, jobs that failed for good and mails that were kept, when the school no longer wants them.
struct ForgetEvents: Job {
  static let name = "forget events"
  static let rule = JobRule(priority: .bulk)
  static let shape = Shape("ForgetEvents", Self.init)

  func run(_ work: Errand) async throws {
    let days = work.surroundings.settings(RetentionSettings.self)
    let events = try await work.db.forgetEvents(before: days.eventDays.limit(at: work.now))
    let jobs = try await work.db.forgetDeadJobs(before: days.jobDays.limit(at: work.now))
    let mails = try work.surroundings.postman.outbox?.forget(before: days.mailDays.limit(at: work.now)) ?? 0
    let calls = try await work.db.forgetRepeatedCalls(before: work.now - .days(1))
    work.log.info(
      "forgotten",
      [
        "calls": .number(calls), "events": .number(events), "jobs": .number(jobs), "mails": .number(mails),
      ])
  }
}

/// Removes kept files that no feature refers to any more.
struct ForgetFiles: Job {
  static let name = "forget files"
  static let rule = JobRule(priority: .bulk)
  static let shape = Shape("ForgetFiles", Self.init)

  func run(_ work: Errand) async throws {
    let db = work.db, age = Seconds.days(Int64(work.surroundings.settings(RetentionSettings.self).fileDays.value))
    let count = try await work.surroundings.files.removeOrphans(olderThan: age, at: work.now) { digests in
      let texts = Set(digests.map(\.text))
      var wanted: Set<String> = []
      for feature in App.features { wanted.formUnion(try await feature.filesInUse(of: texts, in: db)) }
      return Set(digests.filter { wanted.contains($0.text) })
    }
    work.log.info("forgotten", ["files": .number(count)])
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
