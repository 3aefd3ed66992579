internal import Essentials
internal import EvolvCore
internal import Payloads
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
  /// After items were removed: how many each learner of the course has done of those that remain. Who lacked nothing else has
  /// completed it.
  func recountDoneItems(of course: ID<Course>, at now: Instant) async throws {
    try await execute(
      """
      UPDATE course_enrollments SET items_done = (SELECT count(*) FROM item_progress
        WHERE item_progress.user_id = course_enrollments.user_id AND item_progress.course_id = course_enrollments.course_id
        AND item_progress.done_at IS NOT NULL)
      WHERE course_id = \(course)
      """)
    let completed: [ID<Person>] = try await all(
      """
      UPDATE course_enrollments SET status = 'completed', completed_at = COALESCE(completed_at, \(now))
      WHERE course_id = \(course) AND status = 'active' AND items_done > 0 AND items_done >= (SELECT item_count FROM courses
        WHERE courses.id = \(course) AND courses.status = 'published')
      RETURNING user_id
      """)
    for person in completed { tellCompleted(course, by: person, at: now) }
  }

  /// Tells that somebody completed a course otherwise than by their own last step.
  func tellCompleted(_ course: ID<Course>, by person: ID<Person>, at now: Instant) {
    let event = CourseCompleted(person: person, course: course)
    appendEvent(
      name: CourseCompleted.name, payload: JSONText(String(decoding: event.json, as: UTF8.self)), at: now)
  }
}
