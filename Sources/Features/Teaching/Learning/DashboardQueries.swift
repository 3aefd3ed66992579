internal import Essentials
internal import EvolvCore
internal import SQLStore

/// Something with a date that a learner should know of.
struct DueLine: RowDecodable {
  enum Kind: String, ColumnWord {
    /// An item opens.
    case opens
    /// A seat is kept for them until then, or they wait for one since then.
    case offered, waiting
  }
  let kind: Kind, course: Slug<Course>, courseTitle: String, item: Slug<CourseItem>?, itemTitle: String?, at: Instant

  init(row: inout Row) throws {
    kind = try row.next()
    course = try row.next()
    courseTitle = try row.next()
    item = try row.nextIfPresent()
    itemTitle = try row.nextIfPresent()
    at = try row.next()
  }

  /// So far ahead a learner looks.
  static let horizon = Seconds.days(14)

  /// What opens soon in the courses of a person, and the seats that are kept for them or that they wait for.
  static func query(for person: ID<Person>, at now: Instant) -> Query<[DueLine]> {
    .all(
      """
      SELECT 'opens', slug, title, item_slug, item_title, opens_at FROM (
        SELECT courses.slug, courses.title, course_items.slug AS item_slug, course_items.title AS item_title,
          \(opening) AS opens_at
        FROM course_enrollments AS held JOIN item_conditions AS rule ON rule.course_id = held.course_id
          JOIN course_items ON course_items.id = rule.item_id JOIN courses ON courses.id = held.course_id
        WHERE held.user_id = \(person) AND held.status = 'active' AND (held.expires_at IS NULL OR held.expires_at > \(now))
          AND (rule.opens_at IS NOT NULL OR rule.days_after IS NOT NULL) AND course_items.previewable_since IS NULL
          AND NOT EXISTS (SELECT 1 FROM item_grants AS given
            WHERE given.user_id = \(person) AND given.item_id = course_items.id)) AS opening
      WHERE opens_at > \(now) AND opens_at <= \(now + horizon)
      UNION ALL
      SELECT waiting_list.state, courses.slug, courses.title, NULL, NULL,
        COALESCE(waiting_list.offer_ends_at, waiting_list.joined_at)
      FROM waiting_list JOIN courses ON courses.id = waiting_list.course_id
      WHERE waiting_list.user_id = \(person) AND waiting_list.state IN ('waiting', 'offered')
      ORDER BY 6, 3 LIMIT 20
      """)
  }

  /// The later of the date and of so many days after the enrollment.
  private static let opening = SQL.sqlite(
    """
    max(COALESCE(rule.opens_at, 0), CASE WHEN rule.days_after IS NULL THEN 0
      ELSE held.enrolled_at + rule.days_after * 86400000000 END)
    """
  ).postgres("GREATEST(rule.opens_at, held.enrolled_at + rule.days_after * INTERVAL '24 hours')")
}

/// An item that a learner was at, with what became of it.
struct RecentStep: RowDecodable {
  let course: Slug<Course>, courseTitle: String, item: Slug<CourseItem>, itemTitle: String, isDone: Bool, at: Instant

  init(row: inout Row) throws {
    course = try row.next()
    courseTitle = try row.next()
    item = try row.next()
    itemTitle = try row.next()
    isDone = try row.next()
    at = try row.next()
  }

  /// The latest steps of a person in the courses that they take or took to the end. Which ones they are is found among the
  /// steps alone; only what is shown is looked up.
  static func query(of person: ID<Person>) -> Query<[RecentStep]> {
    .all(
      """
      SELECT courses.slug, courses.title, course_items.slug, course_items.title, latest.is_done, latest.moment
      FROM (SELECT step.item_id, step.course_id, step.done_at IS NOT NULL AS is_done,
          COALESCE(step.done_at, step.started_at) AS moment
        FROM item_progress AS step WHERE step.user_id = \(person) AND step.course_id IN (
          SELECT held.course_id FROM course_enrollments AS held
          WHERE held.user_id = \(person) AND held.status IN ('active', 'completed'))
        ORDER BY moment DESC, step.item_id LIMIT 6) AS latest
        JOIN course_items ON course_items.id = latest.item_id JOIN courses ON courses.id = latest.course_id
      ORDER BY latest.moment DESC, latest.item_id
      """)
  }
}
