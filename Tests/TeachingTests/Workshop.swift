// A database of its own for each test, with a few people: SQLite, or PostgreSQL when EVOLV_TEST_POSTGRES names a server.
import Accounts
import Essentials
import EventLoops
import EvolvCore
import Foundation
import Payloads
import SQLStore
import Testing

@testable import Teaching

enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, postgres
  var testDescription: String { rawValue }

  static let address = ProcessInfo.processInfo.environment["EVOLV_TEST_POSTGRES"]
  static var all: [Engine] { address == nil ? [.sqlite] : [.postgres] }
}

struct Workshop: Sendable {
  let db: Database
  let ada: Viewer, tom: Viewer, eve: Viewer, mia: Viewer
  let visitor = Viewer.visitor()
  let now = Instant(microseconds: 1_795_000_000_000_000)

  private static let loop: EventLoop = {
    let loop = EventLoop(name: "tests")
    loop.start()
    return loop
  }()

  init(_ engine: Engine) async throws {
    let name = "t" + ID<Store>().text.replacing("-", with: "")
    var configuration: StoreConfiguration
    switch engine {
    case .sqlite: configuration = StoreConfiguration(engine: .sqlite(path: NSTemporaryDirectory() + "\(name).sqlite"))
    case .postgres:
      configuration = StoreConfiguration(engine: .postgres(url: Engine.address ?? ""))
      configuration.schema = name
    }
    let store = Store(configuration)
    let tables = Catalog.migrations + Courses.migrations + Roles.migrations + [.users, .enrollments, .learning]
    try await store.migrate(tables)
    db = try await store.database(on: Self.loop)
    ada = try await Self.person("Ada", "Lovelace", .admin, in: db)
    tom = try await Self.person("Tom", "Teacher", .instructor, in: db)
    eve = try await Self.person("Eve", "Élan", .instructor, in: db)
    mia = try await Self.person("Mia", "Student", .student, in: db)
  }

  private static func person(_ first: String, _ last: String, _ role: Role, in db: Database) async throws -> Viewer {
    let id = ID<Person>()
    try await db.execute(
      "INSERT INTO users (id, role, first_name, last_name) VALUES (\(id), \(role.rawValue), \(first), \(last))")
    let identity = Viewer.Identity(
      person: id, session: ID(), name: "\(first) \(last)", email: "\(first)@example.org", role: role)
    return Viewer(identity: identity, rights: RoleTable.builtIn.rights(role))
  }
}

extension Migration {
  /// As much of the people's table as teaching reads.
  static let users = Migration(
    id: "20261121T0900_users", feature: "Tests",
    [
      "CREATE TABLE users (id {{id}} PRIMARY KEY, role {{text}} NOT NULL, first_name {{text}} NOT NULL, last_name {{text}} NOT NULL){{strict}}"
    ])
}

extension Workshop {
  func make(_ title: String, by viewer: Viewer? = nil, _ change: (inout NewCourse) -> Void = { _ in }) async throws
    -> Course
  {
    var new = NewCourse(title: try #require(Text(title)))
    new.shortDescription = Text("About \(title)")
    change(&new)
    let made = new
    return try await db.transaction { try await $0.createCourse(made, by: viewer ?? tom, at: now) }
  }

  func addSection(_ title: String, to course: Course, at position: Int? = nil) async throws -> CourseSection {
    let new = NewSection(title: try #require(Text(title)), position: position.flatMap { Number($0) })
    return try await db.transaction { try await $0.addSection(new, to: course.reference, by: tom, at: now) }
  }

  func addLesson(
    _ title: String, _ markdown: String = "Text", to section: CourseSection, isPreview: Bool = false,
    at position: Int? = nil
  ) async throws -> CourseItem {
    let text = LessonText(writing: markdown, title: title)
    let new = NewItem(
      title: try #require(Text(title)), content: .lesson(text), isPreview: isPreview, position: position)
    return try await db.transaction { try await $0.addItem(new, to: section.id, by: tom, at: now) }
  }

  /// A published course with one section and one lesson.
  func publish(_ title: String, _ change: (inout NewCourse) -> Void = { _ in }) async throws -> Course {
    let course = try await make(title, change)
    let section = try await addSection("Start", to: course)
    _ = try await addLesson("First steps", to: section)
    return try await publish(course)
  }

  @discardableResult func publish(_ course: Course) async throws -> Course {
    _ = try await db.transaction { try await $0.submitCourse(course.reference, by: tom, at: now) }
    return try await db.transaction { try await $0.approveCourse(course.reference, by: ada, at: now) }
  }

  func published(
    _ filter: CourseFilter = CourseFilter(), _ part: ListPart = .page(1), size: Int = 20
  ) async throws -> CourseList {
    let (rows, total) = try await db.fetch(
      Query<[CourseBrief]>.publishedCourses(filter, part, size: size), Query<Int>.publishedTotal(filter))
    return CourseList(rows, size: size, total: total, filter: filter)
  }

  func enroll(_ viewer: Viewer, in course: Course) async throws {
    let id = ID<Workshop>()
    try await db.execute(
      """
      INSERT INTO course_enrollments (id, user_id, course_id, status, origin, enrolled_at)
      VALUES (\(id), \(viewer.person), \(course.id), 'active', 'free', \(now))
      """)
  }

  /// The kept counts and what a recount gives, as text.
  func counts() async throws -> (kept: [String], counted: [String]) {
    let kept: [String] = try await db.all(
      """
      SELECT slug || ' ' || item_count || ' ' || lesson_count FROM courses UNION ALL
      SELECT name || ' ' || total || ' 0' FROM catalog_counts ORDER BY 1
      """)
    let counted: [String] = try await db.all(
      """
      SELECT slug || ' ' || (SELECT count(*) FROM course_items WHERE course_id = courses.id) || ' '
        || (SELECT count(*) FROM course_items WHERE course_id = courses.id AND kind = 'lesson') FROM courses UNION ALL
      SELECT 'published ' || (SELECT count(*) FROM courses WHERE status = 'published') || ' 0' ORDER BY 1
      """)
    return (kept, counted)
  }
}
