internal import Essentials
internal import EvolvCore
internal import SQLStore

/// As much of an enrollment as the page of its course shows.
struct EnrollmentMark: RowDecodable, Hashable {
  let status: EnrollmentStatus, isOpen: Bool, itemsDone: Int, expiresAt: Instant?

  init(row: inout Row) throws {
    status = try row.next()
    isOpen = try row.next()
    itemsDone = try row.next()
    expiresAt = try row.nextIfPresent()
  }
}

/// How a viewer stands with a course: enrolled, waiting, or with something to do first.
struct CourseStanding: Sendable {
  let enrollment: EnrollmentMark?
  let wait: WaitingEntry?
  let missing: [Prerequisite]
  /// What single codes opened.
  let openItems: Set<ID<CourseItem>>

  init(_ enrollment: EnrollmentMark?, _ wait: WaitingEntry?, _ asked: [Prerequisite], _ open: [ID<CourseItem>]) {
    self.enrollment = enrollment
    self.wait = wait.flatMap { $0.isOpen ? $0 : nil }
    missing = asked.filter { !$0.isDone }
    openItems = Set(open)
  }

  var isOpen: Bool { enrollment?.isOpen == true }
}

extension Query {
  /// The viewer's enrollment in a course, for statements that go out before the course's id is known.
  static func enrollmentMark(of viewer: Viewer, in course: Reference<Course>, at now: Instant) -> Query
  where Result == EnrollmentMark? {
    .first(
      """
      SELECT status, status IN ('active', 'completed') AND (expires_at IS NULL OR expires_at > \(now)), items_done,
        expires_at
      FROM course_enrollments WHERE user_id = \(viewer.person) AND course_id = \(CourseFragments.id(of: course))
      """)
  }

  /// Whether there is any of what few courses have: courses below it, courses that come before it, a place of the viewer on
  /// the waiting list, items that codes of their own opened. One look spares four statements nearly always.
  static func hasMore(on course: Reference<Course>, for viewer: Viewer) -> Query where Result == Bool? {
    .first(
      """
      SELECT EXISTS (SELECT 1 FROM courses AS below WHERE below.parent_id = courses.id)
        OR EXISTS (SELECT 1 FROM course_prerequisites WHERE course_prerequisites.course_id = courses.id)
        OR EXISTS (SELECT 1 FROM waiting_list
          WHERE waiting_list.user_id = \(viewer.person) AND waiting_list.course_id = courses.id)
        OR EXISTS (SELECT 1 FROM item_grants
          WHERE item_grants.user_id = \(viewer.person) AND item_grants.course_id = courses.id)
      FROM courses WHERE \(CourseFragments.isNamed(course))
      """)
  }

  static func waitingEntry(of viewer: Viewer, in course: Reference<Course>) -> Query where Result == WaitingEntry? {
    .first(
      """
      SELECT \(WaitingEntry.columns) FROM waiting_list
      WHERE waiting_list.user_id = \(viewer.person) AND waiting_list.course_id = \(CourseFragments.id(of: course))
      """)
  }

  /// The items of a course that codes of their own opened to the viewer.
  static func itemsOpenByCode(to viewer: Viewer, in course: Reference<Course>, at now: Instant) -> Query
  where Result == [ID<CourseItem>] {
    .all(
      """
      SELECT item_id FROM item_grants WHERE user_id = \(viewer.person) AND course_id = \(CourseFragments.id(of: course))
        AND origin = 'code' AND (expires_at IS NULL OR expires_at > \(now))
      """)
  }
}
