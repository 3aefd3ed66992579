internal import Markup

struct ShowcaseColors: Component {
  var body: HTML {
    ShowcaseSection("Color, type, icons") {
      div(.class("swatches")) {
        for name in ["surface", "raised", "sunken", "accent", "wash", "good", "warn", "bad", "info"] {
          div(.class("swatch")) {
            span(.class("swatch-color swatch-\(name)")) {}
            span { name }
          }
        }
      }
      div(.class("stack")) {
        h1 { "A school that people finish" }
        h2 { "Second heading, for parts of a page" }
        h3 { "Third heading, for things" }
        p(.class("lead")) { "A lead says in one sentence what the page is for." }
        p {
          "Text with a "
          a(href: nowhere) { "link" }
          ", "
          code { "code" }
          " and a key "
          kbd { "Esc" }
          "."
        }
        p(.class("small soft")) { "Small and soft: 12 of 58 lessons · 2 h 10 min left · due in 3 days" }
      }
      ul(.class("icon-sheet")) {
        for icon in Icon.allCases {
          li {
            icon
            span { icon.name }
          }
        }
      }
    }
  }
}

struct ShowcaseButtons: Component {
  let csrf: String

  var body: HTML {
    ShowcaseSection("Buttons") {
      Form(nowhere, csrf: csrf, .plain) {
        div(.class("stack")) {
          div(.class("row")) {
            Button("Publish course", .primary)
            Button("Save draft")
            Button("Cancel", .quiet)
            Button("Delete", .danger, icon: .trash, confirm: "Delete this course? Its 58 lessons go with it.")
          }
          div(.class("row")) {
            Button("Add lesson", .primary, icon: .plus)
            Button("Import", icon: .upload)
            Button("Next", to: nowhere, .secondary, icon: .arrowRight)
            Button("Settings", .quiet, icon: .settings, isIconOnly: true)
            Button("Not yet", isDisabled: true)
            button(.submit, .class("button button-primary"), .aria("busy", "true")) { span { "Saving" } }
          }
          div(.class("row")) {
            Button("Small", .primary, size: .small)
            Button("Small", icon: .filter, size: .small)
            Button("Large", .primary, size: .large)
            Button("Large", size: .large)
          }
        }
      }
    }
  }
}
