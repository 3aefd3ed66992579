internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

// A learner's step is one transaction that is known beforehand, so it goes to the database in one round trip. The right to
// take it stands in the first statement, and what follows only happens to the row that this very step wrote: it is found
// by the id of the step's entry in the evidence log. Two taps on the same button count once.

extension Database {
  /// Marks an item done. Doing it again changes nothing. Throws not-found for who is not enrolled.
  func complete(_ item: ID<CourseItem>, by viewer: Viewer, at now: Instant) async throws -> ProgressMade {
    let person = try viewer.requirePerson(), step = ID<Evidence>(at: now)
    let (changed, _, _, _, made) = try await write(
      Query<Int>.execute(
        """
        INSERT INTO item_progress (user_id, item_id, course_id, started_at, done_at, evidence_id)
        SELECT \(person), course_items.id, course_items.course_id, \(now), \(now), \(step) FROM course_items
        JOIN course_enrollments e ON e.course_id = course_items.course_id AND e.user_id = \(person)
          AND e.status IN ('active', 'completed')
        WHERE course_items.id = \(item) AND \(ItemAccess.isOpenToLearner(person, at: now))
        ON CONFLICT (user_id, item_id) DO UPDATE SET done_at = excluded.done_at, evidence_id = excluded.evidence_id
        WHERE item_progress.done_at IS NULL
        """),
      Query<Int>.execute(
        """
        INSERT INTO learning_evidence (id, user_id, course_id, item_id, kind, happened_at)
        SELECT \(step), user_id, course_id, item_id, 'finished', \(now) FROM item_progress
        WHERE user_id = \(person) AND item_id = \(item) AND evidence_id = \(step)
        """),
      Query<Int>.execute(EnrollmentSteps.finished(item, of: person, by: step, at: now)),
      Query<Int>.execute(CourseCompleted(person: person, item: item).ifCompleted(by: step, at: now)),
      ProgressMade.query(of: person, with: item))
    guard let made else { throw Problem.notFound("lesson") }
    if changed == 0 { try await requireDone(item, of: made.course, by: viewer, at: now) }
    return made
  }

  /// Nothing was marked: it was done before, or the item is closed.
  private func requireDone(_ item: ID<CourseItem>, of course: ID<Course>, by viewer: Viewer, at now: Instant)
    async throws
  {
    let (done, enrollment, rules) = try await fetch(
      Query<Int?>.first(
        "SELECT 1 FROM item_progress WHERE user_id = \(viewer.person) AND item_id = \(item) AND done_at IS NOT NULL"),
      LearningRecord.enrollment(of: viewer, in: course),
      ItemRule.query(in: course, item: item, of: viewer.person, at: now))
    guard done == nil, let lock = rules.first?.lock(for: enrollment, at: now) else { return }
    throw Problem.locked(lock.words)
  }

  /// Takes a completion back; the log keeps both.
  func reopen(_ item: ID<CourseItem>, by viewer: Viewer, at now: Instant) async throws -> ProgressMade {
    let person = try viewer.requirePerson(), step = ID<Evidence>(at: now)
    let (_, _, _, made) = try await write(
      Query<Int>.execute(
        """
        UPDATE item_progress SET done_at = NULL, evidence_id = \(step)
        WHERE user_id = \(person) AND item_id = \(item) AND done_at IS NOT NULL
        """),
      Query<Int>.execute(
        """
        INSERT INTO learning_evidence (id, user_id, course_id, item_id, kind, happened_at)
        SELECT \(step), user_id, course_id, item_id, 'reopened', \(now) FROM item_progress
        WHERE user_id = \(person) AND item_id = \(item) AND evidence_id = \(step)
        """),
      Query<Int>.execute(EnrollmentSteps.reopened(item, of: person, by: step, at: now)),
      ProgressMade.query(of: person, with: item))
    guard let made else { throw Problem.notFound("lesson") }
    return made
  }

  /// Remembers that a learner has an item before them, for "continue" and for who is where.
  func visit(_ item: ID<CourseItem>, by person: ID<Person>, at now: Instant) async throws {
    let step = ID<Evidence>(at: now)
    _ = try await write(
      Query<Int>.execute(
        """
        INSERT INTO item_progress (user_id, item_id, course_id, started_at, evidence_id)
        SELECT \(person), course_items.id, course_items.course_id, \(now), \(step) FROM course_items
        JOIN course_enrollments e ON e.course_id = course_items.course_id AND e.user_id = \(person)
          AND e.status IN ('active', 'completed')
        WHERE course_items.id = \(item) AND \(ItemAccess.isOpenToLearner(person, at: now))
        ON CONFLICT (user_id, item_id) DO NOTHING
        """),
      Query<Int>.execute(
        """
        INSERT INTO learning_evidence (id, user_id, course_id, item_id, kind, happened_at)
        SELECT \(step), user_id, course_id, item_id, 'started', \(now) FROM item_progress
        WHERE user_id = \(person) AND item_id = \(item) AND evidence_id = \(step)
        """),
      Query<Int>.execute(EnrollmentSteps.visited(item, by: person, at: now)))
  }
}

extension ProgressMade {
  fileprivate static func query(of person: ID<Person>, with item: ID<CourseItem>) -> Query<ProgressMade?> {
    .first(
      """
      SELECT e.course_id, e.status, e.items_done, c.item_count, e.completed_at FROM course_items i
      JOIN course_enrollments e ON e.course_id = i.course_id AND e.user_id = \(person) AND e.status IN ('active', 'completed')
      JOIN courses c ON c.id = i.course_id WHERE i.id = \(item)
      """)
  }
}
