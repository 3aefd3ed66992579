internal import Essentials
internal import Markup

/// The first stop of the keyboard: past everything, to what the page says.
struct SkipLink: Component {
  var body: HTML {
    a(href: Link(path: "#content"), .class("skip-link")) { "Skip to content" }
  }
}

/// A line above the page, such as that this school is a demonstration.
struct Banner: Component {
  let text: String

  var body: HTML {
    aside(.class("banner"), .aria("label", "About this school")) {
      Icon.info
      span { text }
    }
  }
}
