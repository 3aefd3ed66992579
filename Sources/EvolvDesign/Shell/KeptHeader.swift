internal import Essentials
internal import Markup

/// The line above what a device keeps. Nothing in it asks for a network but the way home.
struct KeptHeader: Component {
  let frame: Frame
  let since: Instant?

  var body: HTML {
    header(.class("player-header kept-header")) {
      Logo(frame: frame)
      div(.class("player-tools")) {
        if let since {
          span(.class("kept-since")) {
            Badge("Kept offline", .accent, icon: .download)
            span(.class("soft small")) {
              "as of "; Moment(instant: since)
            }
          }
          a(href: Link(path: "#outline"), .class("button button-quiet button-icon player-opener")) {
            Icon.list.labelled("Outline")
          }
          ReadingMenu(style: frame.reading)
        }
      }
      Markup.progress(value: 0, max: 1000, label: "Read of this page", .class("reading-place"), .hidden)
    }
  }
}
