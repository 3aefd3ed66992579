import Essentials
import EventLoops
import EvolvApp
import EvolvCore
import EvolvTesting
import Foundation
import HTTPCalling
import Payloads
import Routing
import SQLStore
import Testing

/// The identity provider of `Tests/Peers/provider.py`, one process for all tests; each test has an issuer of its own there.
enum ProviderPeer {
  private static let house = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  /// A Python that has PyJWT.
  static let python: String? = {
    let own = house + "/var/venv/bin/python"
    return ProcessInfo.processInfo.environment["EVOLV_TEST_PYTHON"]
      ?? (FileManager.default.isExecutableFile(atPath: own) ? own : nil)
  }()
  static let clientID = "evolv school", secret = "s3cret/+:&=-of-the-school"

  /// Where it runs; it ends with this process.
  static let url: String = {
    let process = Process(), output = Pipe()
    process.executableURL = URL(fileURLWithPath: python ?? "/nowhere")
    process.arguments = [house + "/Tests/Peers/provider.py"]
    process.standardOutput = output
    do { try process.run() } catch { return "http://127.0.0.1:1" }
    var port = ""
    while let byte = try? output.fileHandleForReading.read(upToCount: 1), let value = byte.first, value != 0x0A {
      port.append(Character(Unicode.Scalar(value)))
    }
    return "http://127.0.0.1:\(port)"
  }()

  static let client = HTTPClient(
    on: BlockingPool(name: "peer", threads: 4, capacity: 100),
    inside: AddressRange(text: "127.0.0.1").map { [$0] } ?? [])
}

/// One issuer, as one test uses it.
struct Issuer: Sendable {
  let school: School
  let url: String

  init(_ school: School, _ name: String = "") {
    self.school = school
    url = ProviderPeer.url + "/" + name + ID<Issuer>().text
  }

  /// Changes what it does; gives what it was asked.
  @discardableResult func control(
    _ faults: [String] = [], person: String? = nil, algorithm: String = "RS256", redirect: String = ""
  ) async throws -> [String] {
    let list = faults.map { "\"\($0)\"" }.joined(separator: ","), person = person.map { #","person":\#($0)"# } ?? ""
    let json = """
      {"faults":[\(list)],"now":\(school.now.unixSeconds),"algorithm":"\(algorithm)","redirects_to":"\(redirect)"\(person)}
      """
    let call = HTTPCall(url + "/control", body: .bytes(Array(json.utf8), type: "application/json"))
    let answer = try await ProviderPeer.client.call(call)
    return try #require(try JSONDocument(answer.body).root.members?[0].value.elements).compactMap(\.string)
  }

  /// Lets the school know it; gives its slug.
  func add(
    _ name: String = "Campus", kind: String = "oidc", registers: Bool = true, domains: String? = nil,
    trustsFactors: Bool = false
  ) async throws -> String {
    try await control()
    let scopes = kind == "oidc" ? "openid email profile" : "read:user user:email"
    let domains = domains.map { #","domains":"\#($0)""# } ?? ""
    let reply = try await school.call(
      .post, "/api/v1/admin/sign-in-providers",
      json: """
        {"name":"\(name)","kind":"\(kind)","issuer":"\(url)","client_id":"\(ProviderPeer.clientID)",
        "client_secret":"\(ProviderPeer.secret)","scopes":"\(scopes)","registers":\(registers),
        "trusts_factors":\(trustsFactors)\(domains)}
        """, as: .ada)
    #expect(reply.status == 201, "\(reply.text)")
    return try #require(reply["slug"]?.string)
  }
}

/// Somebody's browser: keeps cookies, and goes to the provider and back.
final class Browser: Sendable {
  private let school: School
  private let jar = Locked<[String: String]>(["visit": "a-visit-of-a-browser"])
  init(_ school: School) { self.school = school }

  var cookies: [String: String] { jar.withLock { $0 } }
  var isSignedIn: Bool { cookies["session"] != nil }
  /// Takes a cookie from elsewhere.
  func take(_ name: String, _ value: String?) { jar.withLock { $0[name] = value } }

  func get(_ target: String) async throws -> Reply { keep(try await school.send("GET", target, headers: headers)) }

  func post(_ target: String, _ form: KeyValuePairs<String, String> = [:]) async throws -> Reply {
    let binding = cookies["session"] ?? cookies["visit"] ?? ""
    let fields = [("csrf", school.program.facilities.forgery.token(for: binding))] + form.map { ($0.key, $0.value) }
    let body = fields.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
    let type = ("Content-Type", "application/x-www-form-urlencoded")
    return keep(try await school.send("POST", target, headers: headers + [type], body: Array(body.utf8)))
  }

  private static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }
  private var headers: [(String, String)] {
    [("Accept", "text/html"), ("Cookie", cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))]
  }
  private func keep(_ reply: Reply) -> Reply {
    jar.withLock { jar in for (name, value) in reply.cookies { jar[name] = value.isEmpty ? nil : value } }
    return reply
  }

  /// Goes to the provider; gives the address that it sends back to.
  func goTo(_ slug: String, next: String? = nil) async throws -> String {
    let start = try await get("/sign-in-with/\(slug)" + (next.map { "?next=" + Self.encoded($0) } ?? ""))
    try #require(start.status == 303, "\(start.text.prefix(2000))")
    return try await follow(try #require(start.location))
  }

  /// What the provider answers to who comes with `address`: the way back.
  func follow(_ address: String) async throws -> String {
    let answer = try await ProviderPeer.client.call(HTTPCall(address))
    let back = try #require(answer.field("location"), "\(String(decoding: answer.body, as: UTF8.self))")
    try #require(back.hasPrefix("http://127.0.0.1:8080/"))
    return String(back.dropFirst("http://127.0.0.1:8080".count))
  }

  /// There and back.
  func signIn(with slug: String, next: String? = nil) async throws -> Reply {
    let start = try await get("/sign-in-with/\(slug)" + (next.map { "?next=" + Self.encoded($0) } ?? ""))
    guard start.status == 303, let address = start.location else { return start }
    return try await get(try await follow(address))
  }

  /// Signs in with the password of the school.
  func signIn(as email: String) async throws {
    let reply = try await post("/login", ["login": email, "password": School.password])
    try #require(reply.status == 303)
  }
}

extension School {
  func count(_ table: String) async throws -> Int {
    switch table {
    case "people": try await db.value("SELECT count(*) FROM users")
    case "identities": try await db.value("SELECT count(*) FROM person_identities")
    default: try await db.value("SELECT count(*) FROM sessions")
    }
  }
  /// Why the latest sign-in was refused, as the audit log has it.
  func latestRefusal() async throws -> String? {
    let values: [String] = try await db.all(
      """
      SELECT CAST(new_values AS TEXT) FROM audit_log WHERE action = 'person.sign_in_refused' ORDER BY id DESC LIMIT 1
      """)
    return try values.first.flatMap { try JSONDocument(Array($0.utf8)).root.members?.first { $0.name == "reason" } }?
      .value.string
  }
}
