internal import Markup

struct ShowcaseTables: Component {
  let csrf: String

  struct Course {
    let name: String, teacher: String, learners: Int, state: Badge
  }
  private let courses = [
    Course(name: "Foundations of the web", teacher: "Tom Weaver", learners: 1284, state: Badge("Published", .good)),
    Course(name: "Typography for screens", teacher: "Ada Lovelace", learners: 96, state: Badge("In review", .info)),
    Course(name: "أساسيات الرياضيات", teacher: "محمد الفاسي", learners: 0, state: Badge("Draft")),
  ]

  var body: HTML {
    ShowcaseSection("Tables and lists") {
      Table("Courses", courses) {
        Column("Course", .name, sort: Sort(nowhere, .ascending)) { course in a(href: nowhere) { course.name } }
        Column("Teacher", sort: Sort(nowhere)) { $0.teacher }
        Column("State") { $0.state }
        Column("Learners", .number, sort: Sort(nowhere)) { "\($0.learners)" }
        Column("Actions", .actions) { _ in Menu { MenuItem("Edit", to: nowhere, icon: .edit) } }
      }
      div {
        ListBar {
          SearchField(label: "Search courses")
          ChipRow("Filters") { Chip("In review", to: nowhere, .removable) }
        }
        WorkList(
          "Applications", courses, action: nowhere, csrf: csrf, key: \.name, name: \.name, link: { _ in nowhere },
          bulk: [
            BulkAction("approve", "Approve", icon: .check),
            BulkAction("reject", "Reject", isDanger: true, confirm: "Reject the chosen applications?"),
          ]
        ) {
          Column("Name", .name) { course in a(href: nowhere) { course.teacher } }
          Column("Course") { $0.name }
          Column("State") { $0.state }
        }
      }
      SortableList(
        "Lessons", action: nowhere, csrf: csrf,
        ["How the web works", "Your first page", "Links and images"].map { name in
          .init(name, name: name) { a(href: nowhere) { name } }
        })
    }
  }
}
