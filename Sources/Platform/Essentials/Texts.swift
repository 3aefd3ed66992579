extension String {
  /// `other` is lower case already; letters outside of ASCII count as different.
  public func equalsIgnoringASCIICase(_ other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    return zip(utf8, other.utf8).allSatisfy { $0 == $1 || ($0 >= 0x41 && $0 <= 0x5A && $0 | 0x20 == $1) }
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
