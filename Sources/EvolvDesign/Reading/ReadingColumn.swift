public import Markup

/// Text to be read for hours: a measure of 66 characters, a serif that the reader can change.
public struct ReadingColumn: Component {
  let language: String?
  let content: HTML

  /// - Parameter language: Of the text, where it is not the page's own.
  public init(language: String? = nil, @HTMLBuilder content: () -> HTML) {
    self.language = language
    self.content = content()
  }

  public var body: HTML {
    if let language {
      div(.class("reading"), .lang(language), .ownDirection) { content }
    } else {
      div(.class("reading"), .ownDirection) { content }
    }
  }
}
