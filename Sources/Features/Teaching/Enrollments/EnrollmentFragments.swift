internal import Essentials
internal import EvolvCore
internal import SQLStore

/// What statements of the features beside this one may ask of enrollments.
enum EnrollmentFragments {
  /// Whether `person` takes the course that the statement calls `courses`.
  static func takesCourse(_ person: ID<Person>) -> SQL {
    """
    EXISTS (SELECT 1 FROM course_enrollments AS held WHERE held.user_id = \(person) AND held.course_id = courses.id
      AND held.status IN ('active', 'completed'))
    """
  }
}

extension Transaction {
  /// After items were removed: how many each learner of the course has done of those that remain.
  func recountDoneItems(of course: ID<Course>) {
    later(
      """
      UPDATE course_enrollments SET items_done = (SELECT count(*) FROM item_progress
        WHERE item_progress.user_id = course_enrollments.user_id AND item_progress.course_id = course_enrollments.course_id
        AND item_progress.done_at IS NOT NULL)
      WHERE course_id = \(course)
      """)
  }
}
