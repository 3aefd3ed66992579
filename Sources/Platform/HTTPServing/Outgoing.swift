internal import Routing

/// An answer as it goes out: what the handler gave, less the fields that the server alone decides.
struct Outgoing {
  enum Body {
    case bytes([UInt8])
    case file(path: String, offset: Int, length: Int)
    case stream(@Sendable () async throws -> [UInt8]?)
  }

  var status: Int
  var fields: [(name: String, value: String)]
  var body: Body

  init(_ response: Response, closes: Bool) {
    status = response.status
    fields = response.fields.filter { !Self.isServers($0.name) }
    if closes { fields.append(("Connection", "close")) }
    switch response.body {
    case .bytes(let bytes): body = .bytes(bytes)
    case .file(let path, let size): body = .file(path: path, offset: 0, length: size)
    case .stream(let next): body = .stream(next)
    }
  }

  /// Whether framing makes this field the server's business.
  private static func isServers(_ name: String) -> Bool {
    switch name.utf8.count {
    case 10: name.lowercased() == "connection"
    case 14: name.lowercased() == "content-length"
    case 17: name.lowercased() == "transfer-encoding"
    default: false
    }
  }
}
