internal import Essentials
internal import EvolvDesign
internal import Markup
internal import Routing

/// What this device keeps: a page without anything of its reader, which the script fills. It is shown, too, in the place of
/// every page that needs a network when there is none.
struct OfflinePage: Page {
  let title = "Kept on this device"
  var shell: Shell { .kept(since: nil) }
  var isIndexed: Bool { false }
  var scripts: [String] { ["pages/kept.js"] }

  var body: HTML {
    main(.id("content"), .class("kept-main"), .focusTarget, .data("kept-list", OfflineAPI.reader.path().text)) {
      div(.class("stack"), .data("kept-missed", ""), .hidden) {
        Callout(.warn, "This page needs a network") {
          p {
            "You are offline, and this page is not kept on the device. Videos, files and search always need a network."
          }
        }
      }
      PageHeader(
        title, lead: "Lessons that open without a network. What you mark done is sent once you are back online.")
      div(.data("kept-steps", ""), .hidden) {
        Callout(.info, "Waiting to be sent") {
          p(.data("kept-steps-words", "")) { "" }
          ul(.class("plain-list"), .data("kept-steps-list", "")) {}
        }
      }
      p(.class("soft"), .data("kept-total", ""), .hidden) { "" }
      div(.class("stack-wide"), .data("kept-courses", "")) {}
      div(.class("kept-empty"), .data("kept-empty", "")) {
        EmptyState(
          "Nothing is kept on this device",
          "Open a lesson and choose “Keep offline”. Lessons are kept by this browser alone, and go when you sign out.")
      }
    }
  }
}
