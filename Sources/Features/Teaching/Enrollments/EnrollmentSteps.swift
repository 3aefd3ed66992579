internal import Essentials
internal import EvolvCore
internal import SQLStore

/// What a learner's step does to the enrollment, as statements for the transaction that records the step. The first two
/// only change the enrollment when `step` is the very one that changed the item.
enum EnrollmentSteps {
  static func finished(_ item: ID<CourseItem>, of person: ID<Person>, by step: ID<Evidence>, at now: Instant) -> SQL {
    """
    UPDATE course_enrollments SET items_done = items_done + 1, last_item_id = \(item), last_seen_at = \(now),
      status = CASE WHEN items_done + 1 >= c.item_count THEN 'completed' ELSE course_enrollments.status END,
      completed_at = CASE WHEN items_done + 1 >= c.item_count THEN COALESCE(completed_at, \(now)) ELSE completed_at END
    FROM item_progress p JOIN courses c ON c.id = p.course_id
    WHERE p.user_id = \(person) AND p.item_id = \(item) AND p.evidence_id = \(step)
      AND course_enrollments.user_id = p.user_id AND course_enrollments.course_id = p.course_id
    """
  }

  static func reopened(_ item: ID<CourseItem>, of person: ID<Person>, by step: ID<Evidence>, at now: Instant) -> SQL {
    """
    UPDATE course_enrollments SET items_done = items_done - 1, status = 'active', last_seen_at = \(now)
    FROM item_progress p
    WHERE p.user_id = \(person) AND p.item_id = \(item) AND p.evidence_id = \(step)
      AND course_enrollments.user_id = p.user_id AND course_enrollments.course_id = p.course_id
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
