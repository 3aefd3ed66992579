internal import Routing

/// How long the body of a request is.
enum Framing: Equatable {
  case none
  case length(Int)
  case chunked
}

/// Refuses what RFC 9112 calls ambiguous: two readers of one request must not find different ends.
enum FramingGuard {
  static func framing(of headers: Headers, version: String) throws(Refusal) -> Framing {
    guard version == "HTTP/1.1" || version == "HTTP/1.0" else { throw Refusal(status: 505) }
    try checkHost(headers.all("host"), isRequired: version == "HTTP/1.1")
    if let expectation = headers["expect"], expectation.lowercased() != "100-continue" { throw Refusal(status: 417) }
    let codings = headers.all("transfer-encoding"), lengths = headers.all("content-length")
    guard codings.isEmpty else {
      guard codings.count == 1, codings[0].lowercased() == "chunked", lengths.isEmpty, version == "HTTP/1.1" else {
        throw .malformed
      }
      return .chunked
    }
    guard lengths.count <= 1 else { throw .malformed }
    guard let text = lengths.first else { return .none }
    guard !text.isEmpty, text.utf8.count <= 18, text.utf8.allSatisfy(\.isDigit), let length = Int(text) else {
      throw .malformed
    }
    return length == 0 ? .none : .length(length)
  }

  static func checkHost(_ hosts: [String], isRequired: Bool) throws(Refusal) {
    guard hosts.count == 1 || (hosts.isEmpty && !isRequired) else { throw .malformed }
    guard hosts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isHostByte) }) else { throw .malformed }
  }
}

extension UInt8 {
  /// What may stand in a host and its port: no separator of an address or a list.
  fileprivate var isHostByte: Bool {
    switch self {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x3A, 0x5B, 0x5D, 0x5F, 0x7E, 0x25: true
    default: false
    }
  }
}

/// The target of a request line, in any of the forms that RFC 9112 gives it.
struct RequestTarget: Equatable {
  var path: String
  var query = ""
  /// Of a target that is a whole address; it stands in for the Host field.
  var authority: String?

  init(_ text: String) throws(Refusal) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x23 }) else { throw .malformed }
    var rest = text[...]
    if text.utf8.first != 0x2F, let scheme = ["http://", "https://"].first(where: text.lowercased().hasPrefix) {
      rest = rest.dropFirst(scheme.utf8.count)
      let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
      authority = String(rest[..<end])
      rest = rest[end...]
      guard authority?.isEmpty == false, authority?.contains("@") == false else { throw .malformed }
    }
    if let mark = rest.utf8.firstIndex(of: 0x3F) {
      query = String(rest[rest.utf8.index(after: mark)...])
      rest = rest[..<mark]
    }
    path = rest.isEmpty && authority != nil ? "/" : String(rest)
    guard path.utf8.first == 0x2F || path == "*" else { throw .malformed }
  }
}
