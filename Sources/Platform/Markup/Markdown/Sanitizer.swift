import Essentials

// Writes a parsed text anew, from the profile's allow-list. The output holds only names from our own tables, values
// we checked and text we escaped; nothing of the input is copied as markup. It contains no element whose content a
// browser reads in another mode (script, style, svg, noscript …), so however a browser repairs its nesting, nothing
// can wake up.

struct Sanitizer {
  let events: [HTMLEvent]
  let options: MarkupOptions
  var places: AnchorPlan
  var result = RenderedMarkdown(html: TrustedHTML(sanitized: ""), plainText: "")
  var output: [UInt8] = []
  var levels = HeadingLevels()
  private var frames: [Frame] = []
  private var depth = 0
  /// Until these events we are inside a link, a heading or preformatted text.
  var linkEnd = 0, headingEnd = 0, codeEnd = 0
  private var index = 0
  var isInsideLink: Bool { index < linkEnd }

  /// An element of the input that is open, and what closes it in the output.
  private struct Frame {
    let closing: String
    let endsLine: Bool
  }

  init(_ tree: HTMLTree, options: MarkupOptions) {
    events = tree.events
    self.options = options
    places = AnchorPlan(tree.events, options: options)
    levels.first = options.firstHeading
  }

  mutating func run() -> RenderedMarkdown {
    while index < events.count {
      switch events[index] {
      case .text(let text): write(text)
      case .close: leave()
      case .open(let tag): index = visit(tag, at: index)
      }
      index += 1
    }
    result.html = TrustedHTML(sanitized: String(decoding: output, as: UTF8.self))
    result.plainText = result.plainText.trimmed.description
    result.anchorIndex = places.anchors
    return result
  }

  /// Prints text, escaped.
  mutating func write(_ text: String) {
    output.appendEscaped(text)
    result.plainText += text
  }

  /// Prints an element with its content, unless the nesting is already too deep: then the content alone.
  mutating func enter(
    _ name: String, _ attributes: [(String, String)] = [], tag: HTMLTag, before: String = "", after: String = ""
  ) {
    guard depth < MarkupLimits.depth else {
      if depth == MarkupLimits.depth {
        change(.changed, tag, "<\(name)>", "The nesting is deeper than \(MarkupLimits.depth).")
      }
      return pass(tag)
    }
    depth += 1
    output += before.utf8
    open(name, attributes)
    frames.append(Frame(closing: "</\(name)>" + after, endsLine: Names.blocks.contains(tag.name)))
  }

  /// Goes into an element without printing it.
  mutating func pass(_ tag: HTMLTag) {
    frames.append(Frame(closing: "", endsLine: Names.blocks.contains(tag.name)))
  }

  /// Prints a start tag.
  mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
    output.append(0x3C)
    output += name.utf8
    for (name, value) in attributes {
      output.append(0x20)
      output += name.utf8
      output += "=\"".utf8
      output.appendEscaped(value)
      output.append(0x22)
    }
    output.append(0x3E)
  }

  mutating func endLine() {
    if !result.plainText.isEmpty, result.plainText.utf8.last != 0x0A { result.plainText += "\n" }
  }

  mutating func change(_ kind: SanitizerChange.Kind, _ tag: HTMLTag, _ what: String, _ why: String) {
    let told = result.changes.count
    guard told <= MarkupLimits.changes else { return }
    let isLast = told == MarkupLimits.changes
    result.changes.append(
      isLast
        ? SanitizerChange(.changed, line: tag.line, what: "the rest", why: "There are more changes than are listed.")
        : SanitizerChange(kind, line: tag.line, what: String(what.prefix(200)), why: why))
  }

  private mutating func leave() {
    guard let frame = frames.popLast() else { return }
    if !frame.closing.isEmpty { depth -= 1 }
    output += frame.closing.utf8
    if frame.endsLine { endLine() }
  }
}

extension [HTMLEvent] {
  /// The text between two events, up to a length that is enough for a title.
  func text(in range: Range<Int>, limit: Int = 400) -> String {
    var text = ""
    for event in self[range] {
      if case .text(let part) = event { text += part }
      if text.utf8.count > limit { break }
    }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
