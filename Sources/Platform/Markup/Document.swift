public import Essentials

// The frame that every page stands in: its language, its name, how it is found and shared, its stylesheets.

/// What a browser, a search engine or a message that quotes the page needs to know of it.
public struct DocumentHead: Sendable {
  public var title: String
  public var language: String
  public var direction: TextDirection
  public var stylesheets: [Link]
  public var modules: [Link]
  public var description: String?
  public var canonical: Link?
  public var icon: Link?
  public var manifest: Link?
  /// What phones show for the page on their screens.
  public var touchIcon: Link?
  public var picture: Link?
  public var siteName: String?
  public var feeds: [(label: String, link: Link)] = []
  /// The color of the browser's own bars, by light and dark.
  public var themeColors: (light: String, dark: String)?
  public var isIndexed: Bool

  public init(
    title: String, language: String, direction: TextDirection = .leftToRight, stylesheets: [Link], modules: [Link] = [],
    description: String? = nil, canonical: Link? = nil, icon: Link? = nil, manifest: Link? = nil,
    touchIcon: Link? = nil,
    picture: Link? = nil, siteName: String? = nil, themeColors: (light: String, dark: String)? = nil,
    isIndexed: Bool = true
  ) {
    self.title = title
    self.language = language
    self.direction = direction
    self.stylesheets = stylesheets
    self.modules = modules
    self.description = description
    self.canonical = canonical
    self.icon = icon
    self.manifest = manifest
    self.touchIcon = touchIcon
    self.picture = picture
    self.siteName = siteName
    self.themeColors = themeColors
    self.isIndexed = isIndexed
  }

  @HTMLBuilder var elements: HTML {
    Self.beginning
    element("title", []) { title }
    for sheet in stylesheets { void("link", [.rel("stylesheet"), Attribute("href", sheet.text)]) }
    for module in modules { element("script", [Attribute("type", "module"), Attribute("src", module.text)]) {} }
    if let themeColors {
      Self.meta("theme-color", themeColors.light, Attribute("media", "(prefers-color-scheme: light)"))
      Self.meta("theme-color", themeColors.dark, Attribute("media", "(prefers-color-scheme: dark)"))
    }
    if let icon { link("icon", icon) }
    if let manifest { link("manifest", manifest) }
    if let touchIcon { link("apple-touch-icon", touchIcon) }
    if !isIndexed { Self.meta("robots", "noindex") }
    if let description { Self.meta("description", description) }
    if let canonical { link("canonical", canonical) }
    for feed in feeds { link("alternate", feed.link, Attribute("type", "application/rss+xml"), .title(feed.label)) }
    if isIndexed { sharing }
  }

  /// The same on every page, so it is written once.
  @HTMLBuilder private static var written: HTML {
    void("meta", [Attribute("charset", "utf-8")])
    meta("viewport", "width=device-width, initial-scale=1, viewport-fit=cover")
    meta("color-scheme", "light dark")
  }
  private static let beginning = written

  @HTMLBuilder private var sharing: HTML {
    shared("og:title", title)
    shared("og:type", "website")
    if let siteName { shared("og:site_name", siteName) }
    if let description { shared("og:description", description) }
    if let canonical { shared("og:url", canonical.text) }
    if let picture { shared("og:image", picture.text) }
  }

  private static func meta(_ name: String, _ content: String, _ attributes: Attribute...) -> HTML {
    void("meta", own: [Attribute("name", name), Attribute("content", content)], attributes)
  }
  private func link(_ relation: String, _ link: Link, _ attributes: Attribute...) -> HTML {
    void("link", own: [.rel(relation), Attribute("href", link.text)], attributes)
  }
  private func shared(_ property: String, _ content: String) -> HTML {
    void("meta", [Attribute("property", property), Attribute("content", content)])
  }
}

/// The way the words run.
public enum TextDirection: String, Sendable { case leftToRight = "ltr", rightToLeft = "rtl" }

/// A whole page.
public func document(_ head: DocumentHead, _ attributes: Attribute..., @HTMLBuilder body: () -> HTML) -> HTML {
  var page = HTML(markup: "<!doctype html>")
  page.append(
    element("html", own: [.lang(head.language), .direction(head.direction)], attributes) {
      element("head", []) { head.elements }
      element("body", [], content: body)
    })
  return page
}
