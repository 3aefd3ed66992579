// Calls of other servers: identity providers, later payments and webhooks. libcurl speaks HTTP and TLS; this room sets the
// bounds that nobody may forget: an answer has so many bytes and so much time, certificates are checked, redirects are
// followed only where asked for, and after each resolution of a name the address itself decides whether it may be called,
// so that no answer of a name server leads inside. Calls block a thread of a pool of their own.
public import Essentials
public import EventLoops
public import Telemetry

/// Calls other servers.
public struct HTTPClient: Sendable {
  private let pool: BlockingPool
  private let rule: OutsideAddress
  private let authority: String
  private let calls: Labeled<Counter>
  let kept = KeptAnswers()

  /// `inside`: blocks that may be called although they are not public, and without TLS. `authority`: the certificates of
  /// authorities (PEM) to trust instead of the system's.
  public init(
    on pool: BlockingPool, inside: [AddressRange] = [], authority: String? = nil, metrics: Metrics = Metrics()
  ) {
    self.pool = pool
    rule = OutsideAddress(inside: inside)
    self.authority = authority ?? ""
    calls = metrics.counters("evolv_outside_calls_total", "Calls of other servers by outcome.", by: "outcome")
  }

  /// Returns what was answered, whatever its status; throws a `CallError`, or `PoolFull`.
  public func call(_ call: HTTPCall) async throws -> HTTPAnswer {
    do {
      let answer = try await follow(call)
      calls.with("answered").add()
      return answer
    } catch {
      calls.with(error as? CallError == .forbiddenAddress ? "forbidden" : "failed").add()
      throw error
    }
  }

  private func follow(_ call: HTTPCall) async throws -> HTTPAnswer {
    var url = call.url, fields = call.fields
    var left = call.redirects
    while true {
      let (answer, redirect) = try await once(call, url, fields)
      guard let redirect, call.redirects > 0, case .none = call.body else { return answer }
      guard left > 0 else { throw CallError.tooManyRedirects }
      left -= 1
      // A credential is for the server it was sent to.
      if WebAddress(redirect)?.origin != WebAddress(url)?.origin { fields = [] }
      if url.hasPrefix("https://"), !redirect.hasPrefix("https://") { throw CallError.badAddress }
      url = redirect
    }
  }

  private func once(
    _ call: HTTPCall, _ url: String, _ fields: [(name: String, value: String)]
  ) async throws -> (HTTPAnswer, redirect: String?) {
    guard let address = WebAddress(url), fields.allSatisfy(Self.isPlain) else { throw CallError.badAddress }
    var lines = fields.map { "\($0.name): \($0.value)" }, data: [UInt8]?
    if case .bytes(let bytes, let type) = call.body {
      data = bytes
      lines.append("Content-Type: \(type)")
    }
    let errand = OutsideCall(
      url: url, lines: lines + ["User-Agent: Evolv", "Expect:"], data: data, most: call.most,
      milliseconds: call.milliseconds, authority: authority, isEncrypted: address.isEncrypted, rule: rule)
    return try await pool.run { try errand.run() }
  }

  private static func isPlain(_ field: (name: String, value: String)) -> Bool {
    !field.name.isEmpty && !field.name.contains(":")
      && (field.name + field.value).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}
