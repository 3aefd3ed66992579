import Cryptography
import Essentials
import EventLoops
import EvolvCore
import FileStorage
import Foundation
import HTTPCalling
import JobQueue
import Mailing
import MediaCoding
import Payloads
import Routing
import SQLStore
import StoreTesting
import Synchronization
import Telemetry
import Testing

// A school of its own for each test: accounts, sessions and their routes over a fresh store, without a server.
@testable import Accounts

/// Somebody at a browser or with a program: what they carry from answer to request.
final class Somebody: Sendable {
  private let state = Mutex((cookies: [String: String](), token: String?.none))
  let address: String
  init(address: String = "192.0.2.1") { self.address = address }

  var cookies: [String: String] { state.withLock { $0.cookies } }
  subscript(_ cookie: String) -> String? {
    get { cookies[cookie] }
    set { state.withLock { $0.cookies[cookie] = newValue } }
  }
  /// Sent as `Authorization: Bearer`.
  var token: String? {
    get { state.withLock { $0.token } }
    set { state.withLock { $0.token = newValue } }
  }

  func take(_ response: Response, _ jar: CookieJar) {
    for line in jar.cookies.map(\.text) + response.fields.filter({ $0.name == "Set-Cookie" }).map(\.value) {
      let parts = line.split(separator: ";").map(String.init)
      guard let equals = parts[0].firstIndex(of: "=") else { continue }
      let name = String(parts[0][..<equals]), value = String(parts[0][parts[0].index(after: equals)...])
      self[name] = parts.contains(" Max-Age=0") ? nil : value
    }
  }
}

struct Stage: Sendable {
  let store: Store
  let db: Database
  let table: RouteTable<Context>
  let facilities: Facilities
  let clock = Locked(Instant(microseconds: 1_795_000_000_000_000))
  let loop: EventLoop

  private static let calls = BlockingPool(name: "calls", threads: 2, capacity: 100)

  var now: Instant { clock.withLock { $0 } }
  func wait(_ time: Seconds) { clock.withLock { $0 = $0 + time } }

  private static let template = StoreTemplate(TestEngine.chosen) { configuration in
    let store = Store(configuration)
    try await store.migrate(
      Roles.migrations + People.migrations + Identity.migrations + APITokens.migrations + Teams.migrations
        + SchoolSettings.migrations + Audit.migrations + JobTables.migrations)
    await store.close()
  }

  /// Runs `body` in a school of its own, and takes it away afterwards.
  static func run(_ body: (Stage) async throws -> Void) async throws {
    var configuration = try await template.copy().configuration
    configuration.connectionsPerLoop = 4
    let loop = EventLoop(name: "test")
    loop.start()
    let store = Store(configuration), folder = NSTemporaryDirectory() + "stage-" + ID<Store>().text
    let stage = try Stage(store: store, db: try await store.database(on: loop), loop: loop, folder: folder)
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(stage)) } catch { outcome = .failure(error) }
    await store.close()
    await loop.stop()
    try template.remove(configuration)
    try FileManager.default.removeItem(atPath: folder)
    try outcome.get()
  }

  private init(store: Store, db: Database, loop: EventLoop, folder: String) throws {
    self.store = store
    self.db = db
    self.loop = loop
    var table = RouteTable<Context>()
    Identity.register(on: &table)
    People.register(on: &table)
    Roles.register(on: &table)
    Audit.register(on: &table)
    self.table = table
    let secret = Secret(Array("a secret of the tests, long enough".utf8))
    let pool = BlockingPool(name: "hashing", threads: 2, capacity: 100)
    guard let sender = MailAddress("school@evolv.example") else { preconditionFailure("A fixed address is one.") }
    facilities = Facilities(
      log: .none, baseAddress: "http://localhost:8080", isDemo: false,
      forgery: ForgeryGuard(make: { $0 }, check: { $0 == $1 }),
      hashing: pool,
      hashers: { _ in PasswordHasher(.bcrypt(cost: 4)) },
      accessTokens: AccessTokens(issuer: "evolv", audience: "evolv", keys: KeyRing(for: "access", from: secret)),
      sealer: Sealer(KeyRing(for: "secrets", from: secret)),
      media: MediaMeans(
        pictures: Pictures(on: pool), films: Films(on: pool), seals: LinkSeals(KeyRing(for: "links", from: secret))),
      files: try FileStore(folder: folder, pool: pool),
      postman: Postman(from: sender, into: try MailOutbox(folder: folder + "/mails")),
      calls: HTTPClient(on: Self.calls, inside: AddressRange(text: "127.0.0.1").map { [$0] } ?? []),
      messenger: try TextOutbox(folder: folder + "/texts", isOffered: true), ping: {},
      asset: { Link(outside: "https://assets.example/\($0)") ?? Identity.signIn },
      frame: { _ in
        var frame = FrameSetting(home: Identity.registration)
        frame.stopActing = Roles.stopActing
        return frame
      })
  }
}

