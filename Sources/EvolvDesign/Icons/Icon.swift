public import Markup

// Our own icons: a grid of 20, strokes of 1.6 with round ends. They are written into the page itself, so that they
// need no request, take the color of their words, and print.

/// A small drawing that stands beside words; alone it needs `labelled`.
public enum Icon: Int, CaseIterable, Sendable, Component {
  case home, book, bookOpen, books, calendar, person, people, teacher, building, globe, location, phone
  case search, bell, settings, filter, sort, columns, panel, list, grid, tag, folder, file, image, film, play, pause,
    sound, soundOff, rewind, forward, inset, expand
  case menu, more, close, check, checkCircle, plus, minus, edit, trash, copy, link, external, download, upload, attach,
    print
  case chevronLeft, chevronRight, chevronUp, chevronDown, arrowLeft, arrowRight, arrowUp, arrowDown, undo, refresh, grip
  case lock, unlock, eye, eyeOff, key, shield, ticket, card, signIn, signOut
  case star, flag, heart, bookmark, note, quiz, award, chart, trend, clock, history, target
  case mail, message, send, inbox, info, warning, question, circle, half, sun, moon, contrast, textSize, keyboard, spark

  // Numbers, because a page has dozens of icons, and to look one up by its name costs more than to write it.
  public var body: HTML { Self.drawn[rawValue] }

  /// What it is called here; data names icons so, too.
  public var name: String { "\(self)" }
  public init?(named name: String) {
    guard let icon = Self.byName[name] else { return nil }
    self = icon
  }
  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// The icon with a name of its own, where no words stand beside it.
  public func labelled(_ label: String) -> HTML { drawing(label: label) }

  /// Every icon is drawn once.
  private static let drawn = allCases.map { $0.drawing(label: nil) }

  private func drawing(label: String?) -> HTML {
    let look: Attribute = .classes("icon", pointsAlongText ? "icon-turns" : nil, isDots ? "icon-dots" : nil)
    return svg(width: 20, height: 20, label: label, look, .width(20), .height(20)) { path(lines) }
  }

  private var isDots: Bool { self == .more || self == .grip }

  /// Mirrored where words run from right to left.
  private var pointsAlongText: Bool {
    switch self {
    case .chevronLeft, .chevronRight, .arrowLeft, .arrowRight, .undo, .signIn, .signOut, .send, .list, .panel, .trend:
      true
    default: false
    }
  }
}
