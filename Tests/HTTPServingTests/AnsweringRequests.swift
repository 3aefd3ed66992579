import HTTPServing
import Routing
import Testing

@Suite struct `Answering requests` {
  @Test func `a page is answered with its length and the date`() async throws {
    let server = try await TestServer()
    let reply = try server.wire().get("/")
    #expect(reply.status == 200)
    #expect(reply.text == "home")
    #expect(reply["Content-Length"] == "4")
    #expect(reply["Date"] != nil)
    #expect(reply["Server"] == nil)
    await server.stop()
  }

  @Test func `HEAD is answered with the fields of GET and no body`() async throws {
    let server = try await TestServer()
    let wire = try server.wire()
    wire.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
    let head = try wire.reply(toHead: true)
    #expect(head.status == 200)
    #expect(head["Content-Length"] == "4")
    #expect(try wire.reply().text == "home")
    await server.stop()
  }

  @Test func `one connection carries many requests`() async throws {
    let server = try await TestServer()
    let wire = try server.wire()
    for _ in 1...5 { #expect(try wire.get("/").text == "home") }
    #expect(server.server.statistics.acceptedConnections == 1)
    await server.stop()
  }

  @Test func `pipelined requests are answered in their order, also when a handler waits`() async throws {
    let server = try await TestServer()
    let wire = try server.wire()
    wire.send(["/late", "/", "/late", "/length"].map { "GET \($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
    let texts = try (1...4).map { _ in try wire.reply().text }
    #expect(texts == ["late", "home", "late", "0"])
    await server.stop()
  }

  @Test func `a handler that waits comes back on its loop, also when the global pool is busy`() async throws {
    let server = try await TestServer(
      .quick,
      Pages { _ in
        await pause()
        return nil
      })
    let port = server.port
    // Each of these holds a thread of the pool until its own answer came: none is left for the server.
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 1...16 { group.addTask { try Wire(port).get("/").text } }
      for try await text in group { #expect(text == "home") }
    }
    await server.stop()
  }

  @Test func `the handler sees the target as it was sent`() async throws {
    let server = try await TestServer()
    let wire = try server.wire()
    #expect(try wire.get("/head?a=1&b=%20+&&c").text == "GET /head?a=1&b=%20+&&c school.example")
    #expect(try wire.get("http://other.example:81/head?x").text == "GET /head?x other.example:81")
    await server.stop()
  }

  @Test func `a peer that says close is closed`() async throws {
    let server = try await TestServer()
    let wire = try server.wire()
    #expect(try wire.get("/", "Connection: close\r\n").text == "home")
    #expect(wire.isClosed())
    await server.stop()
  }

  @Test func `the log tells what was served`() async throws {
    let server = try await TestServer()
    let wire = try server.wire()
    _ = try wire.get("/late?q")
    _ = try wire.get("/nowhere")
    await server.stop()
    #expect(server.served.map(\.path) == ["/late", "/nowhere"])
    #expect(server.served.map(\.status) == [200, 404])
    #expect(server.served.map(\.bytes) == [4, 12])
    #expect(server.served.allSatisfy { $0.isComplete && $0.peer == "127.0.0.1" })
    #expect(server.server.statistics.requestsByClass == [0, 0, 1, 0, 1, 0])
    #expect(server.server.statistics.openConnections == 0)
  }
}
