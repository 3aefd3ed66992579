internal import Markup

struct ShowcaseNavigation: Component {
  let csrf: String

  var body: HTML {
    ShowcaseSection("Finding the way") {
      Breadcrumbs([("Courses", nowhere), ("Programming", nowhere), ("Foundations of the web", nowhere)])
      Tabs(
        "Parts of the course",
        [
          .init("Overview", to: nowhere, isCurrent: true), .init("Lessons", to: nowhere, count: 58),
          .init("Learners", to: nowhere, count: 24), .init("Settings", to: nowhere),
        ])
      ChipRow("Filters") {
        Chip("All", to: nowhere, .on, count: 46)
        Chip("Free", to: nowhere, count: 12)
        Chip("Programming", to: nowhere, .removable)
        Chip("Beginner", to: nowhere)
      }
      div(.class("row")) {
        Menu("More", showsLabel: true) {
          MenuItem("Edit", to: nowhere, icon: .edit)
          MenuItem("Copy", to: nowhere, icon: .copy)
          hr()
          MenuItem("Delete", posts: nowhere, csrf: csrf, icon: .trash, isDanger: true, confirm: "Delete this lesson?")
        }
        Button("Open a dialog", to: nowhere, opens: "sample-dialog")
        Button("Open a sheet", to: nowhere, opens: "sample-sheet")
      }
      Pagination("21 to 40 of 312 courses", previous: nowhere, next: nowhere)
      Pagination("1 to 20 of 20 courses", previous: nil, next: nil, label: "The only page")
      Pagination("1 to 20 of 312 courses", previous: nil, next: nowhere, label: "First pages")
      outline
      Dialog("sample-dialog", "Enroll with a code") {
        p(.class("soft")) { "Paste it as it is; dashes and spaces do not matter." }
        Form(nowhere, csrf: csrf) {
          Field("code", "Access code", value: "", .placeholder("XXXX-XXXX-XXXX"))
          FormActions { Button("Enroll", .primary) }
        }
      }
      Dialog("sample-sheet", "Mia Berg", isSheet: true) {
        PersonLine("Mia Berg", note: "Student since September")
        Facts([("Progress", HTML("12 of 58 lessons")), ("Last seen", HTML("2 hours ago"))])
      }
    }
  }

  @HTMLBuilder private var outline: HTML {
    Card("Course outline") {
      Outline([
        .init(
          "Introduction", note: "2 of 3",
          [
            .init("How this course works", to: nowhere, .done, note: "5 min"),
            .init("Join the community", to: nowhere, .done, icon: .film, note: "8 min"),
            .init("Motivation and mindset", to: nowhere, .started, note: "12 min", isCurrent: true),
          ]),
        .init(
          "The front end", note: "0 of 3",
          [
            .init(
              "A very long lesson title that needs two lines on a phone and should stay readable", to: nowhere, .open),
            .init("Forms", to: nowhere, .preview, icon: .quiz),
            .init("Grids", to: nil, .locked, note: "opens 4 Dec"),
          ]),
      ])
    }
  }
}
