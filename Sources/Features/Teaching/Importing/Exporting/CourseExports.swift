internal import Documents
internal import Essentials
public import EvolvCore
internal import FileStorage
internal import Foundation
internal import JobQueue
internal import Payloads
internal import Routing
public import SQLStore

/// An archive of a course, to take along.
public enum CourseExport {
  /// Writes the archive of the course of that slug to a file of this machine, which must not be there yet. Answers what
  /// the archive lacks, in words.
  public static func write(
    _ slug: String, to path: String, from db: Database, _ facilities: Facilities
  ) async throws -> [String] {
    guard let course = Slug<Course>(pathText: slug) else { throw Problem.notFound("course") }
    let holdings = try await db.holdings(of: .slug(course), for: .program)
    return try await holdings.write(to: path, from: db, facilities)
  }
}

struct CourseExportRecord: RowDecodable {
  let id: ID<CourseExport>, course: ID<Course>, digest: FileDigest?, size: Int?
  /// What it lacks, in words.
  let leftOut: [String]
  let createdAt: Instant, readyAt: Instant?, expiresAt: Instant

  static let columns: SQL = "id, course_id, file_sha256, size, left_out, created_at, ready_at, expires_at"
  init(row: inout Row) throws {
    id = try row.next()
    course = try row.next()
    let text: String? = try row.nextIfPresent()
    digest = text.flatMap { FileDigest(pathText: $0) }
    size = try row.nextIfPresent()
    let lines: String = try row.next()
    leftOut = lines.split(separator: "\n").map(String.init)
    createdAt = try row.next()
    readyAt = try row.nextIfPresent()
    expiresAt = try row.next()
  }
  /// For how long an archive can be taken.
  static let lifetime = Seconds.days(7)
}

/// Somebody asked for an archive of a course.
struct CourseExportAsked: CourseEvent {
  static let name = "course.export_asked"
  let course: ID<Course>
}

/// Somebody took an archive of a course along.
struct CourseExportTaken: CourseEvent {
  static let name = "course.export_taken"
  let course: ID<Course>
}

extension Reading {
  /// The archives of a course that can be taken or are being made, the newest first.
  func courseExports(of course: ID<Course>, at now: Instant) async throws -> [CourseExportRecord] {
    try await all(
      """
      SELECT \(CourseExportRecord.columns) FROM course_exports WHERE course_id = \(course) AND expires_at > \(now)
      ORDER BY created_at DESC, id DESC \(SQL.limit(20))
      """)
  }

  func courseExport(_ id: ID<CourseExport>, of course: ID<Course>, at now: Instant) async throws -> CourseExportRecord {
    let found = try await first(
      """
      SELECT \(CourseExportRecord.columns) FROM course_exports
      WHERE id = \(id) AND course_id = \(course) AND expires_at > \(now)
      """, as: CourseExportRecord.self)
    guard let found else { throw Problem.notFound("archive") }
    return found
  }
}

extension Context {
  /// The course, for who may take it along: those who may change it.
  func courseToExport(_ reference: Reference<Course>) async throws -> Course {
    let course = try await db.course(reference, for: viewer)
    try course.requireEditing(by: viewer)
    return course
  }

  /// Asks for an archive; a job makes it. While one is made, no further is begun.
  func askCourseExport(of course: Course) async throws -> CourseExportRecord {
    let person = try viewer.requirePerson(), viewer = viewer, now = now
    return try await db.transaction { transaction in
      let waiting = try await transaction.courseExports(of: course.id, at: now).first { $0.readyAt == nil }
      if let waiting { return waiting }
      let id = ID<CourseExport>(at: now)
      transaction.enqueue(MakeCourseExport(export: id), now: now)
      transaction.record(CourseExportAsked(course: course.id), by: viewer, at: now)
      return try await transaction.one(
        """
        INSERT INTO course_exports (id, course_id, user_id, created_at, expires_at)
        VALUES (\(id), \(course.id), \(person), \(now), \(now + CourseExportRecord.lifetime))
        RETURNING \(CourseExportRecord.columns)
        """)
    }
  }

  /// Sends an archive of a course.
  func takeCourseExport(_ id: ID<CourseExport>, of course: Course) async throws -> Response {
    let viewer = viewer, now = now
    guard let digest = try await db.courseExport(id, of: course.id, at: now).digest else {
      throw Problem.notFound("archive")
    }
    var response = try await response(of: digest, type: "application/zip")
    response.fields += [
      ("Cache-Control", "no-store"),
      ("Content-Disposition", "attachment; filename=\"\(course.slug.text).zip\""),
      ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ]
    try await db.transaction { $0.record(CourseExportTaken(course: course.id), by: viewer, at: now) }
    return response
  }
}

/// Makes an archive of a course as it stands when the job runs.
struct MakeCourseExport: Job {
  let export: ID<CourseExport>
  static let name = "make archive of a course"
  static let rule = JobRule(priority: .bulk, attempts: 4)
  static let shape = Shape("MakeCourseExport", Self.init(export:), Field("export", \.export))

  func run(_ work: Errand) async throws {
    let export = export
    let record = try await work.db.first(
      "SELECT \(CourseExportRecord.columns) FROM course_exports WHERE id = \(export) AND ready_at IS NULL",
      as: CourseExportRecord.self)
    guard let record else { return }
    let files = work.surroundings.files
    let (file, leftOut) = try await WorkFolder.with("course-export-" + export.text, in: work.surroundings) { folder in
      let path = folder + "/course.zip"
      let holdings = try await work.db.holdings(of: .id(record.course), for: .program)
      let leftOut = try await holdings.write(to: path, from: work.db, work.surroundings)
      let archive = FilePurpose(name: "archive", types: ["application/zip"], limit: 4 << 30)
      return (try await files.keep(moving: path, as: archive), leftOut)
    }
    try await work.conclude { transaction in
      transaction.later(
        """
        UPDATE course_exports SET file_sha256 = \(file.digest.text), size = \(file.size), ready_at = \(work.now),
          left_out = \(leftOut.joined(separator: "\n")) WHERE id = \(export)
        """)
    }
  }
}
