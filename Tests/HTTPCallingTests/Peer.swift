import Essentials
import EventLoops
import Foundation
import HTTPCalling
import HTTPServing
import Routing
import Testing

/// A server that is called, on a loop and a port of its own.
final class Peer: Sendable {
  private let server: HTTPServer
  private let loop = EventLoop(name: "peer")
  let url: String

  init(_ name: String = "127.0.0.1", certificate: Certificate? = nil) async throws {
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.certificate = certificate.map { .init(chainPath: $0.chain, keyPath: $0.key) }
    server = HTTPServer(configuration)
    loop.start()
    try await server.start(on: [loop]) { loop in Answers(loop: loop) }
    url = "\(certificate == nil ? "http" : "https")://\(name):\(server.port)"
  }

  func stop() async {
    await server.stop(graceSeconds: 0)
    await loop.stop()
  }
}

private struct Answers: RequestHandler {
  let loop: EventLoop

  func plan(for head: RequestHead) -> BodyPlan { .buffer(limit: 10_000) }

  func answer(_ request: Request) async -> Response {
    switch request.head.path {
    case "/": return text("home")
    case "/echo":
      guard case .bytes(let bytes) = request.body else { return text("no body") }
      let fields = ["content-type", "authorization", "x-own"].map { request.head.headers[$0] ?? "-" }
      return text("\(request.head.method) \(fields.joined(separator: " ")) \(String(decoding: bytes, as: UTF8.self))")
    case "/large": return Response(status: 200, type: "text/plain", [UInt8](repeating: 0x61, count: 2_000_000))
    case "/endless":
      return Response(status: 200, body: .stream { [UInt8](repeating: 0x61, count: 65_536) })
    case "/slow":
      await loop.sleep(milliseconds: 30_000)
      return text("late")
    case "/to":
      return Response(
        status: 302, fields: [("Location", request.head.query.removingPercentEncoding ?? "")], body: .bytes([]))
    case "/circle": return Response(status: 302, fields: [("Location", "/circle")], body: .bytes([]))
    default: return Response(status: 404, type: "text/plain", Array("nothing".utf8))
    }
  }

  private func text(_ text: String) -> Response { Response(status: 200, type: "text/plain", Array(text.utf8)) }
}

/// A certificate for 127.0.0.1 that only its own file vouches for.
struct Certificate {
  let chain: String, key: String

  init(for name: String) throws {
    let folder = NSTemporaryDirectory() + "calls-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    chain = folder + "/chain.pem"
    key = folder + "/key.pem"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out",
      chain, "-days", "2", "-subj", "/CN=\(name)", "-addext", "subjectAltName=\(name)",
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
