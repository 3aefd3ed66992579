// Preformatted text: code is coloured on the server, so that no script is needed to read it.

extension Sanitizer {
  mutating func preformatted(_ tag: HTMLTag, at index: Int) -> Int {
    guard index >= codeEnd else { pass(tag); return index }
    codeEnd = tag.end
    let code = codeTag(in: index..<tag.end)
    guard code != nil || tag.attribute("class")?.contains("mermaid") == true else {
      return ordinary(tag, at: index)
    }
    let language = (code?.language ?? tag.language).map { String($0.prefix(30)) }
    if code == nil { change(.changed, tag, "diagram", "Diagrams are shown as their text.") }
    var text = wholeText(in: index..<tag.end, tag)
    if code == nil { text = String(text.trimmed) }
    write(text, as: language ?? "text", id: places.ids[index])
    return tag.end
  }

  private mutating func write(_ text: String, as language: String, id: String?) {
    let known = CodeLanguage(named: language)
    let id = id.map { [("id", $0)] } ?? []
    open("pre", id + [("class", "code"), ("data-language", language), ("tabindex", "0")])
    open("code", [("class", "language-\(language)")])
    output += Highlighter(text, known).markup
    output += "</code></pre>".utf8
    result.plainText += text
    endLine()
  }

  /// Preformatted text with elements in it.
  private mutating func ordinary(_ tag: HTMLTag, at index: Int) -> Int {
    enter("pre", attributes(of: tag, at: index) + [("tabindex", "0")], tag: tag)
    // A parser takes the first line break after the tag away, so one that is meant needs another before it.
    if case .text(let text) = events[index + 1], text.first == "\n" { output.append(0x0A) }
    return index
  }

  /// The `code` that is all of a `pre`'s content.
  private func codeTag(in range: Range<Int>) -> HTMLTag? {
    for event in events[range].dropFirst() {
      switch event {
      case .text(let text) where text.allSatisfy(\.isWhitespace): continue
      case .open(let tag) where tag.name == "code": return tag
      default: return nil
      }
    }
    return nil
  }

  private mutating func wholeText(in range: Range<Int>, _ tag: HTMLTag) -> String {
    var text = ""
    var inner = 0
    for event in events[range].dropFirst() {
      switch event {
      case .text(let part): text += part
      case .open(let tag) where tag.name == "br": text += "\n"
      case .open(let element) where element.name != "code": inner += 1
      default: continue
      }
    }
    if inner > 0 { change(.changed, tag, "\(inner) elements in code", "Code is shown as its text.") }
    return text
  }
}

extension HTMLTag {
  /// The language that the class names.
  var language: String? {
    let names = attribute("class")?.split(whereSeparator: \.isWhitespace) ?? []
    let name = names.first { $0.hasPrefix("language-") }?.dropFirst(9) ?? names.first
    guard let name, !name.isEmpty, name.utf8.allSatisfy(\.isLanguageName) else { return nil }
    return name.lowercased()
  }
}

extension UInt8 {
  fileprivate var isLanguageName: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x23, 0x2B, 0x2D, 0x5F: true
    default: false
    }
  }
}
