/// A mail of the outbox, read back. It understands what this room writes, not every mail in the world.
public struct KeptMail: Sendable {
  /// Names it in the outbox; sorts by time.
  public let name: String
  /// The headers in order, decoded.
  public let headers: [(name: String, value: String)]
  public let text: String
  public let html: String
  /// The message as it would have travelled.
  public let message: String

  public var subject: String { header("Subject") }
  public var from: String { header("From") }
  public var to: String { header("To") }
  public var date: String { header("Date") }

  /// A header's value, empty if it is not there.
  public func header(_ name: String) -> String { headers.first { $0.name == name }?.value ?? "" }

  init(name: String, message: String) {
    self.name = name
    self.message = message
    let halves = message.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    let unfolded = halves[0].replacing("?=\r\n =?", with: "?==?").replacing("\r\n ", with: " ")
    headers = unfolded.split(separator: "\r\n").compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (String(line[..<colon]), Self.decoded(String(line[colon...].dropFirst(2))))
    }
    let body = halves.count > 1 ? String(halves[1]) : ""
    text = Self.part("text/plain", of: body)
    html = Self.part("text/html", of: body)
  }

  /// The decoded part of one content type of a message of ours.
  private static func part(_ type: String, of body: String) -> String {
    let boundary = body.prefix { $0 != "\r\n" }
    for part in body.components(between: String(boundary)) where part.contains("Content-Type: \(type)") {
      guard let start = part.firstRange(of: "\r\n\r\n") else { continue }
      var content = String(part[start.upperBound...])
      if content.hasSuffix("\r\n") { content.removeLast() }
      return QuotedPrintable.decoded(content).replacing("\r\n", with: "\n")
    }
    return ""
  }

  private static func decoded(_ value: String) -> String {
    var result = "", rest = value[...]
    while let start = rest.firstRange(of: "=?UTF-8?B?"), let end = rest[start.upperBound...].firstRange(of: "?=") {
      result +=
        rest[..<start.lowerBound]
        + String(decoding: Base64.bytes(rest[start.upperBound..<end.lowerBound]), as: UTF8.self)
      rest = rest[end.upperBound...]
    }
    return result + rest
  }
}

extension String {
  fileprivate func components(between boundary: String) -> [Substring] {
    boundary.isEmpty ? [] : split(separator: boundary, omittingEmptySubsequences: true)
  }
}
