public import Essentials
public import Markup

/// A thing with a picture that one can open: a course, an event, a post. The whole card is its link.
public struct MediaCard: Component {
  let link: Link
  let title: String
  let cover: HTML
  let eyebrow: String?
  let price: String?
  let summary: String?
  let meta: [Meta]
  let progress: (done: Int, of: Int)?
  let badge: Badge?
  let headingLevel: Int

  /// A fact under the title.
  public struct Meta: Sendable {
    let icon: Icon?
    let text: String

    public init(_ text: String, _ icon: Icon? = nil) {
      self.text = text
      self.icon = icon
    }
  }

  /// - Parameters:
  ///   - cover: A `Cover`, or a picture.
  ///   - price: What it costs, across from the eyebrow.
  ///   - progress: Lessons done and lessons in all.
  public init(
    _ title: String, to link: Link, cover: HTML, eyebrow: String? = nil, price: String? = nil, summary: String? = nil,
    meta: [Meta] = [], progress: (done: Int, of: Int)? = nil, badge: Badge? = nil, headingLevel: Int = 3
  ) {
    self.title = title
    self.link = link
    self.cover = cover
    self.eyebrow = eyebrow
    self.price = price
    self.summary = summary
    self.meta = meta
    self.progress = progress
    self.badge = badge
    self.headingLevel = headingLevel
  }

  public var body: HTML {
    article(.class("media-card")) {
      div(.class("media-card-cover")) {
        cover
        if let badge { badge }
      }
      div(.class("media-card-words")) {
        if eyebrow != nil || price != nil { over }
        heading
        if let summary { p(.class("media-card-summary"), .ownDirection) { summary } }
        if !meta.isEmpty { MetaLine(meta) }
        if let progress { ProgressBar(done: progress.done, of: progress.of, unit: "lessons") }
      }
    }
  }

  private var over: HTML {
    p(.class("eyebrow media-card-over")) {
      span(.ownDirection) { eyebrow ?? "" }
      if let price { span(.class("media-card-price")) { price } }
    }
  }

  private var heading: HTML {
    let words = a(href: link, .class("cover-link"), .ownDirection) { title }
    return headingLevel == 2 ? h2(.class("media-card-title")) { words } : h3(.class("media-card-title")) { words }
  }
}

/// Facts in a row, each with its icon.
public struct MetaLine: Component {
  let facts: [MediaCard.Meta]

  public init(_ facts: [MediaCard.Meta]) { self.facts = facts }

  public var body: HTML {
    ul(.class("meta-line")) {
      for fact in facts {
        li {
          if let icon = fact.icon { icon }
          span { fact.text }
        }
      }
    }
  }
}

/// Cards side by side, as many as fit.
public struct CardGrid: Component {
  let content: HTML

  public init(@HTMLBuilder content: () -> HTML) { self.content = content() }

  public var body: HTML { div(.class("card-grid")) { content } }
}
