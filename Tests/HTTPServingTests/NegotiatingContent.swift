import Glibc
import HTTPServing
import Routing
import Testing

@testable import HTTPServing

@Suite struct `Negotiating content` {
  static let long = String(repeating: "The school opens at nine. ", count: 200)

  func server(_ response: Response) async throws -> TestServer {
    try await TestServer(.quick, Pages { _ in response })
  }
  func page(_ type: String = "text/html; charset=utf-8", _ fields: [(String, String)] = []) -> Response {
    Response(
      status: 200, fields: [("Content-Type", type)] + fields.map { (name: $0.0, value: $0.1) },
      body: .bytes(Array(Self.long.utf8)))
  }

  // MARK: what the reader has

  @Test(arguments: ["\"v1\"", "W/\"v1\"", "\"v0\", \"v1\"", "*", "\"a,b\" , W/\"v1\""])
  func `who has this version is told so`(_ condition: String) async throws {
    let server = try await server(
      page("text/html", [("ETag", "\"v1\""), ("Cache-Control", "no-cache"), ("Set-Cookie", "a=b")]))
    let wire = try server.wire()
    let reply = try wire.get("/", "If-None-Match: \(condition)\r\n")
    #expect(reply.status == 304)
    #expect(reply["ETag"] == "\"v1\"" && reply["Cache-Control"] == "no-cache" && reply["Set-Cookie"] == "a=b")
    #expect(reply["Content-Type"] == nil)
    #expect(reply["Content-Length"] == "\(Self.long.utf8.count)")
    // Nothing of a body stands before the next answer.
    #expect(try wire.get("/", "If-None-Match: \"v2\"\r\n").text == Self.long)
    await server.stop()
  }

  @Test func `who has another version, or posts, gets the page`() async throws {
    let server = try await server(page("text/html", [("ETag", "\"v1\"")]))
    let wire = try server.wire()
    #expect(try wire.get("/", "If-None-Match: \"v11\", v1\r\n").status == 200)
    wire.send("POST / HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"v1\"\r\n\r\n")
    #expect(try wire.reply().status == 200)
    await server.stop()
  }

  @Test func `the date of a file stands in for a tag`() async throws {
    let date = "Sat, 21 Nov 2026 10:00:00 GMT"
    let server = try await server(page("text/html", [("Last-Modified", date)]))
    let wire = try server.wire()
    #expect(try wire.get("/", "If-Modified-Since: \(date)\r\n").status == 304)
    #expect(try wire.get("/", "If-Modified-Since: Fri, 20 Nov 2026 10:00:00 GMT\r\n").status == 200)
    await server.stop()
  }

  // MARK: ranges

  func file(_ bytes: [UInt8]) async throws -> (TestServer, path: String) {
    let path = temporaryFile(bytes)
    return (
      try await server(
        Response(
          status: 200, fields: [("Content-Type", "video/mp4"), ("ETag", "\"v1\"")],
          body: .file(path: path, size: bytes.count))), path
    )
  }

  @Test(arguments: [
    ("bytes=0-9", 0..<10), ("bytes=90-", 90..<100), ("bytes=-10", 90..<100), ("bytes=50-1000", 50..<100),
    ("BYTES=5-5", 5..<6), ("bytes=-1000", 0..<100),
  ])
  func `a part of a file is sent alone`(_ range: String, _ wanted: Range<Int>) async throws {
    let bytes = (0..<100).map { UInt8($0) }
    let (server, path) = try await file(bytes)
    defer { unlink(path) }
    let wire = try server.wire()
    let reply = try wire.get("/", "Range: \(range)\r\n")
    #expect(reply.status == 206)
    #expect(reply.body == Array(bytes[wanted]))
    #expect(reply["Content-Range"] == "bytes \(wanted.lowerBound)-\(wanted.upperBound - 1)/100")
    #expect(reply["Content-Length"] == "\(wanted.count)")
    #expect(try wire.get("/").body == bytes)
    await server.stop()
  }

  @Test(arguments: ["items=0-9", "bytes=9-0", "bytes=a-b", "bytes", "bytes=-", "bytes=0-50,40-99", "bytes=0-99,0-99"])
  func `what is no range, or too much, gets the whole file`(_ range: String) async throws {
    let (server, path) = try await file((0..<100).map { UInt8($0) })
    defer { unlink(path) }
    let reply = try server.wire().get("/", "Range: \(range)\r\n")
    #expect(reply.status == 200)
    #expect(reply.body.count == 100)
    #expect(reply["Accept-Ranges"] == "bytes")
    await server.stop()
  }

