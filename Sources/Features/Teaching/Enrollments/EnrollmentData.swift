public import Essentials
public import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
public import SQLStore

/// The courses a person takes: to take along, and as a part of their file. An enrollment holds no name, so that it stays
/// when its person is erased, and the counts of the course with it.
public enum EnrollmentData: PersonalData, PersonFilePart {
  public static let name = "enrollments"

  public static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords {
    PersonalRecords(
      ["course", "status", "progress", "enrolled_at", "last_seen_at", "completed_at"],
      try await reading.coursesTaken(by: person).map { taken in
        [
          taken.title, taken.enrollment.status.rawValue, "\(taken.progress.whole) %", taken.enrollment.enrolledAt.text,
          taken.enrollment.lastSeenAt?.text, taken.enrollment.completedAt?.text,
        ]
      })
  }

  public static func inUse(_ people: [ID<Person>], in reading: any Reading) async throws -> Set<ID<Person>> {
    Set(try await reading.all("SELECT DISTINCT user_id FROM course_enrollments WHERE user_id IN \(people)"))
  }

  public static func add(to figures: inout PersonFigures, of person: ID<Person>, in reading: any Reading) async throws {
    let taken = try await reading.coursesTaken(by: person)
    figures.coursesTaken += taken.count
    figures.coursesCompleted += taken.count { $0.enrollment.status == .completed }
    let items = taken.reduce(0) { $0 + $1.itemCount }, done = taken.reduce(0) { $0 + $1.enrollment.itemsDone }
    if items > 0 { figures.progress = Percent(done, of: items) }
  }

  public static func section(of person: ID<Person>, for viewer: Viewer, in reading: any Reading) async throws
    -> FileSection?
  {
    let taken = try await reading.coursesTaken(by: person)
    if taken.isEmpty { return nil }
    return FileSection("Courses") {
      Table("Courses taken", taken) {
        Column("Course", .name) { course in a(href: CourseRoutes.show.path(course.slug)) { course.title } }
        Column("Progress") { course in
          ProgressBar(done: course.enrollment.itemsDone, of: max(course.itemCount, 1), unit: "lessons")
        }
        Column("Since", .short) { course in Day(instant: course.enrollment.enrolledAt) }
        Column("Last seen", .short) { course in
          if let last = course.enrollment.lastSeenAt { Day(instant: last) } else { span(.class("faint")) { "Never" } }
        }
      }
    }
  }
}
