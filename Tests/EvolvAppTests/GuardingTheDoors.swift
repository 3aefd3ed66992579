import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Foundation
import Payloads
import Routing
import SQLStore
import Teaching
import Testing

/// Who may do what, as a file that a person can read: a new route, or another access, fails here until it stands there too.
@Suite(.school) struct `Guarding the doors` {
  let school = School.current

  static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "permissions.tsv")

  @Test func `asks visitors to sign in wherever more than everyone's right is needed`() async throws {
    for entry in school.program.table.entries where entry.endpoint.access.requirement != .nothing {
      let endpoint = entry.endpoint, reply = try await knock(endpoint, as: .visitor)
      if endpoint.isCall {
        #expect(reply.status == 401, "\(endpoint.method.rawValue) \(endpoint.pattern)")
        #expect(reply.header("www-authenticate") != nil)
      } else {
        #expect(reply.status == 303, "\(endpoint.method.rawValue) \(endpoint.pattern)")
        #expect(reply.location?.hasPrefix("/login?next=") == true)
      }
    }
  }

  @Test func `refuses learners and teachers what needs a permission they lack`() async throws {
    for entry in school.program.table.entries {
      guard case .permission(let number) = entry.endpoint.access.requirement,
        let permission = Permission(rawValue: number)
      else { continue }
      for (caller, role) in [(Caller.mia, Role.student), (.tom, .instructor)]
      where !RoleTable.builtIn.permissions(of: role).includes(permission) {
        #expect(
          try await knock(entry.endpoint, as: caller).status == 403,
          "\(caller) \(entry.endpoint.method.rawValue) \(entry.endpoint.pattern)")
      }
    }
  }

  @Test(arguments: [Caller.visitor, .ada, .tom, .mia])
  func `answers every plain address without a fault`(caller: Caller) async throws {
    for entry in school.program.table.entries where entry.endpoint.method == .get && entry.endpoint.parameters.isEmpty {
      let reply = try await knock(entry.endpoint, as: caller)
      #expect(reply.status < 500, "\(caller) \(entry.endpoint.pattern)")
      if caller == .ada {
        // Kept mails are for the machine itself.
        let isThere = [200, 303, 422].contains(reply.status) || entry.endpoint.pattern == "/mails"
        #expect(isThere, "\(entry.endpoint.pattern) \(reply.status)")
      }
    }
  }

  @Test func `describes exactly the calls it answers`() async throws {
    let document = try await school.call(.get, "/api/v1/openapi.json").text
    let paths = try #require(JSONDocument(Array(document.utf8)).root.step("paths")?.members)
    let described = paths.flatMap { path in (path.value.members ?? []).map { "\($0.name.uppercased()) \(path.name)" } }
    let answered = school.program.table.entries.map(\.endpoint).filter(\.isCall).map {
      "\($0.method.rawValue) \($0.pattern)"
    }
    #expect(described.sorted() == answered.sorted())
    #expect(Set(described).count == described.count)
  }

  @Test(arguments: ["GET", "POST", "PUT", "PATCH", "DELETE"])
  func `tells which methods an address takes`(method: String) async throws {
    let refused = try await school.send(method == "GET" ? "DELETE" : method, "/health/live")
    #expect(refused.status == 405)
    #expect(refused.header("allow") == "OPTIONS, HEAD, GET")
  }

  @Test func `answers OPTIONS and HEAD`() async throws {
    let options = try await school.send("OPTIONS", "/api/v1/courses")
    #expect(options.status == 204)
    #expect(options.header("allow") == "OPTIONS, HEAD, GET, POST")
    #expect(try await school.send("HEAD", "/api/v1/courses").status == 200)
    #expect(try await school.send("HEAD", "/learn").status == 303)
    #expect(try await school.send("BREW", "/api/v1/courses").status == 405)
  }

  private func knock(_ endpoint: Endpoint, as caller: Caller) async throws -> Reply {
    let target = endpoint.parameters.reduce(endpoint.pattern) { path, parameter in
      path.replacing("{\(parameter.name)}", with: Self.sample(parameter.format))
    }
    if endpoint.isCall { return try await school.call(endpoint.method, target, as: caller) }
    return endpoint.method == .get
      ? try await school.get(target, as: caller) : try await school.post(target, as: caller)
  }
  private static func sample(_ format: PathFormat) -> String {
    switch format {
    case .uuid, .reference: "01890a5d-ac96-774b-bcce-b302099a8057"
    case .slug, .text: "clay-and-fire"
    case .integer: "1"
    }
  }
}
