extension CodeScanner {
  /// HTML, with the code of its scripts and style sheets.
  mutating func scanHTML(to end: Int) {
    while position < end {
      let start = position
      if starts(with: "<!--", before: end) {
        skip(behind: "-->", to: end)
        name(.comment, from: start)
      } else if starts(with: "<!", before: end) {
        skip(behind: ">", to: end)
        name(.keyword, from: start)
      } else if bytes[start] == .less, let next = byte(1, before: end), next.isLetter || next == .slash {
        markupTag(to: end)
      } else if bytes[start] == 0x26 {
        entity(to: end)
      } else {
        position += 1
      }
    }
  }

  private mutating func markupTag(to end: Int) {
    let start = position
    position += bytes[start + 1] == .slash ? 2 : 1
    let element = word(to: end, including: .dash).lowercased()
    name(.tag, from: start)
    while position < end, bytes[position] != .greater, bytes[position] != .less { attribute(to: end) }
    let close = position
    guard position < end, bytes[position] == .greater else { return }
    position += 1
    name(.tag, from: close)
    if bytes[start + 1] != .slash { embeddedCode(of: element, to: end) }
  }

  private mutating func attribute(to end: Int) {
    let start = position
    switch bytes[position] {
    case .quote, .apostrophe: string(bytes[position], to: end, oneLine: false)
    case 0x3D:
      position += 1
      guard let first = byte(before: end), !first.isSpace, first != .quote, first != .apostrophe else { return }
      skip(to: end) { !$0.isSpace && $0 != .greater }
      name(.string, from: start + 1)
    case let byte where byte.isWordByte || byte == .dash || byte == 0x40 || byte == 0x3A:
      skip(to: end) { $0.isWordByte || $0 == .dash || $0 == 0x3A || $0 == 0x2E || $0 == 0x40 }
      name(.attribute, from: start)
    default: position += 1
    }
  }

  private mutating func embeddedCode(of element: String, to end: Int) {
    guard element == "script" || element == "style" else { return }
    let start = position
    if element == "script" { skip(before: "</script", to: end) } else { skip(before: "</style", to: end) }
    let close = position
    position = start
    if element == "script" { scanJavaScript(to: close, withElements: false) } else { scanCSS(to: close) }
    position = close
  }

  private mutating func entity(to end: Int) {
    let start = position
    position += 1
    skip(to: min(end, start + 32)) { $0.isLetter || $0.isDigit || $0 == .hash }
    if byte(before: end) == 0x3B {
      position += 1
      name(.variable, from: start)
    }
  }
}
