public import Markup

/// What will be here, and the first step towards it.
public struct EmptyState: Component {
  let title: String
  let text: String
  let drawing: Drawing
  let actions: HTML

  /// The small drawings, each for a kind of nothing.
  public enum Drawing: Sendable { case shelf, search, done, people, letters, locked, lost }

  public init(
    _ title: String, _ text: String, _ drawing: Drawing = .shelf, @HTMLBuilder actions: () -> HTML = { HTML() }
  ) {
    self.title = title
    self.text = text
    self.drawing = drawing
    self.actions = actions()
  }

  public var body: HTML {
    div(.class("empty")) {
      EmptyDrawing(drawing: drawing)
      h2 { title }
      p { text }
      if !actions.isEmpty { div(.class("empty-actions")) { actions } }
    }
  }
}