extension Stage {
  /// A person with an account, made as the school makes it.
  @discardableResult
  func add(_ first: String, _ role: Role = .student, password: String = "Blue kettle 7 rises!") async throws
    -> PersonRecord
  {
    let key = first.lowercased().filter(\.isASCII) + (first.allSatisfy(\.isASCII) ? "" : "x")
    let new = try NewPerson.checked(
      firstName: first, lastName: "Park", email: "\(key)@example.org", username: key, role: role,
      password: password, hasher: facilities.passwords)
    return try await db.transaction { try await $0.createPerson(new, by: .program, at: now) }
  }

  /// The same, signed in with a browser.
  func enter(_ first: String, _ role: Role = .student) async throws -> (PersonRecord, Somebody) {
    let person = try await add(first, role), somebody = Somebody()
    _ = try await form("/login", ["login": person.email, "password": "Blue kettle 7 rises!"], by: somebody)
    return (person, somebody)
  }

  func get(_ target: String, by somebody: Somebody = Somebody()) async throws -> Response {
    try await send("GET", target, "", nil, somebody)
  }
  func form(_ target: String, _ fields: KeyValuePairs<String, String>, by somebody: Somebody = Somebody()) async throws
    -> Response
  {
    let body = fields.map { "\($0.key)=\($0.value.percentEncoded)" }.joined(separator: "&")
    return try await send("POST", target, body, "application/x-www-form-urlencoded", somebody)
  }
  func json(_ method: String, _ target: String, _ body: String = "", by somebody: Somebody = Somebody()) async throws
    -> Response
  {
    try await send(method, target, body, body.isEmpty ? nil : "application/json", somebody)
  }

  /// What the dispatcher does, without its gates against floods and forgery.
  func send(_ method: String, _ target: String, _ body: String, _ type: String?, _ somebody: Somebody) async throws
    -> Response
  {
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    var headers = Headers(somebody.cookies.map { (name: "Cookie", value: "\($0.key)=\($0.value)") })
    if let type { headers.add("Content-Type", type) }
    if let token = somebody.token { headers.add("Authorization", "Bearer \(token)") }
    let head = RequestHead(
      method: method, path: parts[0], query: parts.count > 1 ? parts[1] : "", headers: headers, peer: somebody.address,
      receivedAt: now)
    let jar = CookieJar(binding: "visit") { ("visit", Cookie("visit", "visit", lifetimeSeconds: nil, isSecure: false)) }
    do {
      guard case .found(let entry, let values) = table.match(method, parts[0]) else { throw Problem.notFound("page") }
      let origin = Origin(address: somebody.address, agent: "Firefox/140.0 Linux", requestID: "request")
      let known = try await Identity.identify(head, in: db, at: now, from: origin, by: facilities)
      if known.isRefused { throw Problem.signInNeeded }
      try known.viewer.admit(to: entry.endpoint.access)
      let context = Context(
        request: Request(head: head, body: .bytes(Array(body.utf8))), requestID: "request", now: now, db: db,
        viewer: known.viewer,
        facilities: facilities, jar: jar)
      let response = try await entry.handler(context, values)
      somebody.take(response, jar)
      return response
    } catch let problem as Problem {
      return problem.response(requestID: "request")
    } catch is NothingFound {
      return Problem.notFound("page").response(requestID: "request")
    }
  }

  /// Signs in by the API and carries the access token from then on.
  func token(for login: String, _ password: String = "Blue kettle 7 rises!", by somebody: Somebody = Somebody())
    async throws -> Tokens
  {
    let answer = try await json("POST", "/api/v1/auth/login", #"{"email":"\#(login)","password":"\#(password)"}"#)
    let tokens = try Tokens(answer)
    somebody.token = tokens.access
    return tokens
  }

  /// How often an action stands in the audit log.
  func audited(_ action: String) async throws -> Int {
    try await db.value("SELECT count(*) FROM audit_log WHERE action = \(action)")
  }
}

struct Tokens {
  let access: String, refresh: String
  init(_ response: Response) throws {
    let root = try JSONDocument(response.bytes).root
    access = try #require(root["access_token"]?.string)
    refresh = try #require(root["refresh_token"]?.string)
  }
}

extension Response {
  var text: String { String(decoding: bytes, as: UTF8.self) }
  var location: String? { field("location") }
  /// The codes of the faults at a field of a problem answer.
  func codes(_ field: String) throws -> [String] {
    let errors = try JSONDocument(bytes).root["errors"]?.elements ?? []
    return errors.filter { $0["field"]?.string == field }.compactMap { $0["code"]?.string }
  }
}

extension JSONNode {
  subscript(_ name: String) -> JSONNode? { members?.first { $0.name == name }?.value }
}
