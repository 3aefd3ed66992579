public import Essentials
internal import EventLoops
internal import EvolvApp
internal import EvolvCore
internal import Foundation
internal import Payloads
public import Routing
public import SQLStore

/// Who sends a request.
public enum Caller: Hashable, Sendable {
  case visitor, ada, tom, mia, leo
  /// Somebody who was added or has registered with the password of the school.
  case account(String)

  var email: String? {
    switch self {
    case .visitor: nil
    case .account(let email): email
    default: "\(self)@evolv.example"
    }
  }
}

/// What somebody holds who signed in.
struct Keys: Sendable { let session: String, access: String }

extension School {
  /// Opens a page as a browser would.
  public func get(
    _ target: String, as caller: Caller = .visitor, accept: String = "text/html", headers: [(String, String)] = []
  ) async throws -> Reply {
    try await send("GET", target, headers: [("Accept", accept)] + browser(caller) + headers)
  }
  public func get(_ link: Link, as caller: Caller = .visitor) async throws -> Reply {
    try await get(link.text, as: caller)
  }

  /// Sends a form of one of our own pages: with the session's cookie and the token of its forms.
  public func post(
    _ target: String, form: KeyValuePairs<String, String> = [:], as caller: Caller = .visitor, token: String? = nil,
    headers: [(String, String)] = []
  ) async throws -> Reply {
    let binding = try await keys(of: caller)?.session ?? Self.visit
    let fields = [("csrf", token ?? program.facilities.forgery.token(for: binding))] + form.map { ($0.key, $0.value) }
    let body = fields.map { "\($0.0)=\($0.1.percentEncoded)" }.joined(separator: "&")
    let type = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "text/html")]
    return try await send("POST", target, headers: type + browser(caller) + headers, body: Array(body.utf8))
  }
  public func post(_ link: Link, form: KeyValuePairs<String, String> = [:], as caller: Caller = .visitor) async throws
    -> Reply
  {
    try await post(link.text, form: form, as: caller)
  }

  /// Calls the API as a program would: with an access token and no cookie.
  public func call(_ method: Routing.Method = .get, _ target: String, json: String? = nil, as caller: Caller = .visitor)
    async throws -> Reply
  {
    var headers = [("Accept", "application/json")]
    if let keys = try await keys(of: caller) { headers.append(("Authorization", "Bearer " + keys.access)) }
    if json != nil { headers.append(("Content-Type", "application/json")) }
    return try await send(method.rawValue, target, headers: headers, body: Array((json ?? "").utf8))
  }

  /// Sends exactly this.
  public func send(
    _ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8] = [],
    peer: String = "192.0.2.1",
    rehearsing rehearsal: Rehearsal? = nil
  ) async throws -> Reply {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let fields = [(name: "Host", value: "127.0.0.1:8080")] + headers.map { (name: $0.0, value: $0.1) }
    let head = RequestHead(
      method: method, path: parts[0], query: parts.count > 1 ? parts[1] : "", headers: Headers(fields), peer: peer,
      receivedAt: now)
    let dispatcher = Dispatcher(program, db: rehearsal.map { db.rehearsing($0) } ?? db), meter = StatementMeter(),
      folder = folder
    let response = try await Self.loop.perform { _ in
      try await dispatcher.receive(head, body, in: folder, counting: meter)
    }
    return try await Reply(response, statements: meter.count)
  }

  /// The cookie that a visitor's forms are bound to.
  static let visit = "a-visit-of-the-tests"

  private func browser(_ caller: Caller) async throws -> [(String, String)] {
    guard let keys = try await keys(of: caller) else { return [("Cookie", "visit=" + Self.visit)] }
    return [("Cookie", "session=" + keys.session)]
  }

  /// Signs in by the real call, once for each person; what it answers serves pages and calls alike.
  func keys(of caller: Caller) async throws -> Keys? {
    guard let email = caller.email else { return nil }
    if let known = keys.withLock({ $0[caller] }) { return known }
    let reply = try await call(
      .post, "/api/v1/auth/login", json: #"{"email":"\#(email)","password":"\#(Self.password)"}"#)
    guard let access = reply["access_token"]?.string, let session = reply.cookies["session"] else {
      throw CannotSignIn(email: email, answer: "\(reply.status) \(reply.text)")
    }
    let made = Keys(session: session, access: access)
    keys.withLock { $0[caller] = made }
    return made
  }
}

/// Somebody whom the program does not let in, and what it said.
struct CannotSignIn: Error { let email: String, answer: String }

extension Dispatcher {
  /// What the server does with a body: as much of it as the plan takes, in memory or on disk.
  func receive(_ head: RequestHead, _ body: [UInt8], in folder: String, counting meter: StatementMeter) async throws
    -> Response
  {
    switch plan(for: head) {
    case .refuse(let response): return response
    case .buffer(let limit), .spool(let limit):
      guard body.count <= limit else { return Response(status: 413, type: "text/plain", []) }
      guard case .spool = plan(for: head) else {
        return await answer(Request(head: head, body: .bytes(body)), counting: meter)
      }
      let path = folder + "/" + ID<Reply>().text
      try Data(body).write(to: URL(fileURLWithPath: path))
      return await answer(Request(head: head, body: .file(path: path, size: body.count)), counting: meter)
    }
  }
}

extension School {
  /// What somebody sends as `Authorization: Bearer`, for requests that are written out.
  public func accessToken(of caller: Caller) async throws -> String? { try await keys(of: caller)?.access }
  /// The value of somebody's session cookie.
  public func session(of caller: Caller) async throws -> String? { try await keys(of: caller)?.session }
}
