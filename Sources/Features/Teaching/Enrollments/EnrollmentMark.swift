internal import Essentials
internal import EvolvCore
internal import SQLStore

/// As much of an enrollment as the page of its course shows.
struct EnrollmentMark: RowDecodable, Hashable {
  let isOpen: Bool, itemsDone: Int

  init(row: inout Row) throws {
    isOpen = try row.next()
    itemsDone = try row.next()
  }
}

extension Query {
  /// The viewer's enrollment in a course, for statements that go out before the course's id is known.
  static func enrollmentMark(of viewer: Viewer, in course: Reference<Course>) -> Query where Result == EnrollmentMark? {
    .first(
      """
      SELECT status IN ('active', 'completed'), items_done FROM course_enrollments
      WHERE user_id = \(viewer.person) AND course_id = \(CourseFragments.id(of: course))
      """)
  }
}
