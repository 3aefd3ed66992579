internal import Essentials
internal import EvolvCore
internal import Foundation
internal import Payloads
internal import SQLStore

/// One import of a course.
public enum CourseImport {}

/// Where an import stands.
enum CourseImportState: String, PayloadChoice, ColumnWord {
  /// The archive is looked at and compared with the course; nothing has happened yet.
  case reading
  case checked
  case applying, applied, undone, failed

  var words: String {
    switch self {
    case .reading: "Being read"
    case .checked: "Read, not brought in"
    case .applying: "Being brought in"
    case .applied: "Brought in"
    case .undone: "Taken back"
    case .failed: "Not taken"
    }
  }
  var isUnderWay: Bool { self == .reading || self == .applying }
}

/// Which course an archive becomes.
enum ImportTarget: String, PayloadChoice, ColumnWord {
  /// The one that it was brought into before, or else a new one.
  case known
  case new
  /// One that was named.
  case course
}

struct CourseImportRecord: RowDecodable {
  let id: ID<CourseImport>, creator: ID<Person>?, fileName: String, archive: String?, title: String
  let target: ImportTarget, course: ID<Course>?, makesCourse: Bool, state: CourseImportState
  let step: String, done: Int, total: Int, fault: String?
  let createdAt: Instant, appliedAt: Instant?, undoneAt: Instant?, afterAt: Instant?

  static let columns: SQL = """
    course_imports.id, course_imports.created_by, course_imports.file_name, course_imports.archive_sha256,
    course_imports.title, course_imports.target, course_imports.course_id, course_imports.makes_course,
    course_imports.state, course_imports.step, course_imports.step_done, course_imports.step_total,
    course_imports.fault, course_imports.created_at, course_imports.applied_at, course_imports.undone_at,
    course_imports.after_at
    """

  init(row: inout Row) throws {
    id = try row.next()
    creator = try row.nextIfPresent()
    fileName = try row.next()
    archive = try row.nextIfPresent()
    title = try row.next()
    target = try row.next()
    course = try row.nextIfPresent()
    makesCourse = try row.next()
    state = try row.next()
    step = try row.next()
    done = try row.next()
    total = try row.next()
    fault = try row.nextIfPresent()
    createdAt = try row.next()
    appliedAt = try row.nextIfPresent()
    undoneAt = try row.nextIfPresent()
    afterAt = try row.nextIfPresent()
  }

  /// For how long it can be taken back.
  static let grace = Seconds.days(30)
  func mayBeUndone(at now: Instant) -> Bool {
    state == .applied && (appliedAt.map { $0 + Self.grace > now } ?? false)
  }
}

/// A line of the report as it is kept: what becomes of a part of the course, or what was found in a file.
struct ImportLine: RowDecodable {
  let number: Int, kind: String, file: String, line: Int?, what: String, why: String

  static let columns: SQL = "number, kind, file, line, what, why"
  init(row: inout Row) throws {
    number = try row.next()
    kind = try row.next()
    file = try row.next()
    line = try row.nextIfPresent()
    what = try row.next()
    why = try row.next()
  }

  /// `lesson.md, line 12`.
  var place: String { line.map { "\(file), line \($0)" } ?? file }
  var words: String {
    PartOutcome(rawValue: kind.replacing("part_", with: ""))?.words ?? ReportLine.Kind(rawValue: kind)?.words ?? kind
  }
}

extension ReportLine.Kind {
  var words: String {
    switch self {
    case .taken: "Taken"
    case .changed: "Rewritten"
    case .dropped: "Left out"
    case .missing: "Not found"
    }
  }
}

/// How many lines of each kind an import has.
struct ImportCounts: Sendable {
  private let counts: [String: Int]

  init(_ rows: [Row]) { counts = Dictionary(rows.map { ($0.kind, $0.count) }, uniquingKeysWith: +) }
  subscript(kind: PartOutcome) -> Int { counts[kind.rawValue, default: 0] }
  /// Sections and files that are new or changed.
  var parts: Int { counts["part_added", default: 0] + counts["part_updated", default: 0] }
  subscript(kind: ReportLine.Kind) -> Int { counts[kind.rawValue, default: 0] }

  struct Row: RowDecodable {
    let kind: String, count: Int
    init(row: inout SQLStore.Row) throws {
      kind = try row.next()
      count = try row.next()
    }
  }
}
