public import Markup

/// A color for a subject or a school: one of the 24 hues, all in sight, each with its name.
public struct HueChoice: Component {
  let name: String
  let legend: String
  let selected: Hue?
  let help: String?
  let error: String?

  public init(_ name: String, _ legend: String, selected: Hue?, help: String? = nil, error: String? = nil) {
    self.name = name
    self.legend = legend
    self.selected = selected
    self.help = help
    self.error = error
  }

  public var body: HTML {
    fieldset(
      legend: legend, .classes("field", "choice-group", "choice-hues", error == nil ? nil : "field-wrong"),
      .aria("describedby", "\(Field.id(name))-error", when: error != nil)
    ) {
      if let help { p(.class("field-help")) { help } }
      if let error { FieldError(name: name, message: error) }
      div(.class("choice-list")) { for step in 0..<24 { swatch(Hue(degrees: step * 15)) } }
    }
  }

  private func swatch(_ hue: Hue) -> HTML {
    // The summary of errors leads to the first answer.
    let id = hue.step == 0 ? Field.id(name) : "\(Field.id(name))-\(hue.step)"
    return div(.class("hue-box \(hue.name)")) {
      input(.radio, name: name, .id(id), .value(String(hue.degrees)), .checked(when: hue == selected))
      label(for: id) { span(.class("hidden-text")) { hue.word } }
    }
  }
}

extension Hue {
  /// What people call it.
  public var word: String { Self.words[step] }
  private static let words = [
    "Rose", "Red", "Brick", "Orange", "Amber", "Gold", "Mustard", "Olive", "Moss", "Green", "Emerald", "Jade",
    "Teal", "Lagoon", "Cyan", "Sky", "Azure", "Blue", "Cobalt", "Indigo", "Violet", "Purple", "Orchid", "Pink",
  ]
}
