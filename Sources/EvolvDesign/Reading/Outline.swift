public import Essentials
public import Markup

/// What a course holds, part by part, with where one stands.
public struct Outline: Component {
  /// How one stands with an item.
  public enum State: String, Sendable { case locked, open, started, done, preview }

  /// A part of the course.
  public struct Section: Sendable {
    let title: String
    let note: String?
    let items: [Item]
    let isOpen: Bool

    public init(_ title: String, note: String? = nil, isOpen: Bool = true, _ items: [Item]) {
      self.title = title
      self.note = note
      self.isOpen = isOpen
      self.items = items
    }
  }

  /// A lesson, a video, a quiz.
  public struct Item: Sendable {
    let title: String
    let link: Link?
    let state: State
    let icon: Icon?
    let note: String?
    let isCurrent: Bool

    /// - Parameter note: Such as how long it takes, or when it opens.
    public init(
      _ title: String, to link: Link?, _ state: State, icon: Icon? = nil, note: String? = nil, isCurrent: Bool = false
    ) {
      self.title = title
      self.link = link
      self.state = state
      self.icon = icon
      self.note = note
      self.isCurrent = isCurrent
    }
  }

  let sections: [Section]

  public init(_ sections: [Section]) { self.sections = sections }

  public var body: HTML {
    div(.class("outline")) {
      for section in sections {
        details(.class("outline-section"), .open(when: section.isOpen)) {
          summary {
            Icon.chevronRight
            span(.class("outline-title"), .ownDirection) { section.title }
            if let note = section.note { span(.class("outline-note")) { note } }
          }
          ol(.class("outline-items")) {
            for item in section.items { li { OutlineItem(item: item) } }
          }
        }
      }
    }
  }
}

struct OutlineItem: Component {
  let item: Outline.Item

  var body: HTML {
    if let link = item.link {
      a(href: link, .class(item.state.look), .aria("current", "page", when: item.isCurrent)) { inside }
    } else {
      div(.class(item.state.look)) { inside }
    }
  }

  private static let preview = Badge("Preview", .accent).body

  @HTMLBuilder private var inside: HTML {
    item.state.icon
    span(.class("outline-title"), .ownDirection) { item.title }
    if let words = item.state.spoken { words }
    if let icon = item.icon { icon }
    if let note = item.note { span(.class("outline-note")) { note } }
    if item.state == .preview { Self.preview }
  }
}

extension Outline.State {
  /// Written out, since an outline has hundreds of items.
  var look: String {
    switch self {
    case .locked: "outline-item state-locked"
    case .open: "outline-item state-open"
    case .started: "outline-item state-started"
    case .done: "outline-item state-done"
    case .preview: "outline-item state-preview"
    }
  }

  var icon: Icon {
    switch self {
    case .locked: .lock
    case .open: .circle
    case .started: .half
    case .done: .checkCircle
    case .preview: .eye
    }
  }

  /// What those hear who do not see the icon.
  var spoken: HTML? {
    switch self {
    case .locked: Self.isLocked
    case .started: Self.isStarted
    case .done: Self.isDone
    case .open, .preview: nil
    }
  }

  private static let isLocked = span(.class("hidden-text")) { " (locked)" }
  private static let isStarted = span(.class("hidden-text")) { " (started)" }
  private static let isDone = span(.class("hidden-text")) { " (done)" }
}
