internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

/// A code and the course it opens.
struct CodeOfCourse: RowDecodable {
  let code: AccessCode, course: Course
  init(row: inout Row) throws {
    code = try AccessCode(row: &row)
    course = try Course(row: &row)
  }
}

extension Reading {
  /// The codes of a course, newest first; for those who teach it.
  func accessCodes(of course: Course, for viewer: Viewer, page: Int, size: Int) async throws -> (
    rows: [AccessCode], total: Int
  ) {
    if !viewer.may(.seeAnyCodes, in: course.scope) { try course.requireEditing(by: viewer) }
    let (rows, total) = try await fetch(
      Query<[AccessCode]>.all(
        """
        SELECT \(AccessCode.columns) FROM course_access_codes WHERE course_id = \(course.id)
        ORDER BY created_at DESC, id DESC \(SQL.limit(size, offset: (page - 1) * size))
        """),
      Query<Int>.value("SELECT count(*) FROM course_access_codes WHERE course_id = \(course.id)"))
    return (rows, total)
  }

  /// One code with its course; one that the viewer may not manage does not exist.
  func accessCode(_ id: ID<AccessCode>, for viewer: Viewer) async throws -> CodeOfCourse {
    let found: CodeOfCourse = try await one(
      """
      SELECT a.id, a.code, a.course_id, a.type, a.max_uses, a.current_uses, a.expires_at, a.deactivated_at, a.created_at, \(Course.columns)
      FROM course_access_codes a JOIN courses ON courses.id = a.course_id \(Instructor.join) WHERE a.id = \(id)
      """)
    guard viewer.may(.seeAnyCodes, in: found.course.scope) || found.course.mayBeEdited(by: viewer) else {
      throw Problem.notFound("access code")
    }
    return found
  }
}
