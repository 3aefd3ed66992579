public import Markup

/// What will be here, and the first step towards it.
public struct EmptyState: Component {
  let title: String
  let text: String
  let drawing: Drawing
  let actions: HTML
  let isPage: Bool

  /// The small drawings, each for a kind of nothing.
  public enum Drawing: Sendable { case shelf, search, done, people, letters, locked, lost }

  /// - Parameter isPage: Nothing else is on the page, so its title is the page's heading.
  public init(
    _ title: String, _ text: String, _ drawing: Drawing = .shelf, isPage: Bool = false,
    @HTMLBuilder actions: () -> HTML = { HTML() }
  ) {
    self.title = title
    self.text = text
    self.drawing = drawing
    self.isPage = isPage
    self.actions = actions()
  }

  public var body: HTML {
    div(.class("empty")) {
      EmptyDrawing(drawing: drawing)
      if isPage { h1(.class("empty-title")) { title } } else { h2(.class("empty-title")) { title } }
      p { text }
      if !actions.isEmpty { div(.class("empty-actions")) { actions } }
    }
  }
}
