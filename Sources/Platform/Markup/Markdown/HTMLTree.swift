internal import CGumbo

// Gumbo, an HTML5 parser in C: it reads a text exactly as a browser does, which is what makes an allow-list safe.
// Its tree is laid out flat, in document order, so that nothing above walks it recursively.

/// A parsed fragment: tags, their ends and texts in document order.
struct HTMLTree {
  private(set) var events: [HTMLEvent] = []

  /// Nil when the text has more tags than allowed or would take too much memory or time.
  init?(_ html: String, lines: LineMap?) {
    var html = html
    guard html.utf8.tagCount <= MarkupLimits.tags else { return nil }
    let read = html.withUTF8 { source in
      unsafe source.withMemoryRebound(to: CChar.self) { bytes in
        let (memory, time) = (MarkupLimits.memory, MarkupLimits.milliseconds)
        guard let tree = unsafe evolv_html_parse(bytes.baseAddress, bytes.count, memory, time) else { return nil }
        defer { unsafe evolv_html_free(tree) }
        return unsafe HTMLTreeReader(lines: lines).events(of: evolv_html_root(tree))
      } as [HTMLEvent]?
    }
    guard let read else { return nil }
    events = read
  }
}

enum HTMLEvent {
  case open(HTMLTag)
  case close
  case text(String)
}

/// A start tag.
struct HTMLTag {
  /// The standard's name in lower case; as written when the standard does not know it.
  let name: String
  let isKnown: Bool
  /// Part of SVG or MathML.
  let isForeign: Bool
  let attributes: [(name: String, value: String)]
  let line: Int?
  /// The index of the event that closes it.
  var end = 0

  /// The value of the first attribute of this name; empty for one without a value.
  func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
}

extension String.UTF8View {
  /// How many tags a parser can possibly find.
  fileprivate var tagCount: Int {
    var count = 0
    var afterLess = false
    for byte in self {
      if afterLess, byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == 0x2F || byte == 0x21 { count += 1 }
      afterLess = byte == 0x3C
    }
    return count
  }
}
