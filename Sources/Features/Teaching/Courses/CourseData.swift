public import Essentials
public import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing
public import SQLStore

/// The courses a person teaches: to take along, and as a part of their file. A course outlives its teacher.
public enum CourseData: PersonalData, PersonFilePart {
  public static let name = "courses_taught"

  public static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords {
    let taught = try await reading.coursesTaught(by: person)
    return PersonalRecords(
      ["course", "status", "created_at"], taught.map { [$0.title, $0.status.rawValue, $0.createdAt.text] })
  }

  public static func inUse(_ people: [ID<Person>], in reading: any Reading) async throws -> Set<ID<Person>> {
    Set(try await reading.all("SELECT DISTINCT instructor_id FROM courses WHERE instructor_id IN \(people)"))
  }

  public static func add(to figures: inout PersonFigures, of person: ID<Person>, in reading: any Reading) async throws {
    let taught = try await reading.coursesTaught(by: person)
    figures.coursesTaught += taught.count
    figures.learners += taught.reduce(0) { $0 + $1.learners }
  }

  public static func section(of person: ID<Person>, for viewer: Viewer, in reading: any Reading) async throws
    -> FileSection?
  {
    let taught = try await reading.coursesTaught(by: person).filter {
      $0.status == .published || viewer.may(.editAnyCourse) || viewer.person == person
    }
    if taught.isEmpty { return nil }
    return FileSection("Teaches") {
      Table("Courses taught", taught) {
        Column("Course", .name) { course in a(href: CourseRoutes.show.path(course.slug)) { course.title } }
        Column("Learners", .number) { course in String(course.learners) }
      }
    }
  }
}

private struct CourseTaught: RowDecodable {
  let slug: Slug<Course>, title: String, status: CourseStatus, createdAt: Instant, learners: Int
  init(row: inout Row) throws {
    slug = try row.next()
    title = try row.next()
    status = try row.next()
    createdAt = try row.next()
    learners = try row.next()
  }
}

extension Reading {
  fileprivate func coursesTaught(by person: ID<Person>) async throws -> [CourseTaught] {
    try await all(
      """
      SELECT slug, title, status, created_at, total_enrolled FROM courses WHERE instructor_id = \(person)
      ORDER BY title, id
      """)
  }
}
