import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Foundation
import Payloads
import Testing

@testable import SQLStore
@testable import Teaching

/// What a learner's and a teacher's screens ask of the tables that grow is found by indexes, on both databases.
@Suite(.school) struct `Serving by indexes` {
  let school = School.current
  static let isPostgres = ProcessInfo.processInfo.environment["EVOLV_TEST_POSTGRES"] != nil

  @Test func `never reads a table of progress from end to end`() async throws {
    try await fill()
    let db = school.db, now = school.now
    let person: ID<Person> = try await db.value("SELECT id FROM users WHERE email = 'learner7@example.org'")
    let course: ID<Course> = try await db.value("SELECT id FROM courses WHERE slug = 'growing-7'")
    let item: ID<CourseItem> = try await db.value(
      "SELECT id FROM course_items WHERE course_id = \(course) AND position = 1")
    let statements: [(String, SQL)] = [
      ("page of a course", Query<CoursePageHead>.pageHead(of: .id(course), for: school.people.mia.viewer, at: now).sql),
      ("courses taken", Query<[CourseTaken]>.coursesTaken(by: person).sql),
      ("what is due", DueLine.query(for: person, at: now).sql), ("recent steps", RecentStep.query(of: person).sql),
      ("items touched", LearningRecord.touched(by: person, in: course).sql),
      ("rules of a course", ItemRule.query(in: course, of: person, at: now).sql),
      ("passages", ItemPassage.query(of: course, at: now).sql), ("stuck", StuckLearner.query(in: item, at: now).sql),
      ("learning time", LearningTime.steps(by: person, in: course).sql),
    ]
    let filters = [
      LearnersFilter(), LearnersFilter(page: Number(9)), LearnersFilter(q: "learner 7"),
      LearnersFilter(status: .active), LearnersFilter(pace: .notStarted), LearnersFilter(pace: .idle),
      LearnersFilter(pace: .ending),
    ]
    let lists = filters.flatMap { filter in
      [
        ("learners \(filter)", CourseLearner.query(of: course, filter, size: 50, at: now).sql),
        ("how many learners \(filter)", CourseLearner.count(of: course, filter, at: now).sql),
      ]
    }
    for (name, sql) in statements + lists {
      let plan = try await plan(of: sql)
      let scans = plan.filter(isScan)
      #expect(scans.isEmpty, "\(name): \(plan.joined(separator: "\n"))")
    }
    // The look at the plans notices a scan.
    #expect(try await plan(of: "SELECT count(*) FROM item_progress WHERE started_at = \(now)").contains(where: isScan))
    #expect(try await TeachingCounts.faults(in: db) == [])
  }

  /// Such as `Seq Scan on item_progress step`, `SCAN step`; walking an index from end to end is one, too.
  private func isScan(_ line: String) -> Bool {
    if Self.isPostgres {
      return ["item_progress", "learning_evidence", "course_enrollments"].contains {
        line.contains("Seq Scan on \($0)")
      }
    }
    let words = line.split(separator: " ")
    guard words.first == "SCAN", words.count > 1 else { return false }
    return ["item_progress", "learning_evidence", "course_enrollments", "step", "held", "mine", "e"].contains(
      String(words[1]))
  }

  private func plan(of sql: SQL) async throws -> [String] {
    let lines: [PlanLine] = try await school.db.all(
      .sqlite("EXPLAIN QUERY PLAN \(sql)").postgres("EXPLAIN \(sql)"))
    return lines.map(\.text)
  }

