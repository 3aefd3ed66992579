internal import Markup

/// What just happened, said once on the next page.
public struct Flash: Sendable {
  public var tone: Tone
  public var text: String

  public init(_ tone: Tone, _ text: String) {
    self.tone = tone
    self.text = text
  }
}

/// The messages, above everything and out of the way; announced to those who do not see them.
struct FlashList: Component {
  let flashes: [Flash]

  init(_ flashes: [Flash]) { self.flashes = flashes }

  var body: HTML {
    div(.class("flashes"), .role("status"), .aria("live", "polite")) {
      for flash in flashes {
        div(.class("flash tone-\(flash.tone.rawValue)")) {
          flash.tone.icon
          p { flash.text }
          button(.button, .class("flash-close"), .data("dismiss", ""), .hidden) { Icon.close.labelled("Close") }
        }
      }
    }
  }
}
