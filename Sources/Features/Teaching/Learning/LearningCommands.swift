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
    let step = Completion(of: item, by: try viewer.requirePerson(), at: now)
    let (changed, _, _, _, made) = try await write(step.mark, step.prove, step.count, step.tell, step.result)
    return try await made.checked(changed, item, by: viewer, at: now, in: self)
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

extension Transaction {
  /// The same within a transaction that does more.
  func complete(_ item: ID<CourseItem>, by viewer: Viewer, at now: Instant) async throws -> ProgressMade {
    let step = Completion(of: item, by: try viewer.requirePerson(), at: now)
    let (changed, _, _, _, made) = try await fetch(step.mark, step.prove, step.count, step.tell, step.result)
    return try await made.checked(changed, item, by: viewer, at: now, in: self)
  }
}

/// The statements that mark an item done, in their order.
private struct Completion {
  let mark: Query<Int>, prove: Query<Int>, count: Query<Int>, tell: Query<Int>, result: Query<ProgressMade?>

  init(of item: ID<CourseItem>, by person: ID<Person>, at now: Instant) {
    let step = ID<Evidence>(at: now)
    mark = .execute(
      """
      INSERT INTO item_progress (user_id, item_id, course_id, started_at, done_at, evidence_id)
      SELECT \(person), course_items.id, course_items.course_id, \(now), \(now), \(step) FROM course_items
      JOIN course_enrollments e ON e.course_id = course_items.course_id AND e.user_id = \(person)
        AND e.status IN ('active', 'completed')
      WHERE course_items.id = \(item) AND \(ItemAccess.isOpenToLearner(person, at: now))
      ON CONFLICT (user_id, item_id) DO UPDATE SET done_at = excluded.done_at, evidence_id = excluded.evidence_id
      WHERE item_progress.done_at IS NULL
      """)
    prove = .execute(
      """
      INSERT INTO learning_evidence (id, user_id, course_id, item_id, kind, happened_at)
      SELECT \(step), user_id, course_id, item_id, 'finished', \(now) FROM item_progress
      WHERE user_id = \(person) AND item_id = \(item) AND evidence_id = \(step)
      """)
    count = .execute(EnrollmentSteps.finished(item, of: person, by: step, at: now))
    tell = .execute(CourseCompleted.ifCompleted(item, of: person, by: step, at: now))
    result = ProgressMade.query(of: person, with: item)
  }
}

extension ProgressMade? {
  /// Throws not-found for who is not enrolled, and the reason where nothing was marked though it was not done before.
  fileprivate func checked(
    _ changed: Int, _ item: ID<CourseItem>, by viewer: Viewer, at now: Instant, in reading: any Reading
  ) async throws -> ProgressMade {
    guard let made = self else { throw Problem.notFound("lesson") }
    if changed > 0 { return made }
    let (done, enrollment, rules) = try await reading.fetch(
      Query<Int?>.first(
        "SELECT 1 FROM item_progress WHERE user_id = \(viewer.person) AND item_id = \(item) AND done_at IS NOT NULL"),
      LearningRecord.enrollment(of: viewer, in: made.course),
      ItemRule.query(in: made.course, item: item, of: viewer.person, at: now))
    guard done == nil, let lock = rules.first?.lock(for: enrollment, at: now) else { return made }
    throw Problem.locked(lock.words)
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