  /// 400 learners of 40 courses with 20 items: 4,000 enrollments, 80,000 items done.
  private func fill() async throws {
    let db = school.db, now = school.now
    let tom: ID<Person> = try #require(school.people.tom.viewer.person)
    let id = SQL.sqlite("randomblob(16)").postgres("gen_random_uuid()")
    try await db.execute(
      """
      INSERT INTO users (id, email, email_key, password_hash, role, status, first_name, last_name, name_key, time_zone,
        email_verified_at, created_at, updated_at)
      SELECT \(id), 'learner' || n || '@example.org', 'learner' || n || '@example.org', '', 'student', 'active', 'Learner',
        'Number ' || n, 'learner number ' || n, 'UTC', \(now), \(now), \(now) FROM (\(numbers(400))) AS numbers
      """)
    try await db.execute(
      """
      INSERT INTO courses (id, title, slug, short_description, instructor_id, level, enrollment_mode, status, published_at,
        item_count, lesson_count, total_enrolled, created_at, updated_at)
      SELECT \(id), 'Growing ' || n, 'growing-' || n, '', \(tom), 'beginner', 'free', 'published', \(now), 20, 20, 100,
        \(now), \(now) FROM (\(numbers(40))) AS numbers
      """)
    try await db.execute(
      """
      INSERT INTO course_sections (id, course_id, title, position, created_at)
      SELECT \(id), id, 'Part', 1, \(now) FROM courses WHERE slug LIKE 'growing-%'
      """)
    try await db.execute(
      """
      INSERT INTO course_items (id, course_id, section_id, kind, title, slug, position, created_at, updated_at)
      SELECT \(id), course_sections.course_id, course_sections.id, 'lesson', 'Lesson ' || n, 'lesson-' || n, n, \(now), \(now)
      FROM course_sections JOIN courses ON courses.id = course_sections.course_id CROSS JOIN (\(numbers(20))) AS numbers
      WHERE courses.slug LIKE 'growing-%'
      """)
    try await learn(id)
    for table in ["users", "courses", "course_items", "course_enrollments", "item_progress", "learning_evidence"] {
      try await db.execute(Self.analyze[table] ?? "ANALYZE")
    }
  }

  private func learn(_ id: SQL) async throws {
    let db = school.db, now = school.now
    try await db.execute(
      """
      INSERT INTO course_enrollments (id, user_id, course_id, status, origin, items_done, last_seen_at, enrolled_at)
      SELECT \(id), users.id, courses.id, 'active', 'free', 20, \(now), \(now) FROM users CROSS JOIN courses
      WHERE users.email LIKE 'learner%' AND courses.slug LIKE 'growing-%'
        AND (CAST(replace(replace(users.email, 'learner', ''), '@example.org', '') AS INTEGER)
          + CAST(replace(courses.slug, 'growing-', '') AS INTEGER)) % 4 = 0
      """)
    // In pieces, since a statement may take only so long, however busy the machine is.
    for last in [5, 10, 15, 20] { try await finish(positions: (last - 4)...last, id) }
  }

  private func finish(positions: ClosedRange<Int>, _ id: SQL) async throws {
    let db = school.db, now = school.now
    try await db.execute(
      """
      INSERT INTO item_progress (user_id, item_id, course_id, started_at, done_at, evidence_id)
      SELECT e.user_id, course_items.id, e.course_id, \(now), \(now), \(id) FROM course_enrollments e
      JOIN course_items ON course_items.course_id = e.course_id JOIN courses ON courses.id = e.course_id
      WHERE courses.slug LIKE 'growing-%'
        AND course_items.position BETWEEN \(positions.lowerBound) AND \(positions.upperBound)
      """)
    try await db.execute(
      """
      INSERT INTO learning_evidence (id, user_id, course_id, item_id, kind, happened_at)
      SELECT evidence_id, user_id, item_progress.course_id, item_id, 'finished', done_at FROM item_progress
      JOIN courses ON courses.id = item_progress.course_id JOIN course_items ON course_items.id = item_id
      WHERE courses.slug LIKE 'growing-%'
        AND course_items.position BETWEEN \(positions.lowerBound) AND \(positions.upperBound)
      """)
  }
  private static let analyze: [String: SQL] = [
    "users": "ANALYZE users", "courses": "ANALYZE courses", "course_items": "ANALYZE course_items",
    "course_enrollments": "ANALYZE course_enrollments", "item_progress": "ANALYZE item_progress",
    "learning_evidence": "ANALYZE learning_evidence",
  ]

  private func numbers(_ most: Int) -> SQL {
    "WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < \(most)) SELECT n FROM counted"
  }
}

private struct PlanLine: RowDecodable {
  let text: String
  init(row: inout Row) throws {
    if !`Serving by indexes`.isPostgres {
      _ = (try row.next() as Int, try row.next() as Int, try row.next() as Int)
    }
    text = try row.next()
  }
}
