public import Markup

/// What a color means; never said by the color alone.
public enum Tone: String, Sendable { case neutral, accent, good, warn, bad, info }

/// A short state: Draft, Free, Overdue.
public struct Badge: Component, Sendable {
  let text: String
  let tone: Tone
  let icon: Icon?

  public init(_ text: String, _ tone: Tone = .neutral, icon: Icon? = nil) {
    self.text = text
    self.tone = tone
    self.icon = icon
  }

  public var body: HTML {
    span(.class("badge tone-\(tone.rawValue)")) {
      if let icon { icon }
      text
    }
  }
}
