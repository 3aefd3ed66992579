import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Foundation
import Mailing
import Payloads
import Routing
import SQLStore
import Testing

extension School {
  /// An API token of somebody, made as a person makes one.
  func apiToken(of caller: Caller, _ scopes: String = #""write""#, days: Int = 30) async throws -> String {
    let json = #"{"name":"Export","scopes":[\#(scopes)],"days":\#(days)}"#
    let reply = try await call(.post, "/api/v1/api-tokens", json: json, as: caller)
    return try #require(reply["token"]?.string, "\(reply.text)")
  }
  /// Calls as a program with a bearer token of any kind.
  func call(_ method: Routing.Method = .get, _ target: String, json: String? = nil, bearer: String) async throws
    -> Reply
  {
    var headers = [("Accept", "application/json"), ("Authorization", "Bearer " + bearer)]
    if json != nil { headers.append(("Content-Type", "application/json")) }
    return try await send(method.rawValue, target, headers: headers, body: Array((json ?? "").utf8))
  }
}

@Suite(.school) struct `Working by an API token` {
  let school = School.current

  @Test func `a token is shown once, kept as a digest, listed and revoked`() async throws {
    let page = try await school.post("/account/tokens", form: ["name": "Export", "days": "30"], as: .tom)
    #expect(page.status == 200 && page.contains("it is not shown again"))
    let start = try #require(page.text.firstRange(of: "evolv_")).lowerBound
    let token = String(page.text[start...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    #expect(token.count == 55)
    #expect(try await !school.get("/account/tokens", as: .tom).contains(token))
    #expect(try await school.call(.get, "/api/v1/users/me", bearer: token)["email"]?.string == "tom@evolv.example")
    let list = try await school.call(.get, "/api/v1/api-tokens", as: .tom)
    #expect(list["data", "0", "scopes", "0"]?.string == "read" && list["data", "0", "last_used_at"]?.string != nil)
    #expect(!list.contains(token))
    let id = try #require(list["data", "0", "id"]?.string)
    #expect(try await school.call(.delete, "/api/v1/api-tokens/\(id)", as: .mia).status == 404)
    #expect(try await school.post("/account/tokens/\(id)/revocation", as: .tom).status == 303)
    #expect(try await school.call(.get, "/api/v1/users/me", bearer: token).status == 401)
    try await school.doJobs()
    #expect(try school.mails(to: "tom@evolv.example").contains { $0.subject == "An API token was made" })
    #expect(try await school.audited("api_token.made") == 1)
    #expect(try await school.audited("api_token.revoked") == 1)
    let kept: Int = try await school.db.value(
      "SELECT count(*) FROM audit_log WHERE CAST(new_values AS TEXT) LIKE \("%evolv\\_%")")
    #expect(kept == 0)
  }

  @Test func `without the scope to write it only reads`() async throws {
    let token = try await school.apiToken(of: .tom, "")
    #expect(try await school.call(.get, "/api/v1/courses", bearer: token).status == 200)
    let json = #"{"first_name":"Tim"}"#
    #expect(try await school.call(.patch, "/api/v1/profile", json: json, bearer: token).status == 403)
    let writing = try await school.apiToken(of: .tom)
    #expect(try await school.call(.patch, "/api/v1/profile", json: json, bearer: writing).status == 200)
    let line: String = try await school.db.value("SELECT actor_name FROM audit_log WHERE action = 'person.changed'")
    #expect(line == "Tom Berger (token Export)")
  }

  @Test func `it may what both its scopes and its person may at the moment`() async throws {
    let bare = try await school.apiToken(of: .ada), id = try await school.id(of: .tom)
    #expect(try await school.call(.get, "/api/v1/users", bearer: bare).status == 403)
    let managing = try await school.apiToken(of: .ada, #""write","see_people","manage_people""#)
    #expect(try await school.call(.get, "/api/v1/users", bearer: managing).status == 200)
    let role = #"{"role":"admin"}"#
    #expect(try await school.call(.patch, "/api/v1/users/\(id)", json: role, bearer: managing).status == 403)
    let teaching = try await school.apiToken(of: .tom, #""write","create_courses""#)
    let course = #"{"title":"By a program"}"#
    #expect(try await school.call(.post, "/api/v1/courses", json: course, bearer: teaching).status == 201)
    let demoted = try await school.call(
      .patch, "/api/v1/users/\(id)", json: #"{"role":"student"}"#, as: .ada)
    #expect(demoted.status == 200)
    #expect(try await school.call(.post, "/api/v1/courses", json: course, bearer: teaching).status == 403)
  }

  @Test(arguments: [
    #""manage_people""#, #""everything""#, #""read write""#, #""""#, #""create_courses","see_audit""#,
  ])
  func `nobody gives a token what they have not`(scopes: String) async throws {
    let reply = try await school.call(
      .post, "/api/v1/api-tokens", json: #"{"name":"x","scopes":[\#(scopes)]}"#, as: .tom)
    #expect(reply.status == 422 && reply.faults.first == "scopes scope", "\(reply.text)")
  }

  @Test func `its end lies within a year and its name is needed`() async throws {
    for (json, fault) in [
      (#"{"name":"x","days":367}"#, "days range"), (#"{"name":"x","days":0}"#, "days range"),
      (#"{"name":""}"#, "name missing"), (#"{"name":"x","expires_at":"2020-01-01T00:00:00Z"}"#, "expires_at range"),
      (#"{"name":"x","expires_at":"2099-01-01T00:00:00Z"}"#, "expires_at range"),
    ] {
      #expect(try await school.call(.post, "/api/v1/api-tokens", json: json, as: .tom).faults == [fault], "\(json)")
    }
    let token = try await school.apiToken(of: .tom, days: 1)
    school.wait(Seconds(86_399))
    #expect(try await school.call(.get, "/api/v1/users/me", bearer: token).status == 200)
    school.wait(Seconds(1))
    #expect(try await school.call(.get, "/api/v1/users/me", bearer: token).status == 401)
  }

  @Test func `what proves who one is, is changed in person`() async throws {
    let token = try await school.apiToken(of: .ada, #""write","manage_people","assign_roles""#)
    let words = ["auth", "session", "token", "password", "mfa", "passkey", "totp", "factor", "recover"]
    let personal = school.program.table.entries.map(\.endpoint).filter { endpoint in
      endpoint.isCall && words.contains { endpoint.pattern.contains($0) }
    }
    #expect(personal.count > 12)
    for endpoint in personal where endpoint.access != .everyone {
      let target = endpoint.parameters.reduce(endpoint.pattern) { path, parameter in
        path.replacing("{\(parameter.name)}", with: "01890a5d-ac96-774b-bcce-b302099a8057")
      }
      let reply = try await school.call(endpoint.method, target, bearer: token)
      #expect(reply.status == 403, "\(endpoint.method.rawValue) \(endpoint.pattern)")
    }
    #expect(try await school.call(.post, "/api/v1/auth/logout", bearer: token).status == 403)
    let page = try await school.send(
      "GET", "/account", headers: [("Accept", "text/html"), ("Authorization", "Bearer " + token)])
    #expect(page.status == 403)
  }

  @Test func `it ends with a suspension and with a new password`() async throws {
    let token = try await school.apiToken(of: .leo), id = try await school.id(of: .leo)
    let path = "/api/v1/users/\(id)"
    #expect(try await school.call(.patch, path, json: #"{"status":"suspended"}"#, as: .ada).status == 200)
    #expect(try await school.call(.get, "/api/v1/users/me", bearer: token).status == 401)
    #expect(try await school.call(.patch, path, json: #"{"status":"active"}"#, as: .ada).status == 200)
    #expect(try await school.call(.get, "/api/v1/users/me", bearer: token).status == 200)
    let mias = try await school.apiToken(of: .mia)
    let change = try await school.call(
      .post, "/api/v1/auth/change-password",
      json: #"{"current_password":"\#(School.password)","password":"Green kettle 8 sinks!"}"#, as: .mia)
    #expect(change.status == 200)
    #expect(try await school.call(.get, "/api/v1/users/me", bearer: mias).status == 401)
  }

  @Test func `a request with a token costs one statement to know it`() async throws {
    let token = try await school.apiToken(of: .tom)
    _ = try await school.call(.get, "/api/v1/api-tokens", bearer: token)
    let byToken = try await school.call(.get, "/api/v1/users/me", bearer: token).statements
    #expect(byToken == (try await school.call(.get, "/api/v1/users/me", as: .tom).statements))
  }

  @Test(arguments: ["evolv_", "evolv_x", "evolv_\(String(repeating: "0", count: 49))", "evolv_' OR 1=1 --"])
  func `what only looks like one is refused`(token: String) async throws {
    #expect(try await school.call(.get, "/api/v1/users/me", bearer: token).status == 401)
    let real = try await school.apiToken(of: .tom)
    for wrong in [real + "0", String(real.dropLast()), real.uppercased(), "EVOLV_" + real.dropFirst(6)] {
      #expect(try await school.call(.get, "/api/v1/users/me", bearer: wrong).status == 401)
    }
  }
}
