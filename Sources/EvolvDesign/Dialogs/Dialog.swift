public import Markup

/// A question over the page. What opens it is a link to a page that asks the same, so it works without a script.
public struct Dialog: Component {
  let id: String
  let title: String
  let content: HTML
  let isSheet: Bool

  /// - Parameters:
  ///   - id: What `Button(…, opens:)` names.
  ///   - isSheet: Slides in from the side, and keeps the page's place.
  public init(_ id: String, _ title: String, isSheet: Bool = false, @HTMLBuilder content: () -> HTML) {
    self.id = id
    self.title = title
    self.isSheet = isSheet
    self.content = content()
  }

  public var body: HTML {
    dialog(.id(id), .classes("dialog", isSheet ? "dialog-sheet" : nil), .aria("labelledby", "\(id)-title")) {
      header(.class("dialog-head")) {
        h2(.id("\(id)-title")) { title }
        button(.button, [.class("button button-quiet button-icon"), .data("closes", "")]) {
          Icon.close.labelled("Close")
        }
      }
      div(.class("dialog-body")) { content }
    }
  }
}
