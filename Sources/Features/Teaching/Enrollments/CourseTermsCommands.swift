internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// A course that another one asks for.
struct Prerequisite: RowDecodable, Hashable {
  let course: ID<Course>, slug: Slug<Course>, title: String, isDone: Bool
  init(row: inout Row) throws {
    course = try row.next()
    slug = try row.next()
    title = try row.next()
    isDone = try row.next()
  }

  /// What a course asks for, and whether a person has done it.
  static func query(of course: SQL, for person: ID<Person>?) -> Query<[Prerequisite]> {
    .all(
      """
      SELECT courses.id, courses.slug, courses.title, EXISTS (SELECT 1 FROM course_enrollments AS done
        WHERE done.course_id = courses.id AND done.user_id = \(person) AND done.completed_at IS NOT NULL)
      FROM course_prerequisites JOIN courses ON courses.id = course_prerequisites.required_id
      WHERE course_prerequisites.course_id = \(course) ORDER BY courses.title, courses.id
      """)
  }
}

/// When an item opens.
struct ItemCondition: RowDecodable, Hashable, Sendable {
  let afterItem: ID<CourseItem>?, opensAt: Instant?, daysAfter: Int?

  init(afterItem: ID<CourseItem>?, opensAt: Instant?, daysAfter: Int?) {
    self.afterItem = afterItem
    self.opensAt = opensAt
    self.daysAfter = daysAfter
  }
  init(row: inout Row) throws {
    afterItem = try row.nextIfPresent()
    opensAt = try row.nextIfPresent()
    daysAfter = try row.nextIfPresent()
  }
  var isEmpty: Bool { afterItem == nil && opensAt == nil && daysAfter == nil }
}

extension Reading {
  /// What a course asks for that a person has not done.
  func missingPrerequisites(of course: ID<Course>, for person: ID<Person>) async throws -> [Prerequisite] {
    try await fetch(Prerequisite.query(of: "\(course)", for: person)).filter { !$0.isDone }
  }

  func condition(of item: ID<CourseItem>) async throws -> ItemCondition? {
    try await first("SELECT after_item_id, opens_at, days_after FROM item_conditions WHERE item_id = \(item)")
  }
}

extension Transaction {
  /// Throws a conflict that names what is to be finished first.
  func requirePrerequisites(of course: ID<Course>, for person: ID<Person>) async throws {
    let missing = try await missingPrerequisites(of: course, for: person)
    if missing.isEmpty { return }
    throw Problem.conflict("First finish \(missing.map { "“\($0.title)”" }.joined(separator: " and ")).")
  }

  /// For how long a course is open to who enrolls from now on, how long an offered seat is kept, and whether learners may
  /// keep lessons on their devices.
  func setTerms(
    of course: Course, accessDays: Int?, offerHours: Int, allowsOffline: Bool, by viewer: Viewer, at now: Instant
  ) async throws {
    try course.requireTeaching(by: viewer)
    try await execute(
      """
      INSERT INTO course_terms (course_id, access_days, offer_hours, allows_offline)
      VALUES (\(course.id), \(accessDays), \(offerHours), \(allowsOffline))
      ON CONFLICT (course_id) DO UPDATE SET access_days = excluded.access_days, offer_hours = excluded.offer_hours,
        allows_offline = excluded.allows_offline
      """)
    record(TermsChanged(course: course.id, item: nil), by: viewer, at: now)
  }

  /// Asks for another course before this one. Two that ask for each other would be open to nobody.
  func addPrerequisite(_ required: Course, to course: Course, by viewer: Viewer, at now: Instant) async throws {
    try course.requireTeaching(by: viewer)
    guard required.id != course.id else {
      throw Problem.invalid("course_id", "loop", "must be another course")
    }
    let leadsBack: Bool = try await value(
      """
      WITH RECURSIVE chain (id) AS (
        SELECT required_id FROM course_prerequisites WHERE course_id = \(required.id)
        UNION SELECT course_prerequisites.required_id FROM course_prerequisites
          JOIN chain ON chain.id = course_prerequisites.course_id)
      SELECT EXISTS (SELECT 1 FROM chain WHERE id = \(course.id))
      """)
    if leadsBack { throw Problem.invalid("course_id", "loop", "asks for this course itself") }
    try await execute(
      """
      INSERT INTO course_prerequisites (course_id, required_id) VALUES (\(course.id), \(required.id))
      ON CONFLICT DO NOTHING
      """)
    record(TermsChanged(course: course.id, item: nil), by: viewer, at: now)
  }

  func removePrerequisite(_ required: ID<Course>, of course: Course, by viewer: Viewer, at now: Instant) async throws {
    try course.requireTeaching(by: viewer)
    try await execute(
      "DELETE FROM course_prerequisites WHERE course_id = \(course.id) AND required_id = \(required)")
    record(TermsChanged(course: course.id, item: nil), by: viewer, at: now)
  }

  /// When an item opens; nothing of it: with the course.
  func setCondition(
    _ condition: ItemCondition, of item: CourseItem, in course: Course, by viewer: Viewer, at now: Instant
  ) async throws {
    try course.requireTeaching(by: viewer)
    if let before = condition.afterItem { try await checkOrder(of: before, before: item) }
    try await execute("DELETE FROM item_conditions WHERE item_id = \(item.id)")
    if !condition.isEmpty {
      try await execute(
        """
        INSERT INTO item_conditions (item_id, course_id, after_item_id, opens_at, days_after)
        VALUES (\(item.id), \(course.id), \(condition.afterItem), \(condition.opensAt), \(condition.daysAfter))
        """)
    }
    record(TermsChanged(course: course.id, item: item.id), by: viewer, at: now)
  }

  private func checkOrder(of before: ID<CourseItem>, before item: CourseItem) async throws {
    let (belongs, leadsBack) = try await fetch(
      Query<Bool>.value(
        "SELECT EXISTS (SELECT 1 FROM course_items WHERE id = \(before) AND course_id = \(item.courseID))"),
      Query<Bool>.value(
        """
        WITH RECURSIVE chain (id) AS (
          SELECT after_item_id FROM item_conditions WHERE item_id = \(before) AND after_item_id IS NOT NULL
          UNION SELECT item_conditions.after_item_id FROM item_conditions
            JOIN chain ON chain.id = item_conditions.item_id WHERE item_conditions.after_item_id IS NOT NULL)
        SELECT EXISTS (SELECT 1 FROM chain WHERE id = \(item.id))
        """))
    guard belongs, before != item.id else {
      throw Problem.invalid("after_item_id", "unknown", "must be another item of this course")
    }
    if leadsBack { throw Problem.invalid("after_item_id", "loop", "waits for this item itself") }
  }
}
