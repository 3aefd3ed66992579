public import Essentials
public import Markup

/// Back and forth in a long list, with where one is in words.
public struct Pagination: Component {
  let previous: Link?
  let next: Link?
  let words: String
  let label: String

  /// - Parameter words: Such as "21 to 40 of 312 courses".
  public init(_ words: String, previous: Link?, next: Link?, label: String = "Pages") {
    self.label = label
    self.words = words
    self.previous = previous
    self.next = next
  }

  public var body: HTML {
    nav(label: label, .class("pagination")) {
      p { words }
      if previous != nil || next != nil {
        div(.class("pagination-steps")) {
          step("Previous", previous, .chevronLeft, .rel("prev"))
          step("Next", next, .chevronRight, .rel("next"))
        }
      }
    }
  }

  @HTMLBuilder private func step(_ label: String, _ link: Link?, _ icon: Icon, _ relation: Attribute) -> HTML {
    if let link {
      a(href: link, .class("button button-secondary button-small"), relation) {
        icon
        span { label }
      }
    } else {
      span(.class("button button-secondary button-small button-off"), .aria("disabled", "true"), .role("link")) {
        icon
        span { label }
      }
    }
  }
}
