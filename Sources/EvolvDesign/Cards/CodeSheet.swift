public import Markup

/// Codes to keep: in columns, to be copied or printed.
public struct CodeSheet: Component {
  let label: String
  let codes: [String]

  public init(_ label: String, _ codes: [String]) {
    self.label = label
    self.codes = codes
  }

  public var body: HTML {
    div(.class("code-sheet")) {
      ul(.class("code-sheet-list"), .id("codes"), .aria("label", label)) {
        for text in codes { li { code { text } } }
      }
      div(.class("row"), .hidden, .data("needs-script", "")) {
        ToolButton("Copy", .copy, .data("copies", "codes"))
        ToolButton("Print", .print, .data("prints", ""))
      }
    }
  }
}

/// A button that only a script answers to.
struct ToolButton: Component {
  let label: String
  let icon: Icon
  let act: Attribute

  init(_ label: String, _ icon: Icon, _ act: Attribute) {
    self.label = label
    self.icon = icon
    self.act = act
  }

  var body: HTML {
    button(.button, [.class("button button-secondary button-small"), act]) {
      icon
      span { label }
    }
  }
}
