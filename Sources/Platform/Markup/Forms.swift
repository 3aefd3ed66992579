public import Essentials

// What people fill in. A control's name and a label's target are required; the rest is attributes.

public func form(
  _ method: FormMethod, action: Link, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML
) -> HTML {
  let fixed = [Attribute("method", method.rawValue), Attribute("action", action.text)]
  return element("form", own: fixed, attributes, content: content)
}
/// The same for components that gather their attributes in a list.
public func form(
  _ method: FormMethod, action: Link, _ attributes: [Attribute], @HTMLBuilder content: () -> HTML
) -> HTML {
  let fixed = [Attribute("method", method.rawValue), Attribute("action", action.text)]
  return element("form", own: fixed, attributes, content: content)
}
public func label(for id: String, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
  element("label", Attribute("for", id), attributes, content: content)
}
/// A label around its control.
public func label(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
  element("label", attributes, content: content)
}
public func input(_ kind: InputKind, name: String, _ attributes: Attribute...) -> HTML {
  input(kind, name: name, attributes)
}
/// The same for components that gather their attributes in a list.
public func input(_ kind: InputKind, name: String, _ attributes: [Attribute]) -> HTML {
  void("input", own: [Attribute("type", kind.rawValue), Attribute("name", name)], attributes)
}
public func textarea(name: String, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
  textarea(name: name, attributes, content: content)
}
/// The same for components that gather their attributes in a list.
public func textarea(name: String, _ attributes: [Attribute], @HTMLBuilder content: () -> HTML) -> HTML {
  element("textarea", Attribute("name", name), attributes) {
    // A browser drops the first line break after the tag; this one is for it.
    "\n"
    content()
  }
}
public func select(name: String, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
  select(name: name, attributes, content: content)
}
/// The same for components that gather their attributes in a list.
public func select(name: String, _ attributes: [Attribute], @HTMLBuilder content: () -> HTML) -> HTML {
  element("select", Attribute("name", name), attributes, content: content)
}
public func optgroup(label: String, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
  element("optgroup", Attribute("label", label), attributes, content: content)
}
public func option(value: String, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
  element("option", .value(value), attributes, content: content)
}
/// Suggestions for an input whose `.list` names this id.
public func datalist(id: String, @HTMLBuilder content: () -> HTML) -> HTML {
  element("datalist", [.id(id)], content: content)
}
public func output(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
  element("output", attributes, content: content)
}
public func button(_ kind: ButtonKind = .submit, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
  button(kind, attributes, content: content)
}
/// The same for components that gather their attributes in a list.
public func button(_ kind: ButtonKind, _ attributes: [Attribute], @HTMLBuilder content: () -> HTML) -> HTML {
  element("button", Attribute("type", kind.rawValue), attributes, content: content)
}
public func fieldset(legend: String, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
  element("fieldset", attributes) {
    element("legend", []) { legend }
    content()
  }
}
/// How far something has come, of a whole of `max`.
public func progress(value: Int, max: Int, label: String, _ attributes: Attribute...) -> HTML {
  let measures = [Attribute.value(String(value)), Attribute("max", String(max)), .aria("label", label)]
  return element("progress", own: measures, attributes) { "\(value)/\(max)" }
}
/// How much of something there is, such as used storage.
public func meter(value: Int, max: Int, label: String, _ attributes: Attribute...) -> HTML {
  let measures = [Attribute.value(String(value)), Attribute("max", String(max)), .aria("label", label)]
  return element("meter", own: measures, attributes) { "\(value)/\(max)" }
}

public enum FormMethod: String, Sendable { case get, post, dialog }
public enum ButtonKind: String, Sendable { case submit, button, reset }
public enum InputKind: String, Sendable {
  case text, email, password, search, tel, url, number, range, date, time, month, week
  case checkbox, radio, file, hidden, color
  case dateTime = "datetime-local"
}
