public import Markup

/// A line that opens to what stands behind it; works without a script.
public struct Disclosure: Component {
  let title: String
  let note: String?
  let end: HTML
  let content: HTML

  /// - Parameters:
  ///   - note: A quieter line under the title.
  ///   - end: What stands at the end of the line, such as when it happened; no links, the whole line is one control.
  public init(_ title: String, note: String? = nil, end: HTML = HTML(), @HTMLBuilder content: () -> HTML) {
    self.title = title
    self.note = note
    self.end = end
    self.content = content()
  }

  public var body: HTML {
    li {
      details(.class("disclosure")) {
        summary {
          Icon.chevronRight
          div(.class("disclosure-words")) {
            span(.class("disclosure-title")) { title }
            if let note { span(.class("disclosure-note"), .ownDirection) { note } }
          }
          div(.class("disclosure-end")) { end }
        }
        div(.class("disclosure-body")) { content }
      }
    }
  }
}

/// Lines that open, under each other.
public struct DisclosureList: Component {
  let label: String
  let content: HTML

  public init(_ label: String, @HTMLBuilder content: () -> HTML) {
    self.label = label
    self.content = content()
  }

  public var body: HTML { ul(.class("disclosure-list"), .aria("label", label)) { content } }
}
