internal import Essentials
internal import EvolvCore
internal import SQLStore

/// As much of an enrollment as the page of its course shows, read beside the course.
struct EnrollmentMark: Hashable {
  let status: EnrollmentStatus, isOpen: Bool, itemsDone: Int, expiresAt: Instant?

  static func columns(at now: Instant) -> SQL {
    """
    mine.status, mine.status IN ('active', 'completed') AND (mine.expires_at IS NULL OR mine.expires_at > \(now)),
    mine.items_done, mine.expires_at
    """
  }
  /// What the viewer has of the course, if anything.
  static func join(for viewer: Viewer) -> SQL {
    "LEFT JOIN course_enrollments AS mine ON mine.user_id = \(viewer.person) AND mine.course_id = courses.id"
  }

  /// Reads all its columns; nil when the viewer has no enrollment.
  init?(ifPresent row: inout Row) throws {
    let status: EnrollmentStatus? = try row.nextIfPresent(), isOpen: Bool? = try row.nextIfPresent()
    let itemsDone: Int? = try row.nextIfPresent()
    expiresAt = try row.nextIfPresent()
    guard let status, let isOpen, let itemsDone else { return nil }
    self.status = status
    self.isOpen = isOpen
    self.itemsDone = itemsDone
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

extension CourseStanding {
  /// Whether there is any of what few courses have: courses below it, courses that come before it, a place of the viewer on
  /// the waiting list, items that codes of their own opened. One look spares four statements nearly always.
  static func hasMore(for viewer: Viewer) -> SQL {
    """
    (EXISTS (SELECT 1 FROM courses AS below WHERE below.parent_id = courses.id)
      OR EXISTS (SELECT 1 FROM course_prerequisites WHERE course_prerequisites.course_id = courses.id)
      OR EXISTS (SELECT 1 FROM waiting_list
        WHERE waiting_list.user_id = \(viewer.person) AND waiting_list.course_id = courses.id)
      OR EXISTS (SELECT 1 FROM item_grants
        WHERE item_grants.user_id = \(viewer.person) AND item_grants.course_id = courses.id))
    """
  }
}

extension Query {
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
