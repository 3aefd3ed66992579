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
      ["course", "status", "progress", "enrolled_at", "last_seen_at", "completed_at", "expires_at", "ended_at"],
      try await reading.coursesEver(of: person).map { taken in
        [
          taken.title, taken.enrollment.status.rawValue, "\(taken.progress.whole) %", taken.enrollment.enrolledAt.text,
          taken.enrollment.lastSeenAt?.text, taken.enrollment.completedAt?.text,
          taken.enrollment.expiresAt?.text, taken.enrollment.endedAt?.text,
        ]
      })
  }

  public static func inUse(_ people: [ID<Person>], in reading: any Reading) async throws -> Set<ID<Person>> {
    Set(
      try await reading.all(
        """
        SELECT user_id FROM course_enrollments WHERE user_id IN \(people)
        UNION SELECT user_id FROM waiting_list WHERE user_id IN \(people)
        """))
  }

  /// Whoever is gone waits for nothing: a seat that was kept for them goes to the next.
  public static func erase(_ person: ID<Person>, in transaction: Transaction, at now: Instant) async throws {
    let waits: [WaitingEntry] = try await transaction.all(
      """
      SELECT \(WaitingEntry.columns) FROM waiting_list
      WHERE waiting_list.user_id = \(person) AND waiting_list.state IN ('waiting', 'offered')
      """)
    for wait in waits { try await transaction.endWait(wait, as: .left, by: .program, at: now) }
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
    let taken = try await reading.coursesEver(of: person)
    if taken.isEmpty { return nil }
    return FileSection("Courses") {
      Table("Courses taken", taken) {
        Column("Course", .name) { course in
          let page =
            viewer.may(.seeAnyLearners) || viewer.may(.editAnyCourse)
            ? LearnerRoutes.show.path(course.slug, person) : CourseRoutes.show.path(course.slug)
          a(href: page) { course.title }
        }
        Column("Progress") { course in
          ProgressBar(done: course.enrollment.itemsDone, of: max(course.itemCount, 1), unit: "lessons")
        }
        Column("State", .short) { course in course.enrollment.status.badge }
        Column("Since", .short) { course in Day(instant: course.enrollment.enrolledAt) }
        Column("Until", .short) { course in
          if let end = course.enrollment.endedAt ?? course.enrollment.expiresAt {
            Day(instant: end)
          } else {
            span(.class("faint")) { "No end" }
          }
        }
        Column("Last seen", .short) { course in
          if let last = course.enrollment.lastSeenAt { Day(instant: last) } else { span(.class("faint")) { "Never" } }
        }
      }
    }
  }
}
