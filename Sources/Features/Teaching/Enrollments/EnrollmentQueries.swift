internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// One course of a person, as the dashboard shows it.
struct CourseTaken: RowDecodable {
  let enrollment: Enrollment
  let slug: Slug<Course>, title: String, hue: Int?, coverID: ID<CourseFile>?, itemCount: Int
  let lastItemSlug: Slug<CourseItem>?, lastItemTitle: String?

  init(row: inout Row) throws {
    enrollment = try Enrollment(row: &row)
    slug = try row.next()
    title = try row.next()
    hue = try row.nextIfPresent()
    coverID = try row.nextIfPresent()
    itemCount = try row.next()
    lastItemSlug = try row.nextIfPresent()
    lastItemTitle = try row.nextIfPresent()
  }

  static let columns: SQL = """
    \(Enrollment.columns), courses.slug, courses.title, \(CategoryMark.hue), courses.thumbnail_file_id,
    courses.item_count, course_items.slug, course_items.title
    """
  static let source: SQL = """
    course_enrollments e JOIN courses ON courses.id = e.course_id \(CategoryMark.join)
    LEFT JOIN course_items ON course_items.id = e.last_item_id
    """
  var progress: Percent { Percent(enrollment.itemsDone, of: itemCount) }
  var cover: Link? { coverID.map { CourseFileRoutes.show.path(enrollment.course, $0) } }
}

/// One learner of a course, as the instructor sees them.
struct CourseLearner: RowDecodable {
  let enrollment: Enrollment
  let name: String, email: String, lastItemTitle: String?, itemCount: Int

  init(row: inout Row) throws {
    enrollment = try Enrollment(row: &row)
    name = try row.next()
    email = try row.next()
    lastItemTitle = try row.nextIfPresent()
    itemCount = try row.next()
  }
  var progress: Percent { Percent(enrollment.itemsDone, of: itemCount) }
}

extension Reading {
  /// The courses a person takes, the one touched last first; at most a hundred.
  func coursesTaken(by person: ID<Person>) async throws -> [CourseTaken] {
    try await fetch(Query<[CourseTaken]>.coursesTaken(by: person))
  }

  /// The viewer's enrollment in a course, whatever became of it.
  func enrollment(of viewer: Viewer, in course: ID<Course>) async throws -> Enrollment? {
    guard let person = viewer.person else { return nil }
    return try await first(
      "SELECT \(Enrollment.columns) FROM course_enrollments e WHERE e.course_id = \(course) AND e.user_id = \(person)")
  }

  /// Who takes a course, newest first, and how many in all; for those who teach it.
  func learners(of course: Course, _ filter: LearnersFilter, for viewer: Viewer, size: Int, at now: Instant)
    async throws -> (rows: [CourseLearner], total: Int)
  {
    try course.requireSeeingLearners(by: viewer)
    let (rows, total) = try await fetch(
      CourseLearner.query(of: course.id, filter, size: size, at: now),
      CourseLearner.count(of: course.id, filter, at: now)
    )
    return (rows, total)
  }

  /// One learner of a course; throws `NothingFound`.
  func learner(_ person: ID<Person>, of course: Course, for viewer: Viewer) async throws -> CourseLearner {
    try course.requireSeeingLearners(by: viewer)
    return try await one(
      """
      SELECT \(CourseLearner.columns) FROM \(CourseLearner.source)
      WHERE e.course_id = \(course.id) AND e.user_id = \(person)
      """)
  }

  /// Every course a person takes or took, the latest first; at most two hundred.
  func coursesEver(of person: ID<Person>) async throws -> [CourseTaken] {
    try await all(
      """
      SELECT \(CourseTaken.columns) FROM \(CourseTaken.source) WHERE e.user_id = \(person)
      ORDER BY e.enrolled_at DESC, e.id DESC LIMIT 200
      """)
  }
}

extension CourseLearner {
  static let columns: SQL = """
    \(Enrollment.columns), users.first_name || ' ' || users.last_name, users.email, course_items.title,
    courses.item_count
    """
  static let source: SQL = """
    course_enrollments e JOIN users ON users.id = e.user_id JOIN courses ON courses.id = e.course_id
      LEFT JOIN course_items ON course_items.id = e.last_item_id
    """

  /// Who takes a course, newest first.
  static func query(of course: ID<Course>, _ filter: LearnersFilter, size: Int, at now: Instant) -> Query<
    [CourseLearner]
  > {
    let page = filter.page?.value ?? 1
    return .all(
      """
      SELECT \(columns) FROM \(source) WHERE \(filter.condition(in: course, at: now))
      ORDER BY e.enrolled_at DESC, e.id DESC \(SQL.limit(size, offset: (page - 1) * size))
      """)
  }

  /// How many they are on all pages.
  static func count(of course: ID<Course>, _ filter: LearnersFilter, at now: Instant) -> Query<Int> {
    let condition = filter.condition(in: course, at: now)
    return .value("SELECT count(*) FROM course_enrollments e JOIN users ON users.id = e.user_id WHERE \(condition)")
  }
}

extension Course {
  func requireSeeingLearners(by viewer: Viewer) throws {
    if !viewer.may(.seeAnyLearners, in: scope) { try requireEditing(by: viewer) }
  }
}

extension LearnersFilter {
  fileprivate func condition(in course: ID<Course>, at now: Instant) -> SQL {
    SQL.joined(["e.course_id = \(course)"] + conditions(at: now), separator: " AND ")
  }

  fileprivate func conditions(at now: Instant) -> [SQL] {
    var conditions: [SQL] = []
    if let status { conditions.append("e.status = \(status)") }
    switch pace {
    case nil: break
    case .notStarted: conditions.append("e.items_done = 0 AND e.status = 'active'")
    case .idle:
      conditions.append("e.status = 'active' AND COALESCE(e.last_seen_at, e.enrolled_at) < \(now - .days(14))")
    case .ending:
      conditions.append("e.status IN ('active', 'completed') AND e.expires_at < \(now + .days(14))")
    }
    if let q, !q.trimmed.isEmpty {
      let like = "%\(q.trimmed.lowercased().filter { $0 != "%" && $0 != "_" })%"
      conditions.append(
        "(lower(users.first_name || ' ' || users.last_name) LIKE \(like) OR lower(users.email) LIKE \(like))")
    }
    return conditions
  }
}

extension Query where Result == [CourseTaken] {
  /// The courses a person takes, the one touched last first; at most a hundred.
  static func coursesTaken(by person: ID<Person>) -> Query {
    .all(
      """
      SELECT \(CourseTaken.columns) FROM \(CourseTaken.source)
      WHERE e.user_id = \(person) AND e.status IN ('active', 'completed')
      ORDER BY COALESCE(e.last_seen_at, e.enrolled_at) DESC LIMIT 100
      """)
  }
}
