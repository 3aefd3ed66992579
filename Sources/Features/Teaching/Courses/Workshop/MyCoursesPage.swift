internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing
internal import SQLStore

/// The courses that a person teaches, the one changed last first.
struct MyCoursesPage: Page {
  static let size = 50
  let courses: [Course]
  let total: Int
  let page: Int

  var title: String { "Teaching" }

  var body: HTML {
    PageHeader("Teaching", lead: total == 0 ? nil : total.counted("course")) {
      Button("Bring in a course", to: CourseImportRoutes.list.path(), icon: .upload)
      Button("New course", to: TeachRoutes.new.path(), .primary, icon: .plus)
    }
    if courses.isEmpty {
      EmptyState("Your courses will stand here", "A title is enough to begin. Nobody sees a draft but you.") {
        Button("New course", to: TeachRoutes.new.path(), .primary, icon: .plus)
        Button("Bring one in", to: CourseImportRoutes.list.path(), icon: .upload)
      }
    } else {
      list
      Pages(page, size: Self.size, total: total, of: "courses") { TeachRoutes.mine.path().query(["page": String($0)]) }
    }
  }

  private var list: HTML {
    Table("Your courses", courses) {
      Column("Course", .name) { course in
        a(href: TeachRoutes.outline.path(course.slug), .ownDirection) { course.title }
      }
      Column("State", .short) { $0.status.badge }
      Column("Contents", .short) { HTML($0.lessonWords) }
      Column("Learners", .number) { HTML(String($0.totalEnrolled)) }
      Column("Changed", .short) { DayText(moment: $0.updatedAt) }
    }.body
  }

}

extension Reading {
  func courses(taughtBy viewer: Viewer, page: Int, size: Int) async throws -> ([Course], total: Int) {
    let person = try viewer.requirePerson()
    let isOwn: SQL = "(courses.instructor_id = \(person) OR courses.id IN \(viewer.courses(with: [.editAnyCourse])))"
    let (courses, total) = try await fetch(
      Query<[Course]>.all(
        """
        SELECT \(Course.columns) FROM \(Course.source) WHERE \(isOwn)
        ORDER BY courses.updated_at DESC, courses.id DESC \(SQL.limit(size, offset: (page - 1) * size))
        """),
      Query<Int>.value("SELECT count(*) FROM courses WHERE \(isOwn)"))
    return (courses, total)
  }
}

/// A day, as `21 Nov 2026`, with the moment for machines.
struct DayText: Component {
  let moment: Instant
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  var body: HTML {
    let day = moment.civil
    return time(datetime: moment.text) { "\(day.day) \(Self.months[day.month - 1]) \(day.year)" }
  }
}
