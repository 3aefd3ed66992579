public import Markup

/// A word in between: to know, to mind, done, failed.
public struct Callout: Component {
  let tone: Tone
  let heading: String?
  let content: HTML

  public init(_ tone: Tone = .info, _ heading: String? = nil, @HTMLBuilder content: () -> HTML) {
    self.tone = tone
    self.heading = heading
    self.content = content()
  }

  public var body: HTML {
    div(.class("callout tone-\(tone.rawValue)"), .role("note")) {
      tone.icon
      div(.class("callout-words")) {
        if let heading { p(.class("callout-heading")) { heading } }
        div { content }
      }
    }
  }
}

extension Tone {
  var icon: Icon {
    switch self {
    case .good: .checkCircle
    case .warn, .bad: .warning
    case .neutral, .accent, .info: .info
    }
  }
}
