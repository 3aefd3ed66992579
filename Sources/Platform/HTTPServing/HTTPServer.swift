internal import CMicroHTTPD
// The HTTP/1.1 server: GNU libmicrohttpd parses, sends and frames; our event loops drive it, so that a request is
// answered on the thread that accepted its connection. What the library lets through is guarded here: ambiguous framing,
// slow senders and readers, bodies without end. Nothing above this room knows whose sockets these are.
public import EventLoops
internal import Glibc
internal import Synchronization

/// Why the server or its static files could not start.
public struct ServerFault: Error, CustomStringConvertible {
  public let reason: String
  public var description: String { reason }
}

/// Serves HTTP on some loops: each has its own listening socket on the same port.
public final class HTTPServer: Sendable {
  private let configuration: ServerConfiguration
  private let tally = Tally()
  private let running = Mutex<(listeners: [Listener], port: UInt16)>(([], 0))

  public init(_ configuration: ServerConfiguration) { self.configuration = configuration }

  /// The port that is listened on; 0 before the start.
  public var port: UInt16 { running.withLock { $0.port } }
  public var statistics: ServerStatistics { tally.statistics }

  /// Listens on `loops`; `handler` is called once on each and makes what answers that loop's requests.
  public func start(
    on loops: [EventLoop], handler: @escaping @Sendable (EventLoop) async throws -> any RequestHandler
  ) async throws {
    signal(SIGPIPE, SIG_IGN)
    let keys = try configuration.certificate.map { try KeyPair(reading: $0) }
    let connections = max(configuration.limits.connections / max(loops.count, 1), 1)
    do {
      for loop in loops {
        let handler = try await loop.perform { try await handler($0) }
        let listener = Listener(on: loop, configuration, tally, handler: handler)
        try await listener.start(on: try listen(), connections: connections, keys: keys)
        running.withLock { $0.listeners.append(listener) }
      }
    } catch {
      await stop(graceSeconds: 0)
      throw error
    }
  }

  /// Accepts nothing more, lets running requests end for `graceSeconds`, then closes every connection.
  public func stop(graceSeconds: Int) async {
    let listeners = running.withLock { state in
      defer { state = ([], 0) }
      return state.listeners
    }
    await withTaskGroup(of: Void.self) { group in
      for listener in listeners { group.addTask { await listener.stop(grace: graceSeconds * 1000) } }
    }
  }

  /// The first socket fixes the port for those that follow.
  private func listen() throws -> Int32 {
    try running.withLock { state in
      let wanted = state.port == 0 ? configuration.port : state.port
      let socket = unsafe mhd_listen(configuration.address, wanted)
      guard socket >= 0 else {
        let cause = unsafe String(cString: strerror(errno))
        throw ServerFault(reason: "cannot listen on \(configuration.address) port \(wanted): \(cause)")
      }
      state.port = mhd_port(socket)
      return socket
    }
  }
}

extension KeyPair {
  fileprivate init(reading certificate: ServerConfiguration.Certificate) throws {
    chain = try Self.text(of: certificate.chainPath)
    key = try Self.text(of: certificate.keyPath)
  }

  private static func text(of path: String) throws -> String {
    String(decoding: try FolderListing.contents(of: path), as: UTF8.self)
  }
}
