import HTTPServing
import Testing

/// Bytes a peer may send, and the statuses it must see. Behind each stands a last request with `Connection: close`, so
/// the connection always ends: an accepted request leaves that one to be answered with 200, a refused one does not.
struct FramingCase: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: String
  /// The statuses before the last request's; a refusal is the only one.
  let wanted: [Int]
  var testDescription: String { name }

  init(_ name: String, _ bytes: String, _ wanted: Int...) {
    self.name = name
    self.bytes = bytes
    self.wanted = wanted
  }
  /// A request to `/length` with these fields and this body.
  static func post(_ name: String, _ fields: String, _ body: String = "", _ wanted: Int...) -> FramingCase {
    FramingCase(name, "POST /length HTTP/1.1\r\nHost: x\r\n\(fields)\r\n\(body)", wanted: wanted)
  }
  /// A GET with this line or these lines among its fields.
  static func get(_ name: String, _ line: String, _ wanted: Int...) -> FramingCase {
    FramingCase(name, "GET / HTTP/1.1\r\nHost: x\r\n\(line)\r\n\r\n", wanted: wanted)
  }
  private init(_ name: String, _ bytes: String, wanted: [Int]) {
    self.name = name
    self.bytes = bytes
    self.wanted = wanted
  }

  static let lengths: [FramingCase] = [
    .post("a length and chunks", "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nX", 400),
    .post("chunks and a length", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "5c\r\n", 400),
    .post("two lengths", "Content-Length: 5\r\nContent-Length: 0\r\n", "abcde", 400),
    .post("one length twice", "Content-Length: 5\r\nContent-Length: 5\r\n", "abcde", 400),
    .post("a list of lengths", "Content-Length: 5, 5\r\n", "abcde", 400),
    .post("a length with a plus", "Content-Length: +5\r\n", "abcde", 400),
    .post("a negative length", "Content-Length: -1\r\n", "", 400),
    .post("a length with a letter", "Content-Length: 5x\r\n", "abcde", 400),
    .post("a hexadecimal length", "Content-Length: 0x5\r\n", "abcde", 400),
    .post("an empty length", "Content-Length: \r\n", "", 400),
    .post("a length beyond 64 bits", "Content-Length: 18446744073709551621\r\n", "abcde", 413),
    .post("a length of nineteen digits", "Content-Length: 1000000000000000000\r\n", "abcde", 400),
    .post("a length with leading zeros", "Content-Length: 0005\r\n", "abcde", 200),
    .post("no body", "Content-Length: 0\r\n", "", 200),
  ]

  static let codings: [FramingCase] = [
    .post("an unknown coding", "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n", 400),
    .post("chunked before another", "Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n", 400),
    .post("chunked after another", "Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n", 400),
    .post("two codings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n", 400),
    .post("a coding behind a control character", "Transfer-Encoding: \u{0B}chunked\r\n", "0\r\n\r\n", 400),
    .post("an empty coding", "Transfer-Encoding: \r\n", "0\r\n\r\n", 400),
    .post("chunked in capitals", "Transfer-Encoding: CHUNKED\r\n", "1\r\na\r\n0\r\n\r\n", 200),
    FramingCase(
      "chunks in HTTP/1.0", "POST /length HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
  ]

  static let chunks: [FramingCase] = [
    ("a size of letters", "zz\r\n", 400), ("a hexadecimal prefix", "0x5\r\nabcde\r\n0\r\n\r\n", 400),
    ("a negative size", "-1\r\nabcde\r\n0\r\n\r\n", 400), ("a size with a plus", "+5\r\nabcde\r\n0\r\n\r\n", 400),
    ("a size behind a space", " 5\r\nabcde\r\n0\r\n\r\n", 400), ("an empty size", "\r\nabcde\r\n0\r\n\r\n", 400),
    ("a size beyond 64 bits", "10000000000000005\r\nabcde\r\n0\r\n\r\n", 413),
    ("no line end behind a chunk", "5\r\nabcdeXX0\r\n\r\n", 400),
    ("a size line without CR", "5\nabcde\r\n0\r\n\r\n", 400),
    ("an extension", "5;a=b\r\nabcde\r\n0\r\n\r\n", 200), ("a trailer", "5\r\nabcde\r\n0\r\nX-T: 1\r\n\r\n", 200),
  ].map { FramingCase.post($0.0, "Transfer-Encoding: chunked\r\n", $0.1, $0.2) }

  static let fields: [FramingCase] = [
    .get("a folded line", "X-A: 1\r\n  two", 400),
    .get("a folded line at the end of a name", "X:\r\n y", 400),
    .post("a fold that hides a coding", "X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "abcde", 400),
    .post("a space before the colon", "Content-Length : 5\r\n", "abcde", 400),
    .post("a space in a name", "Content Length: 5\r\n", "abcde", 400),
    .get("a line without a colon", "foo", 400), .get("a line without a name", ": foo", 400),
    .get("a CR in a value", "X: a\rb", 400), .get("a NUL in a value", "X: a\0b", 400),
    .get("NULs at the end of a value", "X: a\0\0", 400), .get("a field behind NULs", "X:\0\0Y\0 z", 400),
    .get("a NUL in a name", "X\0Y: a", 400), .get("a delete character", "X: a\u{7F}", 400),
    .get("a name in brackets", "(X): a", 400),
    .get("a tab in a value", "X: a\tb", 200), .get("an empty value", "X:", 200),
    .get("spaces around a value", "X:  a  ", 200),
    .get("a value that is not ASCII", "X: ä", 200),
    FramingCase("lines without CR", "GET / HTTP/1.1\nHost: x\n\n", 400),
    FramingCase("one line without CR", "GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n", 400),
    FramingCase("a request line without CR", "GET / HTTP/1.1\nHost: x\r\n\r\n", 400),
    .get("a hundred and one fields", (1...100).map { "X: \($0)" }.joined(separator: "\r\n"), 431),
    .get("5000 fields", [String](repeating: "X: a", count: 5000).joined(separator: "\r\n"), 431),
    .get("a field of 64 KB", "X: \(String(repeating: "a", count: 65_536))", 431),
    .get("a head of 17 KB", "X: \(String(repeating: "a", count: 17_000))", 431),
  ]

  static let lines: [FramingCase] = [
    FramingCase("no Host", "GET / HTTP/1.1\r\n\r\n", 400), .get("two Hosts", "Host: b", 400),
    FramingCase("an empty Host", "GET / HTTP/1.1\r\nHost: \r\n\r\n", 400),
    FramingCase("a list of Hosts", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400),
    FramingCase("a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
    FramingCase("a NUL in the target", "GET /\0x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    FramingCase("a NUL in the query", "GET /?a\0x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    FramingCase("a space in the target", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    FramingCase("a target that is no path", "GET x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    FramingCase("a target that is not ASCII", "GET /ä HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    FramingCase("a scheme without a host", "GET http:///x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    FramingCase("a scheme with two hosts", "GET http://a,b/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    FramingCase("a tunnel", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    FramingCase("a whole address", "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 200),
    FramingCase("another version", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
    FramingCase("no version", "GET /\r\nHost: x\r\n\r\n", 400),
    FramingCase("a greeting of TLS", "\u{16}\u{03}\u{01}\u{02}\0\u{01}\0\u{01}\u{FC}\r\n\r\n", 400),
    FramingCase("one word", "HELLO\r\n\r\n", 400),
    FramingCase("an empty line first", "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", 200),
    FramingCase("an unknown method", "FOO / HTTP/1.1\r\nHost: x\r\n\r\n", 200),
    FramingCase(
      "another expectation", "POST /length HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\nContent-Length: 1\r\n\r\na", 417),
    FramingCase(
      "three requests at once", String(repeating: "GET / HTTP/1.1\r\nHost: x\r\n\r\n", count: 3), 200, 200, 200),
    FramingCase("HTTP/1.0 that stays", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200),
    FramingCase(
      "a request in a body",
      "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 31\r\n\r\nGET /evil HTTP/1.1\r\nHost: abc\r\n\r\n", 200),
  ]
}

@Suite struct `Framing requests` {
  @Test(
    arguments: FramingCase.lengths + FramingCase.codings + FramingCase.chunks + FramingCase.fields + FramingCase.lines)
  func `two readers of one request find the same end`(_ framing: FramingCase) async throws {
    let server = try await TestServer()
    #expect(try statuses(framing.bytes, server, inPieces: false) == expected(framing))
    await server.stop()
  }

  @Test(arguments: FramingCase.lengths + FramingCase.codings + FramingCase.lines)
  func `also when the bytes come one by one`(_ framing: FramingCase) async throws {
    let server = try await TestServer()
    #expect(try statuses(framing.bytes, server, inPieces: true) == expected(framing))
    await server.stop()
  }

  func expected(_ framing: FramingCase) -> [Int] {
    framing.wanted + (framing.wanted.allSatisfy { $0 == 200 } ? [200] : [])
  }

  func statuses(_ bytes: String, _ server: TestServer, inPieces: Bool) throws -> [Int] {
    let wire = try server.wire()
    if inPieces { for byte in bytes.utf8 { wire.send([byte]) } } else { wire.send(bytes) }
    wire.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    var statuses: [Int] = []
    while true {
      do { statuses.append(try wire.reply().status) } catch Wire.Failure.closed { return statuses }
    }
  }

  @Test func `HTTP/1.0 closes after the answer`() async throws {
    let server = try await TestServer()
    let wire = try server.wire()
    wire.send("GET / HTTP/1.0\r\n\r\n")
    #expect(try wire.reply().text == "home")
    #expect(wire.isClosed())
    await server.stop()
  }
}
