public import Essentials
public import Markup

/// The filters of a list: at the side of a wide window, behind one button on a phone.
public struct FilterPanel: Component {
  let label: String
  let activeCount: Int
  let content: HTML

  /// - Parameter activeCount: How many filters are set.
  public init(_ label: String = "Filters", activeCount: Int = 0, @HTMLBuilder content: () -> HTML) {
    self.label = label
    self.activeCount = activeCount
    self.content = content()
  }

  public var body: HTML {
    details(.class("filters")) {
      summary(.class("button button-secondary")) {
        Icon.filter
        span { label }
        if activeCount > 0 { span(.class("count")) { "\(activeCount)" } }
        Icon.close
      }
      div(.class("filters-body")) { content }
    }
  }
}

/// One question of the filters, each answer a link; a tree by its depth.
public struct FilterLinks: Component {
  let heading: String
  let answers: [Answer]

  /// One answer.
  public struct Answer: Sendable {
    let label: String
    let link: Link
    let isOn: Bool
    let count: Int?
    let depth: Int

    public init(_ label: String, to link: Link, isOn: Bool = false, count: Int? = nil, depth: Int = 0) {
      self.label = label
      self.link = link
      self.isOn = isOn
      self.count = count
      self.depth = depth
    }
  }

  public init(_ heading: String, _ answers: [Answer]) {
    self.heading = heading
    self.answers = answers
  }

  public var body: HTML {
    nav(label: heading, .class("filter-links")) {
      h2 { heading }
      ul {
        for answer in answers {
          li {
            a(
              href: answer.link, .class("filter-link depth-\(Swift.min(answer.depth, 3))"),
              .aria("current", "true", when: answer.isOn)
            ) {
              span(.ownDirection) { answer.label }
              if let count = answer.count { span(.class("filter-count")) { "\(count)" } }
            }
          }
        }
      }
    }
  }
}
