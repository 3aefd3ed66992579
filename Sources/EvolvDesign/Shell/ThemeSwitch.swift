internal import Essentials
internal import EvolvCore
internal import Markup

/// One button that turns light into dark and back; it works without a script, by the form of `ShellForms`.
struct ThemeSwitch: Component {
  let frame: Frame

  var body: HTML {
    if frame.actions.theme != nil { frame.drawn.part(.themeSwitch, frame.theme.variant) { drawing } }
  }

  private var drawing: HTML {
    button(
      .submit,
      [
        .class("button button-quiet button-icon theme-switch"), .form(ShellForms.theme), .name("theme"),
        .value(frame.theme == .dark ? "light" : "dark"), .data("theme-switch", ""),
      ]
    ) {
      Icon.sun
      Icon.moon
      span(.class("hidden-text")) { "Switch between light and dark" }
    }
  }
}

/// The three themes in words, for the footer and the person's menu.
struct ThemeChoice: Component {
  let frame: Frame

  var body: HTML {
    if frame.actions.theme != nil { frame.drawn.part(.themeChoice, frame.theme.variant) { drawing } }
  }

  private var drawing: HTML {
    div(.class("segments"), .role("group"), .aria("label", "Theme")) {
      for theme in Theme.allCases {
        button(
          .submit,
          [
            .form(ShellForms.theme), .name("theme"), .value(theme.rawValue), .data("theme-choice", theme.rawValue),
            .aria("pressed", theme == frame.theme ? "true" : "false"),
          ]
        ) { theme.word }
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

  /// Tells apart what is drawn differently in each theme.
  fileprivate var variant: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
