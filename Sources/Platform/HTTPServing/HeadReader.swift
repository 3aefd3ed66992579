internal import Routing

/// Why the server itself refuses a request.
struct Refusal: Error, Equatable {
  let status: Int
  static let malformed = Refusal(status: 400)
  static let tooLarge = Refusal(status: 413)
  static let tooManyFields = Refusal(status: 431)
}

/// Reads the header fields out of libmicrohttpd's memory, strictly. The library (0.9.75) accepts and hides folded
/// lines, NULs, bare CRs and LFs, and names with spaces; but the head stays in its buffer as it came, with a NUL for
/// each colon and two for each CRLF, so a second reading sees what was there. It must find the same fields as the
/// library did.
enum HeadReader {
  static let colon: UInt8 = 0
  static let lineEnd: UInt8 = 0

  /// `head` begins behind the version of the request line, at the line's end, and ends behind the empty line.
  static func fields(of head: Span<UInt8>, limit: Int) throws(Refusal) -> Headers {
    var headers = Headers()
    var count = 0
    var position = try skipLineEnd(head, at: 0)
    while position < head.count, head[position] != lineEnd {
      count += 1
      guard count <= limit else { throw .tooManyFields }
      let name = try nameRange(head, from: position)
      let value = try valueRange(head, from: name.upperBound + 1)
      headers.add(text(head, name), text(head, value.trimmed))
      position = try skipLineEnd(head, at: value.end)
    }
    guard try skipLineEnd(head, at: position) == head.count else { throw .malformed }
    return headers
  }

  private static func skipLineEnd(_ head: Span<UInt8>, at position: Int) throws(Refusal) -> Int {
    guard position + 1 < head.count, head[position] == lineEnd, head[position + 1] == lineEnd else { throw .malformed }
    return position + 2
  }

  private static func nameRange(_ head: Span<UInt8>, from start: Int) throws(Refusal) -> Range<Int> {
    var end = start
    while end < head.count, head[end].isTokenByte { end += 1 }
    guard end > start, end < head.count, head[end] == colon else { throw .malformed }
    return start..<end
  }

  private static func valueRange(
    _ head: Span<UInt8>, from start: Int
  ) throws(Refusal) -> (trimmed: Range<Int>, end: Int) {
    var first = start
    while first < head.count, head[first].isBlank { first += 1 }
    var end = first, last = first
    while end < head.count, head[end] != lineEnd {
      guard head[end].isFieldByte else { throw .malformed }
      end += 1
      if !head[end - 1].isBlank { last = end }
    }
    return (first..<last, end)
  }

  private static func text(_ head: Span<UInt8>, _ range: Range<Int>) -> String {
    unsafe head.extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

extension UInt8 {
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  /// What RFC 9110 calls a token's character: letters, digits and fifteen signs.
  var isTokenByte: Bool {
    switch self {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
    default: false
    }
  }
  /// No control character but the tab.
  var isFieldByte: Bool { self >= 0x20 && self != 0x7F || self == 0x09 }
}
