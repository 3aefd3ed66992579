// The allow-list. An element that stands in none of these sets is taken away and its content stays; one whose content
// is no text for people goes with its content.

/// What a kind of text may contain.
public struct MarkupProfile: Sendable {
  let elements: Set<String>
  /// Our name for each class a text may use.
  let classes: [String: String]
  let keepsIDs: Bool

  /// A lesson: everything that teaching material needs.
  public static let lesson = MarkupProfile(
    elements: Names.text.union(Names.structure), classes: Names.classes, keepsIDs: true)
  /// A text field that many people may fill in: words, lists, links and code.
  public static let description = MarkupProfile(elements: Names.text, classes: [:], keepsIDs: false)

  /// What becomes of an element.
  enum Fate { case keep(String), unwrap, drop, show }

  func fate(of tag: HTMLTag) -> Fate {
    if tag.isForeign || Names.withoutContent.contains(tag.name) { return .drop }
    guard tag.isKnown else { return .show }
    let name = Names.renamed[tag.name] ?? tag.name
    return elements.contains(name) ? .keep(name) : .unwrap
  }
}

/// The names of HTML that the rules know.
enum Names {
  static let text: Set<String> = [
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "cite", "code", "dd", "del", "dfn", "dl", "dt", "em", "h1",
    "h2",
    "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small",
    "strong",
    "sub", "sup", "time", "u", "ul", "var", "wbr",
  ]
  static let structure: Set<String> = [
    "caption", "details", "div", "figcaption", "figure", "iframe", "img", "input", "audio", "video", "span", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr",
  ]
  static let renamed = [
    "strike": "s", "tt": "code", "big": "strong", "section": "div", "article": "div", "aside": "div", "center": "div",
    "acronym": "abbr",
  ]
  static let withoutContent: Set<String> = [
    "applet", "area", "base", "basefont", "canvas", "col", "colgroup", "dialog", "embed", "frame", "frameset", "head",
    "link", "listing", "map", "math", "menuitem", "meta", "noembed", "noframes", "noscript", "object", "option",
    "optgroup", "param", "plaintext", "script", "select", "slot", "source", "style", "svg", "template", "textarea",
    "title", "track", "xmp", "datalist", "isindex", "keygen", "bgsound", "command",
  ]
  static let headings = ["h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6]
  static let void: Set<String> = ["br", "hr", "wbr"]
  /// Elements after which the plain text starts a new line.
  static let blocks: Set<String> = [
    "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "li", "ol", "p", "pre", "summary", "table", "td", "th", "tr", "ul",
  ]
  /// Notes and panels of a lesson.
  static let classes: [String: String] = [
    "lesson-note": "lesson-note", "lesson-note--tip": "lesson-note--tip",
    "lesson-note--warning": "lesson-note--warning", "lesson-note--critical": "lesson-note--critical",
    "lesson-note--danger": "lesson-note--critical", "lesson-note--info": "lesson-note--info", "panel": "panel",
    "lesson-content__panel": "panel",
  ]
}
