internal import Essentials
internal import Markup

/// One button that turns light into dark and back: a form that works without a script.
struct ThemeSwitch: Component {
  let frame: Frame

  var body: HTML {
    if let link = frame.actions.theme {
      Form(link, csrf: frame.csrf, .plain) {
        input(.hidden, name: "next", .value(frame.path))
        button(
          .submit,
          [
            .class("button button-quiet button-icon theme-switch"), .name("theme"),
            .value(frame.theme == .dark ? "light" : "dark"), .data("theme-switch", ""),
          ]
        ) {
          Icon.sun
          Icon.moon
          span(.class("hidden-text")) { "Switch between light and dark" }
        }
      }
    }
  }
}

/// The three themes in words, for the footer and the settings.
struct ThemeChoice: Component {
  let frame: Frame

  var body: HTML {
    if let link = frame.actions.theme {
      Form(link, csrf: frame.csrf, .plain) {
        input(.hidden, name: "next", .value(frame.path))
        div(.class("segments"), .role("group"), .aria("label", "Theme")) {
          for theme in Theme.allCases {
            button(
              .submit,
              [
                .name("theme"), .value(theme.rawValue), .data("theme-choice", theme.rawValue),
                .aria("pressed", theme == frame.theme ? "true" : "false"),
              ]
            ) { theme.word }
          }
        }
      }
    }
  }
}

extension Theme {
  var word: String {
    switch self {
    case .auto: "Auto"
    case .light: "Light"
    case .dark: "Dark"
    }
  }
}
