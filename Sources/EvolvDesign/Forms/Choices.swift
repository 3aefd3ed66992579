public import Markup

/// One yes or no.
public struct Checkbox: Component {
  let name: String
  let label: String
  let value: String
  let isChecked: Bool
  let help: String?
  let error: String?

  public init(
    _ name: String, _ label: String, value: String = "true", isChecked: Bool = false, help: String? = nil,
    error: String? = nil
  ) {
    self.name = name
    self.label = label
    self.value = value
    self.isChecked = isChecked
    self.help = help
    self.error = error
  }

  public var body: HTML {
    div(.classes("field", "choice", error == nil ? nil : "field-wrong")) {
      ChoiceBox(
        kind: .checkbox, name: name, id: Field.id(name), choice: Choice(value, label, help: help), isOn: isChecked)
      if let error { FieldError(name: name, message: error) }
    }
  }
}

/// One of a few answers, or several of them, all in sight.
public struct ChoiceGroup: Component {
  public enum Look: Sendable { case list, cards, chips }

  let name: String
  let legend: String
  let choices: [Choice]
  let selected: Set<String>
  let isMultiple: Bool
  let look: Look
  let help: String?
  let error: String?

  /// Exactly one answer.
  public init(
    _ name: String, _ legend: String, _ choices: [Choice], selected: String?, look: Look = .list, help: String? = nil,
    error: String? = nil
  ) {
    self.init(name, legend, choices, selected.map { [$0] } ?? [], false, look, help, error)
  }

  /// Any number of answers.
  public init(
    _ name: String, _ legend: String, _ choices: [Choice], anyOf selected: Set<String>, look: Look = .list,
    help: String? = nil, error: String? = nil
  ) {
    self.init(name, legend, choices, selected, true, look, help, error)
  }

  private init(
    _ name: String, _ legend: String, _ choices: [Choice], _ selected: Set<String>, _ isMultiple: Bool, _ look: Look,
    _ help: String?, _ error: String?
  ) {
    self.name = name
    self.legend = legend
    self.choices = choices
    self.selected = selected
    self.isMultiple = isMultiple
    self.look = look
    self.help = help
    self.error = error
  }

  public var body: HTML {
    fieldset(
      legend: legend, .classes("field", "choice-group", "choice-\(look)", error == nil ? nil : "field-wrong"),
      .aria("describedby", "\(Field.id(name))-error", when: error != nil)
    ) {
      if let help { p(.class("field-help")) { help } }
      if let error { FieldError(name: name, message: error) }
      div(.class("choice-list")) {
        for (index, choice) in choices.enumerated() {
          ChoiceBox(
            kind: isMultiple ? .checkbox : .radio, name: name,
            // The summary of errors leads to the first answer.
            id: index == 0 ? Field.id(name) : "\(Field.id(name))-\(index)", choice: choice,
            isOn: selected.contains(choice.value))
        }
      }
    }
  }
}

struct ChoiceBox: Component {
  let kind: InputKind
  let name: String
  let id: String
  let choice: Choice
  let isOn: Bool

  var body: HTML {
    div(.class("choice-box")) {
      input(
        kind, name: name, .id(id), .value(choice.value), .checked(when: isOn),
        .aria("describedby", "\(id)-note", when: choice.help != nil))
      label(for: id) { choice.label }
      if let help = choice.help { p(.id("\(id)-note"), .class("choice-help")) { help } }
    }
  }
}
