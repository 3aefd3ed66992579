extension String {
  /// `other` is lower case already; letters outside of ASCII count as different.
  public func equalsIgnoringASCIICase(_ other: String) -> Bool {
    let mine = utf8Span.span, wanted = other.utf8Span.span
    guard mine.count == wanted.count else { return false }
    for index in mine.indices {
      let letter = mine[index], other = wanted[index]
      guard letter == other || (letter >= 0x41 && letter <= 0x5A && letter | 0x20 == other) else { return false }
    }
    return true
  }
}

extension Substring {
  /// Without the spaces and tabs at both ends, which header fields may have around a value (RFC 9110 §5.6.3).
  public var trimmingBlanks: String {
    var rest = self
    while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
    while rest.last == " " || rest.last == "\t" { rest.removeLast() }
    return String(rest)
  }
}

extension String {
  /// The parts between the places where `sign` stands, empty ones included. Bytes are compared and not characters, which
  /// is many times cheaper; so `sign` must be ASCII.
  public func parts(between sign: Unicode.Scalar) -> [Substring] { self[...].parts(between: sign) }
}

extension Substring {
  /// As for a whole text. Written for this one type: code for any kind of text is ten times slower.
  public func parts(between sign: Unicode.Scalar) -> [Substring] {
    let sign = UInt8(ascii: sign)
    var parts: [Substring] = [], start = startIndex
    while let end = utf8[start...].firstIndex(of: sign) {
      parts.append(self[start..<end])
      start = utf8.index(after: end)
    }
    parts.append(self[start...])
    return parts
  }
}
