internal import Essentials
internal import Markup
internal import Payloads

extension LessonText {
  /// A lesson as its author wrote it, made ready to print. `title` stands above it on the page, so a first heading with
  /// the same words is left out.
  init(writing markdown: String, title: String) {
    var options = MarkupOptions(profile: .lesson)
    options.titleShownAbove = title
    self.init(markdown: markdown, Markdown(markdown).render(options))
  }

  /// A text that was rendered elsewhere, such as by an import that gives its links and pictures their places.
  init(markdown: String, _ rendered: RenderedMarkdown) {
    self.init(
      markdown: markdown, html: HTML(rendered.html).text,
      headings: rendered.headings.map { LessonHeading(level: $0.level, id: $0.id, text: $0.text) },
      wordCount: rendered.words)
  }

  /// The text to be printed: what the sanitizer made when it was saved.
  var page: HTML { HTML(TrustedHTML(kept: html)) }
}

extension HTML {
  /// A description in Markdown, made safe while the page is written; these texts are short.
  static func description(_ markdown: String) -> HTML {
    var options = MarkupOptions(profile: .description)
    options.firstHeading = 3
    return HTML(Markdown(markdown).render(options).html)
  }
}
