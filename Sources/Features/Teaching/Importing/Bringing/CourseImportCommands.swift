internal import Accounts
internal import Documents
internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import JobQueue
internal import Payloads
internal import Routing
internal import SQLStore

/// How large an archive of a course may be.
enum CourseArchive {
  static let purpose = FilePurpose(name: "course archive", types: ["application/zip"], limit: most)
  static let limits = ArchiveLimits(entries: 4_000, bytes: most, entryBytes: most)
  /// Of a whole archive, packed and unpacked: what a school writes it also takes.
  static let most = 1 << 30
}

/// What is said with an archive.
struct ImportChoice: Sendable {
  let target: ImportTarget, course: ID<Course>?
}

extension Context {
  /// Takes an archive in and has it read.
  func beginCourseImport(_ choice: ImportChoice) async throws -> ID<CourseImport> {
    try viewer.require(.createCourses)
    if let course = choice.course { try await db.course(.id(course), for: viewer).requireEditing(by: viewer) }
    guard let file = try request.file("file") else { throw Problem.invalid("file", "missing", "is required") }
    let stored = try await keepArchive(file)
    let id = ID<CourseImport>(at: now), viewer = viewer, now = now
    let name = String(file.name.prefix(200))
    try await db.transaction { transaction in
      try await transaction.begin(id, named: name, archive: stored.digest.text, choice, .reading, by: viewer, at: now)
      transaction.enqueue(ReadCourseImport(id: id), now: now, key: id.text)
    }
    return id
  }

  private func keepArchive(_ file: UploadedFile) async throws -> StoredFile {
    do { return try await keep(file, as: CourseArchive.purpose) } catch Problem.invalid(let faults)
      where faults.contains(where: { $0.code == "content_type" })
    { throw Problem.invalid("file", "content_type", "is no zip archive") }
  }

  /// Has the archive brought in as the page says.
  func startCourseImport(_ id: ID<CourseImport>) async throws {
    let viewer = viewer, now = now
    let (record, _) = try await db.courseImport(id, for: viewer)
    if let course = record.course { try await db.course(.id(course), for: viewer).requireEditing(by: viewer) }
    try await db.transaction { transaction in
      try await transaction.move(id, from: .checked, to: .applying)
      transaction.enqueue(ApplyCourseImport(id: id), now: now, key: id.text)
      transaction.record(CourseImportStarted(id: id), by: viewer, at: now)
    }
  }

  /// Forgets an archive that was not brought in.
  func discardCourseImport(_ id: ID<CourseImport>) async throws {
    _ = try await db.courseImport(id, for: viewer)
    let count = try await db.execute("DELETE FROM course_imports WHERE id = \(id) AND state IN ('checked', 'failed')")
    guard count == 1 else { throw Problem.conflict("This import is under way or done already.") }
  }

  /// Makes the course what it was before the import.
  func undoCourseImport(_ id: ID<CourseImport>) async throws {
    let viewer = viewer, now = now
    try await db.transaction { try await $0.undo(id, by: viewer, at: now) }
  }
}

extension Transaction {
  func begin(
    _ id: ID<CourseImport>, named name: String, archive: String?, _ choice: ImportChoice, _ state: CourseImportState,
    by viewer: Viewer, at now: Instant
  ) async throws {
    try await execute(
      """
      INSERT INTO course_imports (id, created_by, file_name, archive_sha256, title, target, course_id, makes_course,
        state, step, step_done, step_total, created_at)
      VALUES (\(id), \(viewer.person), \(name), \(archive), \(name), \(choice.target), \(choice.course), \(false),
        \(state), 'Waiting', 0, 0, \(now))
      """)
    record(CourseImportBegun(id: id), by: viewer, at: now)
  }

  /// Of many who ask for the same step at once one gets it, the others learn that it was done.
  fileprivate func move(
    _ id: ID<CourseImport>, from old: CourseImportState, to new: CourseImportState
  ) async throws {
    let count = try await execute(
      """
      UPDATE course_imports SET state = \(new), step = 'Waiting', step_done = 0, step_total = 0
      WHERE id = \(id) AND state = \(old)
      """)
    guard count == 1 else { throw Problem.conflict("This import is not at that step any more. Look at it again.") }
  }

  /// Carries a plan out and remembers what was before.
  func finish(
    _ id: ID<CourseImport>, _ plan: CoursePlan, publishes: Bool = false, _ settings: MediaSettings, by viewer: Viewer,
    at now: Instant
  ) async throws -> Course {
    for film in plan.films {
      try await addFilm(film.film, as: film.id, of: try viewer.requirePerson(), settings, by: viewer, at: now)
    }
    var course = try await carryOut(plan, by: viewer, at: now)
    if publishes, !course.isPublished {
      _ = try await submitCourse(course.reference, by: viewer, at: now)
      course = try await approveCourse(course.reference, by: viewer, at: now)
    }
    let before = CourseBefore(plan)
    try await execute(
      """
      UPDATE course_imports SET state = 'applied', title = \(course.title), course_id = \(course.id),
        makes_course = \(plan.isNew), before = \(try before.json), after_at = \(course.updatedAt),
        applied_at = \(now), archive_sha256 = \(String?.none) WHERE id = \(id)
      """)
    for digest in Set(before.digests) {
      later("INSERT INTO course_import_files (import_id, sha256) VALUES (\(id), \(digest)) ON CONFLICT DO NOTHING")
    }
    keepLines(of: plan, for: id)
    return course
  }

  func undo(_ id: ID<CourseImport>, by viewer: Viewer, at now: Instant) async throws {
    let (record, _) = try await courseImport(id, for: viewer)
    guard record.mayBeUndone(at: now), let moment = record.afterAt else {
      throw Problem.conflict("This import was taken back already, is not done, or is older than 30 days.")
    }
    guard let course = record.course else {
      throw Problem.conflict("The course is gone.")
    }
    let later: Int = try await value(
      """
      SELECT count(*) FROM course_imports WHERE course_id = \(course) AND state = 'applied' AND id <> \(id)
        AND applied_at > \(record.appliedAt ?? now)
      """)
    if later > 0 { throw Problem.conflict("The course was brought in again since. Take that back first.") }
    let before: JSONText = try await value("SELECT before FROM course_imports WHERE id = \(id)")
    try await execute(
      "UPDATE course_imports SET state = 'undone', undone_at = \(now), before = NULL WHERE id = \(id)")
    let state = try CourseBefore(json: before)
    try await takeBack(state, since: moment, madeCourse: record.makesCourse, from: course, by: viewer, at: now)
    try await removeFilms(unusedFilms(state.filmIDs), by: viewer, at: now)
    self.later("DELETE FROM course_import_files WHERE import_id = \(id)")
    self.record(CourseImportUndone(id: id), by: viewer, at: now)
  }
}
