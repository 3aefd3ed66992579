public import Essentials
public import Markup

/// The parts of one thing, each with an address of its own.
public struct Tabs: Component {
  let label: String
  let tabs: [Tab]

  /// One part.
  public struct Tab: Sendable {
    let label: String
    let link: Link
    let isCurrent: Bool
    let count: Int?

    public init(_ label: String, to link: Link, isCurrent: Bool = false, count: Int? = nil) {
      self.label = label
      self.link = link
      self.isCurrent = isCurrent
      self.count = count
    }
  }

  public init(_ label: String, _ tabs: [Tab]) {
    self.label = label
    self.tabs = tabs
  }

  public var body: HTML {
    nav(label: label, .class("tabs")) {
      for tab in tabs {
        a(href: tab.link, .aria("current", "page", when: tab.isCurrent)) {
          tab.label
          if let count = tab.count { span(.class("count")) { "\(count)" } }
        }
      }
    }
  }
}
