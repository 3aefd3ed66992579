extension CodeScanner {
  /// CSS, nested rules included.
  mutating func scanCSS(to end: Int) {
    var style = StyleState()
    while position < end {
      let start = position
      let byte = bytes[position]
      switch byte {
      case .slash where self.byte(1, before: end) == 0x2A:
        position += 2
        skip(behind: "*/", to: end)
        name(.comment, from: start)
      case .quote, .apostrophe: string(byte, to: end)
      case .openBrace: style.depth += 1; style.isValue = false; position += 1
      case .closeBrace: style.depth = max(0, style.depth - 1); style.isValue = false; position += 1
      case 0x3B: style.isValue = false; position += 1
      case 0x40: position += 1; skip(to: end) { $0.isWordByte || $0 == .dash }; name(.keyword, from: start)
      case 0x21: position += 1; skip(to: end) { $0.isLetter }; name(.keyword, from: start)
      case .hash, 0x2E: selectorMark(byte, style, to: end)
      case _ where byte.isDigit: styleNumber(to: end)
      case _ where byte.isWordByte || byte == .dash: styleWord(&style, to: end)
      default: position += 1
      }
    }
  }

  /// `.class`, `#id`, or in a value a color or a fraction.
  private mutating func selectorMark(_ mark: UInt8, _ style: StyleState, to end: Int) {
    let start = position
    position += 1
    guard let next = byte(before: end), next.isWordByte || next == .dash else { return }
    skip(to: end) { $0.isWordByte || $0 == .dash }
    name(style.isValue ? .number : .function, from: start)
  }

  private mutating func styleNumber(to end: Int) {
    let start = position
    skip(to: end) { $0.isWordByte || $0 == 0x2E || $0 == 0x25 }
    name(.number, from: start)
  }

  private mutating func styleWord(_ style: inout StyleState, to end: Int) {
    let start = position
    if bytes[start] == .dash, let next = byte(1, before: end), next.isDigit {
      position += 1; return styleNumber(to: end)
    }
    skip(to: end) { $0.isWordByte || $0 == .dash }
    if style.isValue {
      if byte(before: end) == 0x28 { name(.function, from: start) }
    } else if style.depth > 0, next(before: end) == 0x3A, !isPseudo(before: end) {
      name(.attribute, from: start)
      style.isValue = true
    } else {
      name(.tag, from: start)
    }
  }

  /// `a:hover` in a nested rule: no space follows the colon, and a brace comes before the semicolon.
  private func isPseudo(before end: Int) -> Bool {
    guard byte(before: end) == 0x3A, let after = byte(1, before: end), after.isLetter || after == 0x3A else {
      return false
    }
    return bytes[position..<min(end, position + 120)].first { $0 == .openBrace || $0 == 0x3B || $0 == .closeBrace }
      == .openBrace
  }
}

private struct StyleState {
  var depth = 0
  var isValue = false
}
