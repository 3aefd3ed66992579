import EventLoops
import Glibc
import HTTPServing
import Routing
import Synchronization
import Testing

/// A value that a handler and a test share.
final class Locked<Value: Sendable>: Sendable {
  private let kept: Mutex<Value>
  init(_ value: Value) { kept = Mutex(value) }
  var value: Value { kept.withLock { $0 } }
  func set(_ value: Value) { kept.withLock { $0 = value } }
  func change(_ body: @Sendable (inout Value) -> Void) { kept.withLock { body(&$0) } }
}

/// A temporary file with `bytes`.
func temporaryFile(_ bytes: [UInt8]) -> String {
  let path = "/tmp/evolv-test-\(UInt64.random(in: 0 ... .max))"
  let file = fopen(path, "w")!
  fwrite(bytes, 1, bytes.count, file)
  fclose(file)
  return path
}

/// Leaves the caller's thread for a moment.
func pause() async {
  await withCheckedContinuation { done in startThread(named: "pause") { done.resume() } }
}

@Suite struct `Sending bodies` {
  @Test func `a file is sent whole`() async throws {
    let bytes = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 / 253) }
    let path = temporaryFile(bytes)
    defer { unlink(path) }
    let server = try await TestServer(
      .quick,
      Pages { _ in
        Response(status: 200, fields: [("Content-Type", "video/mp4")], body: .file(path: path, size: bytes.count))
      })
    let wire = try server.wire()
    #expect(try wire.get("/file").body == bytes)
    #expect(try wire.get("/file")["Content-Type"] == "video/mp4")
    await server.stop()
  }

  @Test func `a file that is gone is answered with 500`() async throws {
    let server = try await TestServer(
      .quick,
      Pages { request in
        request.head.path == "/gone" ? Response(status: 200, body: .file(path: "/tmp/evolv-none", size: 9)) : nil
      })
    let wire = try server.wire()
    #expect(try wire.get("/gone").status == 500)
    #expect(try wire.get("/").text == "home")
    await server.stop()
  }

  @Test func `a field cannot begin another`() async throws {
    let server = try await TestServer(
      .quick,
      Pages { _ in
        Response(status: 303, fields: [("Location", "/\r\nSet-Cookie: a=b"), ("X-A", "1")])
      })
    let reply = try server.wire().get("/")
    #expect(reply.status == 303)
    #expect(reply["Set-Cookie"] == nil && reply["X-A"] == "1")
    await server.stop()
  }

  @Test func `a stream is made piece by piece, not faster than it is read`() async throws {
    let made = Locked(0)
    let server = try await TestServer(
      .quick,
      Pages { _ in
        Response(
          status: 200,
          body: .stream {
            made.change { $0 += 1 }
            if made.value % 7 == 0 { await pause() }
            return made.value <= 2000 ? [UInt8](repeating: UInt8(made.value & 0xFF), count: 50_000) : nil
          })
      })
    let wire = try server.wire()
    wire.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    let head = try wire.head()
    #expect(head["Transfer-Encoding"] == "chunked")
    // What fits into the sockets' buffers is made, not the 100 MB.
    usleep(300_000)
    #expect(made.value < 1000)
    await server.stop()
  }

  @Test func `a stream ends with its last piece, and the connection goes on`() async throws {
    let server = try await TestServer(
      .quick,
      Pages { request in
        guard request.head.path == "/stream" else { return nil }
        let pieces = Locked(["one ", "", "two ", "three"])
        return Response(
          status: 200,
          body: .stream {
            await pause()
            let next = pieces.value.first
            pieces.change { if !$0.isEmpty { $0.removeFirst() } }
            return next.map { Array($0.utf8) }
          })
      })
    let wire = try server.wire()
    #expect(try wire.get("/stream").text == "one two three")
    #expect(try wire.get("/").text == "home")
    await server.stop()
  }

  @Test func `HEAD of a stream ends with its fields, and closes, as its length is unknown`() async throws {
    let server = try await TestServer(
      .quick,
      Pages { request in
        request.head.path == "/stream" ? Response(status: 200, body: .stream { Array("never".utf8) }) : nil
      })
    let wire = try server.wire()
    wire.send("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(try wire.reply(toHead: true).status == 200)
    #expect(wire.isClosed())
    await server.stop()
  }

  @Test func `a stream that fails breaks the connection, so that the reader knows`() async throws {
    struct Broken: Error {}
    let server = try await TestServer(.quick, Pages { _ in Response(status: 200, body: .stream { throw Broken() }) })
    let wire = try server.wire()
    #expect(throws: Wire.Failure.self) { try wire.get("/") }
    await server.stop()
  }

  @Test func `a reader who leaves in the middle harms nobody`() async throws {
    let server = try await TestServer(
      .quick,
      Pages { request in
        guard request.head.path == "/stream" else { return nil }
        return Response(
          status: 200,
          body: .stream {
            await pause()
            return [UInt8](repeating: 65, count: 10_000)
          })
      })
    for _ in 1...20 {
      let wire = try server.wire()
      wire.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
      _ = try wire.head()
    }
    for _ in 1...20 {
      let wire = try server.wire()
      wire.send("GET /late HTTP/1.1\r\nHost: x\r\n\r\n")
    }
    #expect(try server.wire().get("/").text == "home")
    await server.stop()
    #expect(server.server.statistics.openConnections == 0)
  }
}
