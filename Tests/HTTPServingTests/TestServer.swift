import EventLoops
import Glibc
import HTTPServing
import Routing
import Synchronization

/// A server on one loop of its own, for one test.
final class TestServer: Sendable {
  let server: HTTPServer
  let loop = EventLoop(name: "test")
  var port: UInt16 { server.port }

  init(_ configuration: ServerConfiguration = .quick, _ handler: Pages = Pages()) async throws {
    let log = lines
    var configuration = configuration
    configuration.port = 0
    configuration.accessLog = { request in log.lines.withLock { $0.append(request) } }
    server = HTTPServer(configuration)
    loop.start()
    try await server.start(on: [loop]) { loop in
      var handler = handler
      handler.loop = loop
      return handler
    }
  }
  private final class Log: Sendable { let lines = Mutex<[ServedRequest]>([]) }
  private let lines = Log()

  var served: [ServedRequest] { lines.lines.withLock { $0 } }

  func stop(graceSeconds: Int = 0) async {
    await server.stop(graceSeconds: graceSeconds)
    await loop.stop()
  }
  func wire() throws -> Wire { try Wire(port) }
}

extension ServerConfiguration {
  /// Deadlines far away from what a slow machine needs.
  static var quick: ServerConfiguration { ServerConfiguration() }
}

/// What the tests ask for.
struct Pages: RequestHandler {
  var pages: @Sendable (Request) async -> Response? = { _ in nil }
  var loop: EventLoop?
  init(_ pages: @escaping @Sendable (Request) async -> Response? = { _ in nil }) { self.pages = pages }

  func plan(for head: RequestHead) -> BodyPlan {
    switch head.path {
    case "/refused": .refuse(Response(status: 403, type: "text/plain", Array("no".utf8)))
    case "/spool": .spool(limit: 100_000_000)
    default: .buffer(limit: 1000)
    }
  }

  func answer(_ request: Request) async -> Response {
    if let response = await pages(request) { return response }
    switch request.head.path {
    case "/": return Response(status: 200, type: "text/plain", Array("home".utf8))
    case "/length": return text("\(bytes(of: request).count)")
    case "/echo", "/spool": return Response(status: 200, body: .bytes(bytes(of: request)))
    case "/head":
      return text(
        "\(request.head.method) \(request.head.path)?\(request.head.query) \(request.head.headers["host"] ?? "")")
    case "/late":
      // Not Task.yield(): that waits for the pool on which the tests block.
      await loop?.sleep(milliseconds: 1)
      return text("late")
    default: return Response(status: 404, type: "text/plain", Array("nothing here".utf8))
    }
  }

  func text(_ text: String) -> Response { Response(status: 200, type: "text/plain", Array(text.utf8)) }

  func bytes(of request: Request) -> [UInt8] {
    switch request.body {
    case .bytes(let bytes): return bytes
    case .form: return []
    case .file(let path, let size):
      guard let file = fopen(path, "r") else { return [] }
      defer { fclose(file) }
      var bytes = [UInt8](repeating: 0, count: size)
      return fread(&bytes, 1, size, file) == size ? bytes : []
    }
  }
}
