import Glibc
import HTTPServing
import Routing
import Testing

@Suite struct `Receiving bodies` {
  func post(_ path: String, _ fields: String, _ body: String = "") -> String {
    "POST \(path) HTTP/1.1\r\nHost: x\r\n\(fields)\r\n\(body)"
  }

  @Test func `a body of known length and one in chunks arrive whole`() async throws {
    let server = try await TestServer()
    let wire = try server.wire()
    wire.send(post("/echo", "Content-Length: 5\r\n", "hello"))
    #expect(try wire.reply().text == "hello")
    wire.send(post("/echo", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX-T: 1\r\n\r\n"))
    #expect(try wire.reply().text == "hello world")
    await server.stop()
  }

  @Test func `a spooled body is a file while the request runs, and gone afterwards`() async throws {
    let path = Locked("")
    let server = try await TestServer(
      .quick,
      Pages { request in
        if case .file(let file, _) = request.body { path.set(file) }
        return nil
      })
    let wire = try server.wire()
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 251) }
    wire.send(post("/spool", "Content-Length: \(bytes.count)\r\n"))
    wire.send(bytes)
    #expect(try wire.reply().body == bytes)
    _ = try wire.get("/")
    #expect(!path.value.isEmpty)
    #expect(access(path.value, F_OK) == -1)
    await server.stop()
  }

  @Test func `a body that is announced too long is refused before it is sent`() async throws {
    let server = try await TestServer()
    let wire = try server.wire()
    wire.send(post("/echo", "Content-Length: 1001\r\nExpect: 100-continue\r\n"))
    #expect(try wire.reply().status == 413)
    #expect(wire.isClosed())
    await server.stop()
  }

  @Test func `a body that grows too long is refused in its middle`() async throws {
    let server = try await TestServer()
    let wire = try server.wire()
    wire.send(
      post("/echo", "Transfer-Encoding: chunked\r\n", "3e8\r\n\(String(repeating: "a", count: 1000))\r\n1\r\nb\r\n"))
    #expect(try wire.reply().status == 413)
    #expect(wire.isClosed())
    await server.stop()
    #expect(server.served.map(\.status) == [413])
  }

  @Test func `a peer that waits for permission gets it`() async throws {
    let server = try await TestServer()
    let wire = try server.wire()
    wire.send(post("/echo", "Content-Length: 5\r\nExpect: 100-continue\r\n"))
    #expect(try wire.reply().status == 100)
    wire.send("hello")
    #expect(try wire.reply().text == "hello")
    await server.stop()
  }

  @Test func `a handler may refuse a body unread`() async throws {
    let server = try await TestServer()
    let wire = try server.wire()
    #expect(try wire.get("/refused").status == 403)
    wire.send(post("/refused", "Content-Length: 500000\r\n", String(repeating: "a", count: 500_000)))
    #expect(try wire.reply().text == "no")
    #expect(wire.isClosed())
    await server.stop()
  }
}
