public import Markup

/// A raised surface for what belongs together.
public struct Card: Component {
  let heading: String?
  let actions: HTML
  let content: HTML

  public init(
    _ heading: String? = nil, @HTMLBuilder content: () -> HTML, @HTMLBuilder actions: () -> HTML = { HTML() }
  ) {
    self.heading = heading
    self.content = content()
    self.actions = actions()
  }

  public var body: HTML {
    section(.class("card")) {
      if let heading {
        header(.class("card-head")) {
          h2 { heading }
          if !actions.isEmpty { div(.class("card-actions")) { actions } }
        }
      }
      content
    }
  }
}
