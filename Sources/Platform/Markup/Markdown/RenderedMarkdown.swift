/// A text ready to print, and what is known about it.
public struct RenderedMarkdown: Sendable {
  public internal(set) var html: TrustedHTML
  /// The outline, with levels as printed.
  public internal(set) var headings: [Heading] = []
  /// The front matter's title, else the text of the first heading.
  public internal(set) var title: String?
  /// The words alone, for search.
  public internal(set) var plainText: String
  public internal(set) var links: [MarkupAddress] = []
  public internal(set) var images: [MarkupAddress] = []
  /// Everything that was left out or replaced, in the order of the text.
  public internal(set) var changes: [SanitizerChange] = []
  var anchorIndex = Anchors()

  /// The number of words.
  public var words: Int { plainText.split(whereSeparator: \.isWhitespace).count }
  /// Minutes to read, at 220 words a minute, never none.
  public var minutes: Int { max(1, (words + 110) / 220) }

  init(html: TrustedHTML, plainText: String, changes: [SanitizerChange] = []) {
    self.html = html
    self.plainText = plainText
    self.changes = changes
  }

  /// The printed id that a fragment of an address means here; nil when nothing has that anchor.
  public func anchor(_ fragment: String) -> String? { anchorIndex.id(for: fragment) }
}

/// One line of the outline.
public struct Heading: Sendable, Equatable {
  public let level: Int
  public let id: String
  public let text: String
}

/// An address as the text wrote it, with the words that stand for it.
public struct MarkupAddress: Sendable, Equatable {
  public let address: String
  public let text: String
  public let line: Int?
}

/// One thing of the text that is not printed as it was written.
public struct SanitizerChange: Sendable, Equatable {
  public enum Kind: String, Sendable { case changed, dropped }
  public let kind: Kind
  public let line: Int?
  public let what: String
  public let why: String

  init(_ kind: Kind, line: Int?, what: String, why: String) {
    self.kind = kind
    self.line = line
    self.what = what
    self.why = why
  }
}

/// Where an address stands in the text.
public enum URLKind: Sendable { case link, image }

/// What becomes of an address.
public enum RewrittenURL: Sendable, Equatable {
  case unchanged
  /// Another address; the rules for addresses hold for it too.
  case replaced(String)
  /// An image of ours, with the size that keeps the page from jumping.
  case image(String, width: Int, height: Int)
  case dropped(because: String)
}

/// How a text is printed.
public struct MarkupOptions: Sendable {
  public var profile: MarkupProfile
  /// The level that the outermost headings get.
  public var firstHeading = 2
  /// Stands before every id, so that a text cannot take the place of an id of the page.
  public var idPrefix = "h-"
  /// A first heading with exactly this text is left out, because the page prints it as its own.
  public var titleShownAbove: String?
  /// Pictures on other sites are shown; otherwise they become links, so that readers are not tracked.
  public var showsOutsideImages = false
  /// Gives addresses their place on this site.
  public var rewrite: @Sendable (URLKind, String) -> RewrittenURL

  public init(
    profile: MarkupProfile = .lesson,
    rewrite: @escaping @Sendable (URLKind, String) -> RewrittenURL = { _, _ in .unchanged }
  ) {
    self.profile = profile
    self.rewrite = rewrite
  }
}
