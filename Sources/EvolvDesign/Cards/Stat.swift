public import Markup

/// A number that matters, what it counts, and how it moved.
public struct Stat: Component {
  let label: String
  let value: String
  let note: String?
  let tone: Tone
  let icon: Icon?

  public init(_ label: String, _ value: String, note: String? = nil, tone: Tone = .neutral, icon: Icon? = nil) {
    self.label = label
    self.value = value
    self.note = note
    self.tone = tone
    self.icon = icon
  }

  public var body: HTML {
    div(.class("stat")) {
      p(.class("stat-label")) {
        if let icon { icon }
        label
      }
      p(.class("stat-value")) { value }
      if let note { p(.class("stat-note tone-\(tone.rawValue)")) { note } }
    }
  }
}

/// Numbers side by side.
public struct StatRow: Component {
  let content: HTML

  public init(@HTMLBuilder content: () -> HTML) { self.content = content() }

  public var body: HTML { div(.class("stat-row")) { content } }
}
