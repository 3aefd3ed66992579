internal import Documents
internal import Essentials
public import EvolvCore
internal import FileStorage
internal import Foundation
public import JobQueue
public import Payloads
internal import Routing
internal import SQLStore
internal import Telemetry

/// Reads an archive and works out what it would do.
struct ReadCourseImport: Job {
  let id: ID<CourseImport>
  static let name = "read archive of a course"
  static let rule = JobRule(attempts: 3)
  static let shape = Shape("ReadCourseImport", Self.init(id:), Field("import", \.id))

  func run(_ work: Errand) async throws {
    guard let step = try await CourseImportStep(id, .reading, work) else { return }
    let id = id
    try await step.attempt(work) {
      let arrival = try await step.arrival(work)
      let plan = try await step.bringing.plan(arrival, for: try await step.course(for: arrival), at: work.now)
      try await work.conclude { transaction in
        transaction.later(
          """
          UPDATE course_imports SET state = 'checked', title = \(plan.known?.course.title ?? plan.source.title),
            course_id = \(plan.known?.course.id), makes_course = \(plan.isNew) WHERE id = \(id)
          """)
        transaction.keepLines(of: plan, for: id)
      }
    }
  }
}

/// Brings an archive in, all of it at once.
struct ApplyCourseImport: Job {
  let id: ID<CourseImport>
  static let name = "bring a course in"
  static let rule = JobRule(attempts: 3)
  static let shape = Shape("ApplyCourseImport", Self.init(id:), Field("import", \.id))

  func run(_ work: Errand) async throws {
    guard let step = try await CourseImportStep(id, .applying, work) else { return }
    let id = id, now = work.now, settings = work.surroundings.settings(MediaSettings.self)
    try await step.attempt(work) {
      if !step.record.makesCourse, step.record.course == nil { throw NothingFound() }
      let arrival = try await step.arrival(work), viewer = step.bringing.viewer
      try await step.bringing.carryOut(arrival, for: step.record.makesCourse ? nil : step.record.course, at: now) {
        plan in
        try await work.conclude { _ = try await $0.finish(id, plan, settings, by: viewer, at: now) }
      }
    }
  }
}

/// Forgets imports that nobody can take back any more, archives that nobody brought in, and exports that are over.
public struct ForgetCourseImports: Job {
  public static let name = "forget imports of courses"
  public static let rule = JobRule(priority: .bulk)
  public static let shape = Shape("ForgetCourseImports", Self.init)
  public init() {}

  public func run(_ work: Errand) async throws {
    let limit = work.now - CourseImportRecord.grace - .days(1)
    let count = try await work.db.execute(
      "DELETE FROM course_imports WHERE created_at < \(limit) AND state NOT IN ('reading', 'applying')")
    let exports = try await work.db.execute("DELETE FROM course_exports WHERE expires_at <= \(work.now)")
    work.log.info("forgotten", ["imports": .number(count), "exports": .number(exports)])
  }
}

/// An import that a job works on, and for whom.
private struct CourseImportStep: Sendable {
  let record: CourseImportRecord
  let bringing: CourseBringing

  /// nil for one that is not at this step.
  init?(_ id: ID<CourseImport>, _ state: CourseImportState, _ work: Errand) async throws {
    let record = try await work.db.first(
      "SELECT \(CourseImportRecord.columns) FROM course_imports WHERE id = \(id) AND state = \(state)",
      as: CourseImportRecord.self)
    guard let record, let creator = record.creator else { return nil }
    guard let viewer = try await work.db.importer(creator) else { return nil }
    self.record = record
    var bringing = CourseBringing(db: work.db, facilities: work.surroundings, viewer: viewer)
    bringing.tell = { step, done, total in
      try await work.db.execute(
        """
        UPDATE course_imports SET step = \(step), step_done = \(done), step_total = \(total) WHERE id = \(id)
        """)
    }
    self.bringing = bringing
  }

  /// Unpacks the archive and reads it.
  func arrival(_ work: Errand) async throws -> CourseArrival {
    guard let digest = record.archive.flatMap({ FileDigest(pathText: $0) }),
      case .local(let path, let size)? = try await work.surroundings.files.location(of: digest)
    else { throw ArchiveFault.disk("it is not kept any more") }
    try await bringing.tell("Unpacking", 0, 0)
    return try await WorkFolder.with("course-import-" + record.id.text, in: work.surroundings) { place in
      let (paths, notes) = try await work.surroundings.files.work {
        let archive = try ArchiveFolder(path: path, 0..<size, CourseArchive.limits)
        try archive.unpack(to: place)
        return (archive.paths, archive.notes)
      }
      let root = Self.root(of: paths)
      let folder = place + (root.map { "/" + $0 } ?? "")
      return try await bringing.read(folder, named: root ?? record.fileName.stem).noting(notes)
    }
  }

  /// The one folder that everything lies in, if it does.
  private static func root(of paths: [String]) -> String? {
    let tops = paths.map { $0.split(separator: "/", maxSplits: 1).map(String.init) }.filter {
      $0.first != "__MACOSX" && $0.first?.hasPrefix(".") == false
    }
    guard let top = tops.first?.first, tops.allSatisfy({ $0.count == 2 && $0[0] == top }) else { return nil }
    return top
  }

  func course(for arrival: CourseArrival) async throws -> ID<Course>? {
    switch record.target {
    case .new: nil
    case .course: record.course
    case .known:
      try await bringing.db.courseBrought(
        from: arrival.source.slug, to: try bringing.viewer.requirePerson())
    }
  }

  /// Does a step. What the sender can mend becomes words on the page; anything else is tried again.
  func attempt(_ work: Errand, _ body: () async throws -> Void) async throws {
    do { try await body() } catch let fault as ArchiveFault {
      try await fail("The archive \(fault).", work)
    } catch let refusal as CourseFolderRefusal {
      try await fail("The archive \(refusal).", work)
    } catch let problem as Problem {
      try await fail(problem.words, work)
    } catch is NothingFound {
      try await fail("The course that it should be brought into is gone.", work)
    } catch  where work.attempt >= ReadCourseImport.rule.attempts {
      try await fail("Something went wrong here. The people who look after this school can see what.", work)
      throw error
    }
  }

  private func fail(_ words: String, _ work: Errand) async throws {
    try await work.db.execute(
      "UPDATE course_imports SET state = 'failed', fault = \(words), archive_sha256 = NULL WHERE id = \(record.id)")
  }
}

extension CourseArrival {
  fileprivate func noting(_ notes: [String]) -> CourseArrival {
    let lines = notes.map { ReportLine(.changed, "", "file name", because: $0) }
    return CourseArrival(source: source, kept: kept, films: films, faults: faults + lines)
  }
}

extension Problem {
  /// What is wrong, as the page says it.
  fileprivate var words: String {
    guard case .invalid(let faults) = self else { return detail }
    return faults.map { "\($0.field.replacing("_", with: " ").capitalized) \($0.message)." }.joined(separator: " ")
  }
}
