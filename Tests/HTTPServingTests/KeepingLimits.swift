import EventLoops
import Glibc
import HTTPServing
import Routing
import Testing

@Suite struct `Keeping limits` {
  func configuration(_ change: (inout ServerConfiguration) -> Void) -> ServerConfiguration {
    var configuration = ServerConfiguration.quick
    change(&configuration)
    return configuration
  }

  @Test func `a head that does not end is given up, however steadily it drips`() async throws {
    let server = try await TestServer(configuration { $0.deadlines.head = 200 })
    let wire = try server.wire()
    wire.send("GET / HTTP/1.1\r\nHost: x\r\n")
    startThread(named: "drip") { [socket = dup(wire.socket)] in
      for byte in "X: \(String(repeating: "a", count: 1000))".utf8 {
        if send(socket, [byte], 1, Int32(MSG_NOSIGNAL)) < 0 { break }
        usleep(20_000)
      }
      close(socket)
    }
    #expect(try wire.reply().status == 408)
    #expect(wire.isClosed())
    await server.stop()
    #expect(server.served.map(\.status) == [408])
  }

  @Test func `a connection that says nothing is closed`() async throws {
    let server = try await TestServer(configuration { $0.deadlines.head = 100 })
    #expect(try server.wire().isClosed())
    await server.stop()
  }

  @Test func `a connection that rests too long between requests is closed without a word`() async throws {
    let server = try await TestServer(configuration { $0.deadlines.idle = 100 })
    let wire = try server.wire()
    #expect(try wire.get("/").status == 200)
    #expect(wire.isClosed())
    await server.stop()
  }

  @Test func `a body that stops coming is given up`() async throws {
    let server = try await TestServer(configuration { $0.deadlines.bodyProgress = 100 })
    let wire = try server.wire()
    wire.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")
    #expect(try wire.reply().status == 408)
    #expect(wire.isClosed())
    await server.stop()
  }

  @Test func `a body that drips is given up when its whole time is over`() async throws {
    let server = try await TestServer(configuration { $0.deadlines.body = 200 })
    let wire = try server.wire()
    startThread(named: "drip") { [socket = dup(wire.socket)] in
      for byte in "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n\(String(repeating: "a", count: 400))"
        .utf8
      {
        if send(socket, [byte], 1, Int32(MSG_NOSIGNAL)) < 0 { break }
        usleep(5000)
      }
      close(socket)
    }
    #expect(try wire.reply().status == 408)
    await server.stop()
  }

  @Test func `a handler that never ends is answered for with 503`() async throws {
    let server = try await TestServer(
      configuration { $0.deadlines.answer = 100 },
      Pages { request in
        guard request.head.path == "/forever" else { return nil }
        // It does not even listen when it is cancelled.
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
        return nil
      })
    let wire = try server.wire()
    #expect(try wire.get("/forever").status == 503)
    #expect(wire.isClosed())
    #expect(try server.wire().get("/").text == "home")
    await server.stop()
  }

  @Test func `one address may not hold all connections`() async throws {
    let server = try await TestServer(configuration { $0.limits.connectionsPerAddress = 2 })
    let first = try server.wire(), second = try server.wire()
    #expect(try first.get("/").status == 200)
    #expect(try second.get("/").status == 200)
    #expect(try server.wire().isClosed())
    #expect(try first.get("/").status == 200)
    await server.stop()
  }

  @Test func `a reader that takes nothing makes no memory grow and harms no other`() async throws {
    let made = Locked(0)
    let server = try await TestServer(
      .quick,
      Pages { request in
        guard request.head.path == "/endless" else { return nil }
        return Response(
          status: 200,
          body: .stream {
            made.change { $0 += 1 }
            return [UInt8](repeating: 65, count: 50_000)
          })
      })
    let wire = try server.wire()
    wire.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
    _ = try wire.head()
    for _ in 1...50 { #expect(try server.wire().get("/").status == 200) }
    #expect(made.value < 2000)
    await server.stop()
  }
}
