public import Essentials
internal import Markup

/// The first stop of the keyboard: past everything, to what the page says.
struct SkipLink: Component {
  var body: HTML { Self.drawn }

  private static let drawn: HTML = a(href: Link(path: "#content"), .class("skip-link")) { "Skip to content" }
}

/// A line above the page, such as that this school is a demonstration.
struct Banner: Component {
  let text: String

  var body: HTML {
    aside(.class("banner"), .aria("label", "About this school")) {
      Icon.info
      span { text }
    }
  }
}

/// Says on every page that somebody acts as another person, with the way out.
struct ActingBar: Component {
  let note: ActingNote
  let csrf: String

  var body: HTML {
    aside(.class("banner banner-acting"), .aria("label", "Acting as another person")) {
      Icon.person
      span { "\(note.actor), you act as \(note.person). Everything you do is written down." }
      Form(note.stop, csrf: csrf, .plain) { Button("Stop", size: .small) }
    }
  }
}

/// Who acts as whom, and where it stops.
public struct ActingNote: Sendable {
  let actor: String, person: String, stop: Link
  public init(actor: String, person: String, stop: Link) {
    self.actor = actor
    self.person = person
    self.stop = stop
  }
}
