internal import CMarkdown

// cmark-gfm, GitHub's CommonMark in C, with its tables, strikethrough, bare links and task lists.

enum CommonMark {
  /// The extensions are registered in a list of the library's own, once.
  private static let registered: Void = cmark_gfm_core_extensions_ensure_registered()

  /// The text as HTML, raw HTML included: for the sanitizer only. Nil when that would take too much memory or time.
  static func html(of markdown: String) -> String? {
    registered
    var markdown = markdown
    return markdown.withUTF8 { source in
      let length = source.count
      return unsafe source.withMemoryRebound(to: CChar.self) { bytes in
        let (memory, time) = (MarkupLimits.memory, MarkupLimits.milliseconds)
        guard let html = unsafe evolv_markdown_to_html(bytes.baseAddress, length, memory, time) else { return nil }
        defer { unsafe free(html) }
        return unsafe String(cString: html)
      }
    }
  }
}
