public import Routing

/// Everything the server can be told, with values that suit a machine on the open internet.
public struct ServerConfiguration: Sendable {
  /// A numeric IPv4 or IPv6 address; `::` listens on both.
  public var address = "127.0.0.1"
  /// 0 lets the kernel choose; `HTTPServer.port` tells.
  public var port: UInt16 = 8080
  /// With one, the server speaks TLS only.
  public var certificate: Certificate?
  public var limits = Limits()
  public var deadlines = Deadlines()
  /// Where request bodies are spooled.
  public var spoolFolder = "/tmp"
  /// Whether long texts are compressed while they are sent, if their reader can read that.
  public var compresses = true
  /// Called on the loop when a request is over; must not block.
  public var accessLog: @Sendable (ServedRequest) -> Void = { _ in }
  /// Called on the loop with a sentence about what the server itself could not do.
  public var faultLog: @Sendable (String) -> Void = { _ in }
  /// The answer with which the server itself refuses: 400, 408, 413, 417, 431, 500, 503, 505, 507. Its body is bytes.
  /// The head is missing where it could not be read.
  public var refusal: @Sendable (_ status: Int, _ head: RequestHead?) -> Response = { status, _ in
    Response(status: status, type: "text/plain", Array("\(status)\n".utf8))
  }

  public init() {}

  /// PEM files for TLS.
  public struct Certificate: Sendable {
    public var chainPath: String
    public var keyPath: String
    public init(chainPath: String, keyPath: String) {
      self.chainPath = chainPath
      self.keyPath = keyPath
    }
  }

  /// How much of something one peer may use.
  public struct Limits: Sendable {
    /// Bytes of request line and header fields; libmicrohttpd's own memory allows little more than 16 KB.
    public var head = 16_384
    /// Header fields of a request.
    public var fields = 100
    /// Open connections, of all loops together; more wait in the kernel.
    public var connections = 10_000
    /// 0 is no limit, as behind a proxy.
    public var connectionsPerAddress = 256
    public init() {}
  }

  /// Milliseconds after which the server stops waiting.
  public struct Deadlines: Sendable {
    /// From the connection, or from the request line, to the end of the head.
    public var head = 10_000
    /// Between two pieces of a body.
    public var bodyProgress = 20_000
    /// For a whole body, however steadily it comes.
    public var body = 1_800_000
    /// From the complete request to the first byte of the answer.
    public var answer = 30_000
    /// Between two requests of a connection.
    public var idle = 60_000
    /// For a reader that takes nothing; whole seconds.
    public var stall = 60_000
    public init() {}

    var shortest: Int { min(head, bodyProgress, body, answer, idle) }
  }
}
