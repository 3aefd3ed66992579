internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

// A learner's step is one transaction that is known beforehand, so it goes to the database in one round trip, as a chain. The
// right to take it stands in its first link, and what follows only happens to the row that this very step wrote. Two taps on
// the same button count once.

extension Database {
  /// Marks an item done. Doing it again changes nothing. Throws not-found for who is not enrolled.
  func complete(_ item: ID<CourseItem>, by viewer: Viewer, at now: Instant) async throws -> ProgressMade {
    if let made = try await run(try Chain<ProgressMade>.completion(of: item, by: viewer, at: now)) { return made }
    return try await nothingMade(of: item, by: viewer, at: now)
  }

  /// Takes a completion back; the log keeps both.
  func reopen(_ item: ID<CourseItem>, by viewer: Viewer, at now: Instant) async throws -> ProgressMade {
    if let made = try await run(try Chain<ProgressMade>.reopening(of: item, by: viewer, at: now)) { return made }
    let before = try await fetch(ProgressMade.query(of: try viewer.requirePerson(), with: item))
    guard let before else { throw Problem.notFound("lesson") }
    return before
  }

  /// Remembers that a learner has an item before them, for "continue" and for who is where.
  func visit(_ item: ID<CourseItem>, by person: ID<Person>, at now: Instant) async throws {
    var chain = Chain<NoRow>()
    let step = LearningStep(of: item, by: person, at: now)
    let begun = step.begun(
      in: &chain,
      """
      INSERT INTO item_progress (user_id, item_id, course_id, started_at, evidence_id)
      SELECT \(person), course_items.id, course_items.course_id, \(now), \(step.id) FROM course_items
      JOIN course_enrollments e ON e.course_id = course_items.course_id AND e.user_id = \(person)
        AND e.status IN ('active', 'completed')
      WHERE course_items.id = \(item) AND \(ItemAccess.isOpenToLearner(person, at: now))
      ON CONFLICT (user_id, item_id) DO NOTHING
      """)
    chain.add("proof", step.proof(of: begun, as: "started"))
    chain.add("seen", EnrollmentSteps.visited(item, by: person, at: now))
    try await run(chain)
  }
}

extension Transaction {
  /// The same within a transaction that does more.
  func complete(_ item: ID<CourseItem>, by viewer: Viewer, at now: Instant) async throws -> ProgressMade {
    if let made = try await run(try Chain<ProgressMade>.completion(of: item, by: viewer, at: now)) { return made }
    return try await nothingMade(of: item, by: viewer, at: now)
  }
}

/// One step of a learner with an item, and its line in the evidence log.
private struct LearningStep {
  let id: ID<Evidence>
  let item: ID<CourseItem>, person: ID<Person>, now: Instant

  init(of item: ID<CourseItem>, by person: ID<Person>, at now: Instant) {
    id = ID(at: now)
    self.item = item
    self.person = person
    self.now = now
  }

  /// Adds the change of `item_progress` that the step consists of.
  func begun<Result>(in chain: inout Chain<Result>, _ change: SQL) -> SQL {
    chain.add(
      "step", change, columns: "item_progress.user_id, item_progress.item_id, item_progress.course_id",
      again: """
        SELECT user_id, item_id, course_id FROM item_progress
        WHERE user_id = \(person) AND item_id = \(item) AND evidence_id = \(id)
        """)
  }

  func proof(of step: SQL, as kind: SQL) -> SQL {
    """
    INSERT INTO learning_evidence (id, user_id, course_id, item_id, kind, happened_at)
    SELECT \(id), step.user_id, step.course_id, step.item_id, '\(kind)', \(now) FROM \(step)
    """
  }
}

extension Chain<ProgressMade> {
  fileprivate static func completion(of item: ID<CourseItem>, by viewer: Viewer, at now: Instant) throws -> Chain {
    let person = try viewer.requirePerson(), step = LearningStep(of: item, by: person, at: now)
    var chain = Chain()
    let done = step.begun(
      in: &chain,
      """
      INSERT INTO item_progress (user_id, item_id, course_id, started_at, done_at, evidence_id)
      SELECT \(person), course_items.id, course_items.course_id, \(now), \(now), \(step.id) FROM course_items
      JOIN course_enrollments e ON e.course_id = course_items.course_id AND e.user_id = \(person)
        AND e.status IN ('active', 'completed')
      WHERE course_items.id = \(item) AND \(ItemAccess.isOpenToLearner(person, at: now))
      ON CONFLICT (user_id, item_id) DO UPDATE SET done_at = excluded.done_at, evidence_id = excluded.evidence_id
      WHERE item_progress.done_at IS NULL
      """)
    chain.add("proof", step.proof(of: done, as: "finished"))
    let enrollment = chain.answer(
      "enrollment", EnrollmentSteps.finished(done, at: now), columns: EnrollmentSteps.columns,
      again: EnrollmentSteps.after(done))
    chain.add("told", CourseCompleted.ifCompleted(enrollment, by: item, of: person, at: now))
    return chain
  }

  fileprivate static func reopening(of item: ID<CourseItem>, by viewer: Viewer, at now: Instant) throws -> Chain {
    let person = try viewer.requirePerson(), step = LearningStep(of: item, by: person, at: now)
    var chain = Chain()
    let undone = step.begun(
      in: &chain,
      """
      UPDATE item_progress SET done_at = NULL, evidence_id = \(step.id)
      WHERE user_id = \(person) AND item_id = \(item) AND done_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM course_enrollments e WHERE e.user_id = \(person) AND e.course_id = item_progress.course_id
          AND e.status IN ('active', 'completed'))
      """)
    chain.add("proof", step.proof(of: undone, as: "reopened"))
    _ = chain.answer(
      "enrollment", EnrollmentSteps.reopened(undone, at: now), columns: EnrollmentSteps.columns,
      again: EnrollmentSteps.after(undone))
    return chain
  }
}

extension Reading {
  /// What to say where a completion changed nothing: it was done before, it is locked, or there is nothing to be done.
  fileprivate func nothingMade(of item: ID<CourseItem>, by viewer: Viewer, at now: Instant) async throws -> ProgressMade
  {
    let before = try await fetch(ProgressMade.query(of: try viewer.requirePerson(), with: item))
    guard let before else { throw Problem.notFound("lesson") }
    let (done, enrollment, rules) = try await fetch(
      Query<Int?>.first(
        "SELECT 1 FROM item_progress WHERE user_id = \(viewer.person) AND item_id = \(item) AND done_at IS NOT NULL"),
      LearningRecord.enrollment(of: viewer, in: before.course),
      ItemRule.query(in: before.course, item: item, of: viewer.person, at: now))
    guard done == nil, let lock = rules.first?.lock(for: enrollment, at: now) else { return before }
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
