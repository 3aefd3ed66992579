/// RFC 2045 §6.7. A dot or `From ` at a line's start is encoded as well, so that no server on the way changes the text.
enum QuotedPrintable {
  private static let longest = 76
  private static let digits = Array("0123456789ABCDEF".utf8)

  static func lines(of text: String) -> [String] {
    text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").split(
      separator: "\n", omittingEmptySubsequences: false
    ).flatMap(wrapped)
  }

  /// One line of text as one or more lines joined by soft breaks.
  private static func wrapped(_ line: Substring) -> [String] {
    let bytes = Array(line.utf8), isFrom = bytes.starts(with: Array("From ".utf8))
    var lines: [String] = [], current: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      let isSpaceAtEnd = (byte == 0x20 || byte == 0x09) && index == bytes.count - 1
      let isRisky = byte == 0x2E && current.isEmpty || index == 0 && isFrom
      let isPlain = (0x20...0x7E).contains(byte) && byte != 0x3D || byte == 0x09
      let piece =
        isPlain && !isSpaceAtEnd && !isRisky ? [byte] : [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      if current.count + piece.count > longest - 1 {
        lines.append(String(decoding: current, as: UTF8.self) + "=")
        // The piece was judged in the middle of a line; now it begins one.
        current = piece == [0x2E] ? Array("=2E".utf8) : piece
      } else {
        current += piece
      }
    }
    return lines + [String(decoding: current, as: UTF8.self)]
  }

  static func decoded(_ text: String) -> String {
    var result: [UInt8] = []
    var rest = text.replacing("=\r\n", with: "").utf8[...]
    while let byte = rest.popFirst() {
      guard byte == 0x3D, let high = rest.popFirst(), let low = rest.popFirst(),
        let first = digits.firstIndex(of: high), let second = digits.firstIndex(of: low)
      else { result.append(byte); continue }
      result.append(UInt8(first << 4 | second))
    }
    return String(decoding: result, as: UTF8.self)
  }
}
