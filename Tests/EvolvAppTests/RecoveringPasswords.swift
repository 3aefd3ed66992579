import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Mailing
import Payloads
import Routing
import SQLStore
import Testing

/// The way back in for who forgot the password, and for nobody else.
@Suite(.school) struct `Recovering passwords` {
  let school = School.current
  private let new = "Green ladder 9 sinks!"

  private func ask(_ login: String) async throws -> Reply {
    try await school.call(.post, "/api/v1/auth/forgot-password", json: #"{"email":"\#(login)"}"#)
  }
  private func reset(_ token: String, _ password: String) async throws -> Reply {
    try await school.call(
      .post, "/api/v1/auth/reset-password", json: #"{"token":"\#(token)","password":"\#(password)"}"#)
  }
  private func tokenOfMia() async throws -> String {
    #expect(try await ask("mia@evolv.example").status == 204)
    try await school.doJobs()
    return try school.token(to: "mia@evolv.example")
  }

  @Test func `the link of the mail sets a new password, once, and ends every session`() async throws {
    _ = try await school.session(of: .mia)
    let asked = try await school.post("/password/forgotten", form: ["login": "mia@evolv.example"])
    #expect(asked.status == 200 && asked.text.contains("Look into your mail"))
    try await school.doJobs()
    let token = try school.token(to: "mia@evolv.example")
    let page = try await school.get("/password/reset?token=\(token)")
    #expect(page.status == 200 && page.text.contains("Choose a new password") && page.text.contains(token))
    let weak = try await school.post("/password/reset", form: ["token": token, "password": "mia"])
    #expect(weak.status == 422 && weak.text.contains("at least 8 characters") && weak.text.contains(token))
    #expect(try await school.get("/account", as: .mia).status == 200)
    let done = try await school.post("/password/reset", form: ["token": token, "password": new])
    #expect(done.location == "/login" && done.cookies["session"] == nil)
    #expect(try await school.get("/account", as: .mia).status == 303)
    #expect(try await school.call(.get, "/api/v1/users/me", as: .mia).status == 401)
    let again = try await school.post("/password/reset", form: ["token": token, "password": new])
    #expect(again.status == 422 && again.text.contains("does not hold any more"))
    #expect(
      try await school.post("/login", form: ["login": "mia@evolv.example", "password": School.password]).status == 422)
    #expect(try await school.post("/login", form: ["login": "mia@evolv.example", "password": new]).status == 303)
    try await school.doJobs()
    #expect(try school.mails(to: "mia@evolv.example").last?.subject == "Your password was changed")
    #expect(try await school.audited("password.reset_asked") == 1)
    #expect(try await school.audited("password.reset") == 1)
  }

  @Test func `known and unknown accounts get the same answer for the same work`() async throws {
    let known = try await ask("mia@evolv.example"), unknown = try await ask("nobody@evolv.example")
    #expect(known.status == unknown.status && known.bytes == unknown.bytes && known.statements == unknown.statements)
    #expect(known.response.fields.map(\.name) == unknown.response.fields.map(\.name))
    try await school.doJobs()
    #expect(try school.mails(to: "nobody@evolv.example").isEmpty)
    #expect(try school.mails(to: "mia@evolv.example").count { $0.subject == "Choose a new password" } == 1)
    for login in ["mia@evolv.example", "nobody@evolv.example", "NOBODY@evolv.example"] {
      var statuses: [Int] = []
      for _ in 1...3 { statuses.append(try await ask(login).status) }
      #expect(statuses.last == 429, "\(login) \(statuses)")
    }
  }

  @Test func `of twenty uses at once one sets its password`() async throws {
    let token = try await tokenOfMia()
    let statuses = try await withThrowingTaskGroup { group in
      for number in 0..<20 {
        group.addTask { try await self.reset(token, "Green ladder \(number) sinks!").status }
      }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses.count { $0 == 204 } == 1, "\(statuses)")
    #expect(statuses.allSatisfy { [204, 422, 429, 503].contains($0) }, "\(statuses)")
    #expect(try await school.audited("password.reset") == 1)
  }

  @Test func `a link holds for half an hour, and only the unused ones of the account that is still open`() async throws
  {
    let late = try await tokenOfMia()
    school.wait(.minutes(30))
    #expect(try await reset(late, new).faults == ["token invalid_token"])
    let first = try await tokenOfMia(), second = try await tokenOfMia()
    #expect(first != second)
    #expect(try await reset(second, new).status == 204)
    #expect(try await reset(first, new).faults == ["token invalid_token"])
    #expect(try await school.verify(first).faults == ["token invalid_token"])
    let mia = school.people.mia.viewer
    school.wait(.minutes(30))
    let last = try await tokenOfMia()
    _ = try await school.post("/people/\(try #require(mia.person).text)/suspension", as: .ada)
    #expect(try await reset(last, new).faults == ["token invalid_token"])
    _ = try await ask("mia@evolv.example")
    let before = try school.mails(to: "mia@evolv.example").count
    try await school.doJobs()
    #expect(try school.mails(to: "mia@evolv.example").count == before)
  }

  @Test func `guessing tokens is limited`() async throws {
    var statuses: [Int] = []
    for number in 0..<40 { statuses.append(try await reset("guess-\(number)", new).status) }
    #expect(statuses.first == 422 && statuses.last == 429)
  }
}

/// Where a person is signed in, and how they end it.
@Suite(.school) struct `Ending sessions` {
  let school = School.current

