import EventLoops
import Glibc
import HTTPServing
import Routing
import Testing

@Suite struct `Starting and stopping` {
  @Test func `what runs is finished, what rests is closed, and nobody new is let in`() async throws {
    let started = Locked(false)
    let release = Locked(false)
    let server = try await TestServer(
      .quick,
      Pages { request in
        guard request.head.path == "/slow" else { return nil }
        started.set(true)
        while !release.value { await pause() }
        return nil
      })
    let resting = try server.wire(), busy = try server.wire(), port = server.port
    _ = try resting.get("/")
    busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
    while !started.value { await pause() }
    async let stopped: Void = server.stop(graceSeconds: 60)
    #expect(resting.isClosed())
    #expect(throws: Wire.Failure.self) { try Wire(port).get("/") }
    release.set(true)
    let reply = try busy.reply()
    #expect(reply.status == 404)
    #expect(reply["Connection"] == "close")
    #expect(busy.isClosed())
    await stopped
    #expect(server.server.statistics.openConnections == 0)
  }

  @Test func `what does not finish in time is cut`() async throws {
    let server = try await TestServer(
      .quick,
      Pages { _ in
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
        return nil
      })
    let wire = try server.wire()
    wire.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    while server.server.statistics.acceptedConnections == 0 { await pause() }
    await server.stop(graceSeconds: 0)
    #expect(wire.isClosed())
  }

  @Test func `a port that is taken stops the start with a sentence`() async throws {
    var configuration = ServerConfiguration()
    configuration.address = "203.0.113.1"
    let loop = EventLoop(name: "taken")
    loop.start()
    let server = HTTPServer(configuration)
    await #expect(throws: ServerFault.self) { try await server.start(on: [loop]) { _ in Pages() } }
    await loop.stop()
  }

  @Test func `several loops share one port, in IPv6 as in IPv4`() async throws {
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.address = "::"
    let peers = Locked<[String]>([])
    configuration.accessLog = { request in peers.change { $0.append(request.peer) } }
    let loops = (1...3).map { EventLoop(name: "shared-\($0)") }
    for loop in loops { loop.start() }
    let server = HTTPServer(configuration)
    try await server.start(on: loops) { _ in Pages() }
    for _ in 1...20 { #expect(try Wire(server.port).get("/").text == "home") }
    await server.stop(graceSeconds: 1)
    for loop in loops { await loop.stop() }
    #expect(peers.value == [String](repeating: "127.0.0.1", count: 20))
  }
}
