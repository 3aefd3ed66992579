public import Essentials
internal import EvolvCore
public import Markup

/// A form that changes something: it carries the forgery token itself.
public struct Form: Component {
  public enum Look: Sendable {
    /// One column of fields.
    case stacked
    /// A few controls in a row.
    case inline
    /// No layout of its own.
    case plain
  }

  /// The name of the hidden field with the forgery token.
  public static let tokenField = ForgeryGuard.field

  let action: Link
  let attributes: [Attribute]
  let csrf: String
  let content: HTML

  /// - Parameters:
  ///   - csrf: The forgery token of this person's forms.
  ///   - autosaves: Sent by itself while the person types, where losing the words would hurt.
  public init(
    _ action: Link, csrf: String, _ look: Look = .stacked, id: String? = nil, label: String? = nil,
    hasFiles: Bool = false,
    autosaves: Bool = false, warnsOnLeaving: Bool = false, @HTMLBuilder content: () -> HTML
  ) {
    self.action = action
    self.csrf = csrf
    self.content = content()
    var attributes: [Attribute] = []
    if look != .plain { attributes.append(.class(look == .stacked ? "form" : "form-inline")) }
    if let id { attributes.append(.id(id)) }
    if let label { attributes.append(.aria("label", label)) }
    if hasFiles { attributes.append(.withFiles) }
    if autosaves { attributes.append(.data("autosaves", "")) }
    if warnsOnLeaving { attributes.append(.data("warns", "")) }
    self.attributes = attributes
  }

  public var body: HTML {
    form(.post, action: action, attributes) {
      input(.hidden, name: Self.tokenField, .value(csrf))
      content
    }
  }
}

/// A form that only asks: filters and searches, kept in the address.
public struct FilterForm: Component {
  let action: Link
  let label: String
  let submitsItself: Bool
  let content: HTML

  /// - Parameter submitsItself: Sent when a choice changes, where a script runs.
  public init(_ action: Link, label: String, submitsItself: Bool = true, @HTMLBuilder content: () -> HTML) {
    self.action = action
    self.label = label
    self.submitsItself = submitsItself
    self.content = content()
  }

  public var body: HTML {
    form(
      .get, action: action, .class("filter-form"), .role("search"), .aria("label", label),
      .data("submits-itself", "", when: submitsItself)
    ) { content }
  }
}

/// The buttons at the end of a form: what it does first, the way out after it.
public struct FormActions: Component {
  let content: HTML

  public init(@HTMLBuilder content: () -> HTML) { self.content = content() }

  public var body: HTML { div(.class("form-actions")) { content } }
}

/// Fields that belong together, under a heading.
public struct FormSection: Component {
  let heading: String
  let lead: String?
  let content: HTML

  public init(_ heading: String, lead: String? = nil, @HTMLBuilder content: () -> HTML) {
    self.heading = heading
    self.lead = lead
    self.content = content()
  }

  public var body: HTML {
    section(.class("form-section")) {
      div(.class("form-section-words")) {
        h2 { heading }
        if let lead { p { lead } }
      }
      div(.class("form-section-fields")) { content }
    }
  }
}
