extension String {
  /// `other` is lower case already; letters outside of ASCII count as different.
  public func equalsIgnoringASCIICase(_ other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    return zip(utf8, other.utf8).allSatisfy { $0 == $1 || ($0 >= 0x41 && $0 <= 0x5A && $0 | 0x20 == $1) }
  }
}

extension StringProtocol {
  /// The parts between the places where `sign` stands, empty ones included. Bytes are compared and not characters, which
  /// is many times cheaper; so `sign` must be ASCII.
  public func parts(between sign: Unicode.Scalar) -> [SubSequence] {
    utf8.split(separator: UInt8(ascii: sign), omittingEmptySubsequences: false).map {
      self[$0.startIndex..<$0.endIndex]
    }
  }
}