  private func signIn(_ login: String = "mia@evolv.example") async throws -> Reply {
    try await school.call(.post, "/api/v1/auth/login", json: #"{"email":"\#(login)","password":"\#(School.password)"}"#)
  }
  private func me(_ token: String) async throws -> Int {
    try await school.send("GET", "/api/v1/users/me", headers: [("Authorization", "Bearer \(token)")]).status
  }

  @Test func `a person sees their sessions and ends one of them`() async throws {
    let other = try #require(try await signIn()["access_token"]?.string)
    let list = try await school.call(.get, "/api/v1/sessions", as: .mia)
    #expect(list["data"]?.elements?.count == 2)
    let foreign = try #require(
      list["data"]?.elements?.first { $0.step("is_current")?.bool == false }?.step("id")?.string)
    #expect(try await school.call(.delete, "/api/v1/sessions/\(foreign)", as: .leo).status == 404)
    #expect(try await me(other) == 200)
    #expect(try await school.call(.delete, "/api/v1/sessions/\(foreign)", as: .mia).status == 204)
    #expect(try await me(other) == 401)
    #expect(try await school.call(.get, "/api/v1/sessions", as: .mia)["data"]?.elements?.count == 1)
    #expect(try await school.call(.get, "/api/v1/sessions").status == 401)
  }

  @Test func `signing out everywhere ends them all`() async throws {
    let other = try #require(try await signIn()["access_token"]?.string)
    #expect(try await school.call(.post, "/api/v1/auth/logout-all", as: .mia).status == 204)
    #expect(try await me(other) == 401)
    #expect(try await school.call(.get, "/api/v1/users/me", as: .mia).status == 401)
    #expect(try await school.get("/account", as: .leo).status == 200)
    #expect(try await school.post("/logout/everywhere", as: .leo).location == "/login")
    #expect(try await school.get("/account", as: .leo).status == 303)
    #expect(try await school.audited("session.all_ended") == 2)
  }

  @Test func `a changed password ends every session but goes on with new tokens`() async throws {
    let other = try #require(try await signIn()["access_token"]?.string)
    func change(_ old: String) async throws -> Reply {
      let json = #"{"current_password":"\#(old)","password":"Green ladder 9 sinks!"}"#
      return try await school.call(.post, "/api/v1/auth/change-password", json: json, as: .mia)
    }
    #expect(try await change("wrong").faults == ["current_password wrong"])
    let changed = try await change(School.password)
    let token = try #require(changed["access_token"]?.string), refresh = try #require(changed["refresh_token"]?.string)
    #expect(try await me(token) == 200)
    #expect(try await me(other) == 401)
    let renewed = try await school.call(.post, "/api/v1/auth/refresh", json: #"{"refresh_token":"\#(refresh)"}"#)
    #expect(renewed.status == 200)
  }
}
