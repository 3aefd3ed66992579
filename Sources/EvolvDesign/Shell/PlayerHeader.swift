internal import Essentials
internal import Markup

/// The thin line above a lesson: the way home, the outline on a phone, how the text looks.
struct PlayerHeader: Component {
  let frame: Frame

  var body: HTML {
    header(.class("player-header")) {
      Logo(frame: frame)
      div(.class("player-tools")) {
        a(href: Link(path: "#outline"), .class("button button-quiet button-icon player-opener")) {
          Icon.list.labelled("Outline")
        }
        ReadingMenu(style: frame.reading)
        ThemeSwitch(frame: frame)
        PersonMenu(frame: frame)
      }
      // Shown by the script where the text is longer than the window.
      Markup.progress(value: 0, max: 1000, label: "Read of this page", .class("reading-place"), .hidden)
    }
  }
}

/// Typeface and size of the lesson, kept by the browser; only where a script runs.
struct ReadingMenu: Component {
  let style: ReadingStyle

  var body: HTML {
    details(.class("menu reading-menu"), .hidden, .data("needs-script", "")) {
      summary(.class("button button-quiet button-icon")) { Icon.textSize.labelled("How the text looks") }
      div(.class("menu-sheet")) {
        choice("Typeface", "typeface", [("serif", "Serif"), ("sans", "Sans")], style.typeface.rawValue)
        choice("Size", "size", [("small", "Small"), ("regular", "Regular"), ("large", "Large")], style.size.rawValue)
      }
    }
  }

  private func choice(_ label: String, _ name: String, _ values: [(String, String)], _ current: String) -> HTML {
    div(.class("reading-choice")) {
      p { label }
      div(.class("segments"), .role("group"), .aria("label", label)) {
        for value in values {
          button(
            .button, .data("reading", name), .value(value.0), .aria("pressed", value.0 == current ? "true" : "false")
          ) {
            value.1
          }
        }
      }
    }
  }
}
