internal import Essentials
internal import EvolvDesign
internal import Markup
internal import Routing

/// Keeps a lesson, or all lessons of a course, on the device. A script shows it where the browser can, and says in it what is
/// kept.
struct KeepMenu: Component {
  let course: Course
  let item: CourseItem

  var body: HTML {
    details(
      .class("menu keep-menu"), .hidden, .data("keeps", OfflineAPI.course.path(.id(course.id)).text),
      .data("course", course.id.text), .data("item", item.id.text), .data("title", item.title)
    ) {
      summary(.class("button button-quiet button-small")) {
        Icon.download
        span(.data("keep-state", "")) { "Keep offline" }
      }
      div(.class("menu-sheet keep-sheet")) {
        p(.class("keep-words"), .data("keep-words", "")) {
          "A kept lesson opens without a network, pictures included. Videos, files and search need one."
        }
        if item.kind == .lesson {
          choice("keep-lesson", "Keep this lesson", .download)
          choice("drop-lesson", "Remove this lesson", .trash)
        }
        choice("keep-course", "Keep all lessons of the course", .books)
        choice("drop-course", "Remove all lessons of the course", .trash)
        a(href: OfflineRoutes.list.path(), .class("menu-item")) {
          Icon.list
          span { "What is kept on this device" }
        }
      }
    }
  }

  private func choice(_ name: String, _ label: String, _ icon: Icon) -> HTML {
    button(.button, .class("menu-item"), .data("keep", name), .hidden) {
      icon
      span { label }
    }
  }
}
