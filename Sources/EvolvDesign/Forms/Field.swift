public import Markup

/// One question of a form: label above, help below, the error in words, the answer kept.
public struct Field: Component {
  let name: String
  let label: String
  let control: Control
  let value: String
  let help: String?
  let error: String?
  let options: FieldOptions

  public init(
    _ name: String, _ label: String, _ control: Control = .text, value: String = "", help: String? = nil,
    error: String? = nil, _ options: FieldOptions = FieldOptions()
  ) {
    self.name = name
    self.label = label
    self.control = control
    self.value = value
    self.help = help
    self.error = error
    self.options = options
  }

  /// The id of a field's control, where its label and the summary of errors lead.
  public static func id(_ name: String) -> String { "field-\(name)" }

  public var body: HTML {
    div(.classes("field", error == nil ? nil : "field-wrong", control.widthClass)) {
      Markup.label(for: Self.id(name), .class("field-label")) {
        label
        if options.isOptional { span(.class("field-optional")) { " (optional)" } }
      }
      written
      if let error { FieldError(name: name, message: error) }
      if let help { p(.id("\(Self.id(name))-help"), .class("field-help")) { help } }
      if case .text = control, !options.suggestions.isEmpty { suggestions }
    }
  }

  @HTMLBuilder private var written: HTML {
    switch control {
    case .area(let rows):
      textarea(name: name, attributes + [.rows(rows), Control.areaClass(rows), .ownDirection]) { value }
    case .select(let choices): selectBox(choices)
    case .password:
      div(.class("control-with-tool")) {
        input(.password, name: name, attributes + [.class("control"), .noSpelling])
        PasswordToggle(field: Self.id(name))
      }
    case .file(let accept, let multiple): fileBox(accept, multiple)
    default: input(control.kind, name: name, attributes + control.attributes + [.class("control"), .value(value)])
    }
  }

  private func selectBox(_ choices: [Choice]) -> HTML {
    div(.class("control-select")) {
      select(name: name, attributes + [.class("control")]) {
        for choice in choices {
          option(value: choice.value, .selected(when: choice.value == value)) { choice.label }
        }
      }
      Icon.chevronDown
    }
  }

  private func fileBox(_ accept: String?, _ multiple: Bool) -> HTML {
    div(.class("control-file"), .data("drop", "")) {
      Icon.upload
      input(.file, name: name, attributes + [.multiple(when: multiple)] + (accept.map { [.accept($0)] } ?? []))
    }
  }

  private var suggestions: HTML {
    datalist(id: "\(Self.id(name))-list") {
      for suggestion in options.suggestions { option(value: suggestion) {} }
    }
  }

  private var attributes: [Attribute] {
    var all: [Attribute] = [.id(Self.id(name))]
    let described = [error.map { _ in "\(Self.id(name))-error" }, help.map { _ in "\(Self.id(name))-help" }]
    let ids = described.compactMap(\.self).joined(separator: " ")
    if !ids.isEmpty { all.append(.aria("describedby", ids)) }
    if error != nil { all.append(.aria("invalid", "true")) }
    return all + options.attributes + (options.suggestions.isEmpty ? [] : [.list("\(Self.id(name))-list")])
  }
}

/// What is wrong with one answer, at the answer.
struct FieldError: Component {
  let name: String
  let message: String

  var body: HTML {
    p(.id("\(Field.id(name))-error"), .class("field-error")) {
      Icon.warning
      span { message }
    }
  }
}

/// Shows what was typed; only where a script runs.
struct PasswordToggle: Component {
  let field: String

  var body: HTML {
    button(
      .button,
      [
        .class("control-tool"), .data("shows", field), .aria("pressed", "false"), .aria("controls", field), .hidden,
      ]
    ) {
      Icon.eye
      Icon.eyeOff
      span(.class("hidden-text")) { "Show password" }
    }
  }
}
