public import Essentials
public import Markup

/// One filter: a link that sets it, or takes it away again.
public struct Chip: Component {
  let label: String
  let link: Link
  let state: State
  let count: Int?

  public enum State: Sendable {
    case off, on
    /// Set, and the link takes it away.
    case removable
  }

  public init(_ label: String, to link: Link, _ state: State = .off, count: Int? = nil) {
    self.label = label
    self.link = link
    self.state = state
    self.count = count
  }

  public var body: HTML {
    a(
      href: link, .classes("chip", state == .off ? nil : "chip-on"), .aria("current", "true", when: state == .on)
    ) {
      span(.ownDirection) { label }
      if let count { span(.class("chip-count")) { "\(count)" } }
      if state == .removable { Icon.close.labelled("Remove") }
    }
  }
}

/// Filters in a row.
public struct ChipRow: Component {
  let label: String
  let content: HTML

  public init(_ label: String, @HTMLBuilder content: () -> HTML) {
    self.label = label
    self.content = content()
  }

  public var body: HTML { div(.class("chip-row"), .role("group"), .aria("label", label)) { content } }
}
