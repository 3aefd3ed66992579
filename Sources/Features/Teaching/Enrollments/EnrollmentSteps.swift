internal import Essentials
internal import EvolvCore
internal import SQLStore

/// What a learner's step does to the enrollment, as links of the chain that records the step: `step` is the one that changed the
/// item, or did not, with `user_id`, `course_id` and `item_id`.
enum EnrollmentSteps {
  /// Columns in the order of `ProgressMade`.
  static let columns: SQL = """
    course_enrollments.course_id, course_enrollments.status, course_enrollments.items_done, \(itemCount),
    course_enrollments.completed_at
    """
  // SQLite answers with columns of the changed table only.
  private static let itemCount = SQL.sqlite(
    "(SELECT item_count FROM courses WHERE courses.id = course_enrollments.course_id) AS item_count"
  ).postgres("c.item_count")

  static func finished(_ step: SQL, at now: Instant) -> SQL {
    """
    UPDATE course_enrollments SET items_done = items_done + 1, last_item_id = step.item_id, last_seen_at = \(now),
      status = CASE WHEN items_done + 1 >= c.item_count THEN 'completed' ELSE course_enrollments.status END,
      completed_at = CASE WHEN items_done + 1 >= c.item_count THEN COALESCE(completed_at, \(now)) ELSE completed_at END
    FROM \(step) JOIN courses c ON c.id = step.course_id
    WHERE course_enrollments.user_id = step.user_id AND course_enrollments.course_id = step.course_id
    """
  }

  static func reopened(_ step: SQL, at now: Instant) -> SQL {
    """
    UPDATE course_enrollments SET items_done = items_done - 1, status = 'active', last_seen_at = \(now)
    FROM \(step) JOIN courses c ON c.id = step.course_id
    WHERE course_enrollments.user_id = step.user_id AND course_enrollments.course_id = step.course_id
    """
  }

  /// The enrollment as the step left it.
  static func after(_ step: SQL) -> SQL {
    """
    SELECT \(columns) FROM \(step) JOIN course_enrollments
      ON course_enrollments.user_id = step.user_id AND course_enrollments.course_id = step.course_id
    """
  }

  static func visited(_ item: ID<CourseItem>, by person: ID<Person>, at now: Instant) -> SQL {
    """
    UPDATE course_enrollments SET last_item_id = \(item), last_seen_at = \(now)
    WHERE user_id = \(person) AND course_id = (SELECT course_id FROM course_items WHERE id = \(item))
      AND status IN ('active', 'completed')
    """
  }
}
