public import Markup

/// A search of one list, kept in the address.
public struct SearchField: Component {
  let name: String
  let label: String
  let value: String
  let placeholder: String

  public init(_ name: String = "q", label: String, value: String = "", placeholder: String? = nil) {
    self.name = name
    self.label = label
    self.value = value
    self.placeholder = placeholder ?? label
  }

  public var body: HTML {
    div(.class("search-field")) {
      Icon.search
      input(
        .search, name: name, .class("control"), .aria("label", label), .value(value), .placeholder(placeholder),
        .autocomplete(.off), .ownDirection, .data("search", ""))
      button(.submit, .class("hidden-text")) { "Search" }
    }
  }
}
