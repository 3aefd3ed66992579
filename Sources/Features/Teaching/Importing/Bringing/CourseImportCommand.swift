public import Essentials
public import EvolvCore
internal import Foundation
internal import Payloads
internal import Routing
public import SQLStore

/// What an import by the command line did.
public struct CourseImportSummary: Sendable {
  public let id: String, title: String, address: String
  public let added: Int, updated: Int, unchanged: Int, gone: Int, pictures: Int
  public let report: [(kind: String, place: String, what: String, why: String)]
}

extension CourseImport {
  /// Brings the course in the folder at `path` in, taught by `teacher`, and publishes it if wanted; without `isDone` only
  /// says what would happen. Throws `CourseFolderRefusal` for a folder that is no course.
  public static func run(
    folder path: String, order: [String] = [], publishes: Bool, isDone: Bool = true, for teacher: ID<Person>,
    into db: Database, _ facilities: Facilities, at now: Instant
  ) async throws -> CourseImportSummary {
    guard let viewer = try await db.importer(teacher) else { throw Problem.notFound("teacher") }
    let bringing = CourseBringing(db: db, facilities: facilities, viewer: viewer)
    let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    let arrival = try await bringing.read(path, order: order, named: name)
    let known = try await db.courseBrought(from: arrival.source.slug, to: teacher)
    if !isDone {
      let plan = try await bringing.plan(arrival, for: known, at: now)
      return CourseImportSummary(plan, id: "", title: plan.source.title)
    }
    let summary = Locked<CourseImportSummary?>(nil), id = ID<CourseImport>(at: now)
    try await bringing.carryOut(arrival, for: known, at: now) { plan in
      let course = try await db.transaction { transaction in
        let choice = ImportChoice(target: .known, course: known)
        try await transaction.begin(id, named: name, archive: nil, choice, .applying, by: viewer, at: now)
        return try await transaction.finish(
          id, plan, publishes: publishes, facilities.settings(MediaSettings.self), by: viewer, at: now)
      }
      summary.withLock { $0 = CourseImportSummary(plan, id: id.text, title: course.title) }
    }
    guard let done = summary.withLock({ $0 }) else { throw PlanIsStale() }
    return done
  }
}

extension CourseImport {
  /// Takes an import back, whoever brought it in, and answers the title of its course.
  public static func undo(_ text: String, in db: Database, at now: Instant) async throws -> String {
    guard let id = ID<CourseImport>(pathText: text) else { throw Problem.notFound("import") }
    let (record, _) = try await db.courseImport(id, for: .program)
    try await db.transaction { try await $0.undo(id, by: .program, at: now) }
    return record.title
  }
}

extension CourseImportSummary {
  fileprivate init(_ plan: CoursePlan, id: String, title: String) {
    self.id = id
    self.title = title
    address = TeachingLinks.course(plan.slug).text
    added = plan.count(.added)
    updated = plan.count(.updated)
    unchanged = plan.count(.unchanged)
    gone = plan.count(.gone)
    pictures = plan.files.count
    report = plan.lines.map { kind, line in
      (kind, line.line.map { "\(line.file):\($0)" } ?? line.file, line.what, line.why)
    }
  }
}
