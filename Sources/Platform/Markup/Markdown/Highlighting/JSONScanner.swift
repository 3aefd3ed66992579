extension CodeScanner {
  /// JSON, comments allowed.
  mutating func scanJSON(to end: Int) {
    while position < end {
      let start = position
      let byte = bytes[position]
      switch byte {
      case .quote: jsonString(to: end)
      case .slash where self.byte(1, before: end) == .slash:
        skip(to: end) { $0 != .newline }; name(.comment, from: start)
      case _ where byte.isDigit || byte == .dash: position += 1; jsonNumber(from: start, to: end)
      case _ where byte.isLetter: jsonWord(to: end)
      default: position += 1
      }
    }
  }

  /// A name when a colon follows.
  private mutating func jsonString(to end: Int) {
    let start = position
    position += 1
    while position < end, bytes[position] != .quote, bytes[position] != .newline {
      position += bytes[position] == .backslash ? 2 : 1
    }
    position = min(end, position)
    if byte(before: end) == .quote { position += 1 }
    name(next(before: end) == 0x3A ? .attribute : .string, from: start)
  }

  private mutating func jsonNumber(from start: Int, to end: Int) {
    skip(to: end) { $0.isDigit || $0.isLetter || $0 == 0x2E || $0 == 0x2B || $0 == .dash }
    name(.number, from: start)
  }

  private mutating func jsonWord(to end: Int) {
    let start = position
    let word = word(to: end)
    if ["true", "false", "null"].contains(word) { name(.keyword, from: start) }
  }
}
