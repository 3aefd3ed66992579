import Essentials

// Text that people wrote elsewhere, in Markdown or HTML, becomes a page here. Markdown goes through cmark-gfm with its
// raw HTML let through; the result is read by a real HTML5 parser, and only what the profile allows is written anew:
// the output is made from names and addresses we know, never copied. Whatever was left out or replaced is told as a
// change with its line. The cost grows with the size of the text; what is too big or too deep is shown as plain text.

/// A text in Markdown, with the front matter already taken off.
public struct Markdown: Sendable {
  /// The text below the front matter.
  public let body: String
  /// The fields of the front matter, by lower-case name.
  public let frontMatter: [String: String]
  let firstLine: Int

  /// Takes a whole file.
  public init(_ source: String) {
    let parts = FrontMatter(source)
    body = parts.body
    frontMatter = parts.fields
    firstLine = parts.firstLine
  }

  /// Turns the text into markup that is safe to print.
  public func render(_ options: MarkupOptions = MarkupOptions()) -> RenderedMarkdown {
    let prepared = PreparedMarkdown(body, firstLine: firstLine)
    guard prepared.isWithinLimits, let html = CommonMark.html(of: prepared.text) else {
      return .plain(body, because: "The text is larger, deeper nested or more laborious than allowed.")
    }
    return rendered(html, lines: prepared.lines, source: body, options: options)
      .titled(frontMatter["title"])
  }
}

/// A text in HTML, as an editor or another system gives it.
public struct HTMLText: Sendable {
  public let source: String

  public init(_ source: String) { self.source = source }

  /// Turns the text into markup that is safe to print.
  public func render(_ options: MarkupOptions = MarkupOptions(profile: .description)) -> RenderedMarkdown {
    guard source.utf8.count <= MarkupLimits.bytes else {
      return .plain(source, because: "The text is larger than allowed.")
    }
    return rendered(source, lines: nil, source: source, options: options)
  }
}

/// What bounds the work on one text.
enum MarkupLimits {
  static let bytes = 1 << 20
  static let depth = 200
  static let tags = 40_000
  static let changes = 1_000
  static let memory = 96 << 20
  /// Of processor time, for each of the two readers.
  static let milliseconds: Int32 = 1_500
  /// Block quotes and lists that open on one line.
  static let containersPerLine = 60
}

private func rendered(_ html: String, lines: LineMap?, source: String, options: MarkupOptions) -> RenderedMarkdown {
  guard let tree = HTMLTree(html, lines: lines) else {
    return .plain(source, because: "The text has more elements than allowed.")
  }
  var sanitizer = Sanitizer(tree, options: options)
  return sanitizer.run()
}

extension RenderedMarkdown {
  /// The whole text as it is, in one block: what remains when a text cannot be read within the limits.
  static func plain(_ text: String, because why: String) -> RenderedMarkdown {
    let shown = String(text.prefix(MarkupLimits.bytes))
    return RenderedMarkdown(
      html: TrustedHTML(sanitized: "<pre tabindex=\"0\">" + HTML(shown).text + "</pre>"), plainText: shown,
      changes: [SanitizerChange(.changed, line: nil, what: "the whole text", why: why)])
  }

  fileprivate func titled(_ title: String?) -> RenderedMarkdown {
    guard let title, !title.isEmpty else { return self }
    var titled = self
    titled.title = title
    return titled
  }
}
