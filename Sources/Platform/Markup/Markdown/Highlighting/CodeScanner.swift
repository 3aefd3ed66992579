/// A place in code, and the parts named so far.
struct CodeScanner {
  let bytes: [UInt8]
  var position = 0
  private(set) var tokens: [CodeToken] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func byte(_ offset: Int = 0, before end: Int) -> UInt8? {
    position + offset < end ? bytes[position + offset] : nil
  }

  /// Names everything from `start` to here; neighbours of one kind are one part.
  mutating func name(_ kind: CodeToken.Kind, from start: Int) {
    guard start < position else { return }
    if let last = tokens.last, last.kind == kind, last.range.upperBound == start {
      tokens[tokens.count - 1] = CodeToken(kind: kind, range: last.range.lowerBound..<position)
    } else {
      tokens.append(CodeToken(kind: kind, range: start..<position))
    }
  }

  mutating func skip(to end: Int, while matches: (UInt8) -> Bool) {
    while position < end, matches(bytes[position]) { position += 1 }
  }

  func starts(with text: StaticString, before end: Int) -> Bool {
    let wanted = text.description.utf8
    guard position + wanted.count <= end else { return false }
    return zip(bytes[position...], wanted).allSatisfy { $0.lowercased == $1 }
  }

  /// Goes behind the next occurrence, or to the end when there is none.
  mutating func skip(behind text: StaticString, to end: Int) {
    while position < end, !starts(with: text, before: end) { position += 1 }
    position = min(end, position + text.utf8CodeUnitCount)
  }

  /// Goes to the next occurrence, or to the end when there is none.
  mutating func skip(before text: StaticString, to end: Int) {
    while position < end, !starts(with: text, before: end) { position += 1 }
  }

  /// A string that ends at its quote or, when `oneLine`, at the end of the line.
  mutating func string(_ quote: UInt8, to end: Int, oneLine: Bool = true) {
    let start = position
    position += 1
    while position < end, bytes[position] != quote {
      if oneLine, bytes[position] == .newline { break }
      position += bytes[position] == .backslash ? 2 : 1
    }
    position = min(end, position)
    if position < end, bytes[position] == quote { position += 1 }
    name(.string, from: start)
  }

  mutating func number(to end: Int) {
    let start = position
    skip(to: end) { $0.isWordByte || $0 == 0x2E }
    name(.number, from: start)
  }

  /// The word here, as text.
  mutating func word(to end: Int, including extra: UInt8? = nil) -> Substring {
    let start = position
    skip(to: end) { $0.isWordByte || $0 == extra }
    return String(decoding: bytes[start..<min(position, start + 40)], as: UTF8.self)[...]
  }

  /// The next byte that is no space, without going there; looks at 200 bytes at most.
  func next(before end: Int) -> UInt8? {
    bytes[position..<min(end, position + 200)].first { !$0.isSpace }
  }
}

extension UInt8 {
  static let newline: UInt8 = 0x0A, backslash: UInt8 = 0x5C, quote: UInt8 = 0x22, apostrophe: UInt8 = 0x27
  static let hash: UInt8 = 0x23, dollar: UInt8 = 0x24, slash: UInt8 = 0x2F, less: UInt8 = 0x3C, greater: UInt8 = 0x3E
  static let openBrace: UInt8 = 0x7B, closeBrace: UInt8 = 0x7D, backtick: UInt8 = 0x60, dash: UInt8 = 0x2D

  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isLetter: Bool { self | 0x20 >= 0x61 && self | 0x20 <= 0x7A }
  /// Letters, digits, `_`, and the bytes of every letter beyond ASCII.
  var isWordByte: Bool { isLetter || isDigit || self == 0x5F || self >= 0x80 }
  var isSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
  var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}