  @Test func `a range behind the end is refused with the size`() async throws {
    let (server, path) = try await file([1, 2, 3])
    defer { unlink(path) }
    let wire = try server.wire()
    let reply = try wire.get("/", "Range: bytes=3-\r\n")
    #expect(reply.status == 416)
    #expect(reply["Content-Range"] == "bytes */3")
    #expect(try wire.get("/", "Range: bytes=-0\r\n").status == 416)
    await server.stop()
  }

  @Test func `several ranges come in one answer of several parts`() async throws {
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let (server, path) = try await file(bytes)
    defer { unlink(path) }
    let reply = try server.wire().get("/", "Range: bytes=0-9, 20-100019\r\n")
    #expect(reply.status == 206)
    let boundary = try #require(reply["Content-Type"]?.split(separator: "=").last)
    let head = "\r\n--\(boundary)\r\nContent-Type: video/mp4\r\nContent-Range: bytes "
    let wanted =
      Array("\(head)0-9/200000\r\n\r\n".utf8) + bytes[0..<10] + Array("\(head)20-100019/200000\r\n\r\n".utf8)
      + bytes[20..<100_020] + Array("\r\n--\(boundary)--\r\n".utf8)
    #expect(reply.body == wanted)
    await server.stop()
  }

  @Test func `a range holds only for the version the reader has`() async throws {
    let (server, path) = try await file((0..<100).map { UInt8($0) })
    defer { unlink(path) }
    let wire = try server.wire()
    #expect(try wire.get("/", "Range: bytes=0-9\r\nIf-Range: \"v1\"\r\n").status == 206)
    #expect(try wire.get("/", "Range: bytes=0-9\r\nIf-Range: \"v2\"\r\n").status == 200)
    #expect(try wire.get("/", "Range: bytes=0-9\r\nIf-Range: W/\"v1\"\r\n").status == 200)
    await server.stop()
  }

  // MARK: compression

  @Test(arguments: [
    ("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0.5, gzip;q=0.8", "gzip"), ("*", "br"), ("br;q=0, *", "gzip"),
    ("GZIP;Q=1", "gzip"), ("identity, gzip;q=0.5", nil), ("gzip;q=0", nil), ("deflate", nil), ("", nil),
    ("gzip;q=x", nil),
  ])
  func `a long text is written as its reader likes it best`(_ accepted: String, _ coding: String?) async throws {
    let server = try await server(page("text/html", [("ETag", "\"v1\"")]))
    let reply = try server.wire().get("/", "Accept-Encoding: \(accepted)\r\n")
    #expect(reply["Content-Encoding"] == coding)
    #expect(reply["Vary"] == "Accept-Encoding")
    #expect(reply["ETag"] == (coding == nil ? "\"v1\"" : "W/\"v1\""))
    #expect((reply.body.count < 1000) == (coding != nil))
    await server.stop()
  }

  @Test(arguments: [
    Response(status: 200, type: "text/html", Array("short".utf8)),
    Response(status: 200, type: "image/png", Array(long.utf8)),
    Response(
      status: 200, fields: [("Content-Type", "text/css"), ("Content-Encoding", "br")], body: .bytes(Array(long.utf8))),
    Response(
      status: 200, fields: [("Content-Type", "text/css"), ("Cache-Control", "no-transform")],
      body: .bytes(Array(long.utf8))),
  ])
  func `what gains nothing or must not change goes out as it is`(_ response: Response) async throws {
    let server = try await server(response)
    let reply = try server.wire().get("/", "Accept-Encoding: gzip, br\r\n")
    #expect(reply.body == response.bytes)
    #expect(reply["Vary"] == nil)
    await server.stop()
  }

  @Test func `what is shortened is the same when it is read`() throws {
    let bytes = Array(Self.long.utf8)
    let path = temporaryFile(try #require(ContentCoding.gzip.encode(bytes, .now)))
    defer { unlink(path) }
    let pipe = try #require(popen("gzip -dc < \(path)", "r"))
    var read = [UInt8](repeating: 0, count: bytes.count + 1)
    #expect(fread(&read, 1, read.count, pipe) == bytes.count)
    pclose(pipe)
    #expect(Array(read.dropLast()) == bytes)
  }

  @Test func `other reasons to vary stay`() async throws {
    let server = try await server(page("application/json", [("Vary", "Cookie")]))
    #expect(try server.wire().get("/")["Vary"] == "Cookie, Accept-Encoding")
    await server.stop()
  }
}
