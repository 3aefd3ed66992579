import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Payloads
import Routing
import SQLStore
import Teaching
import Testing

/// Forms of other sites, addresses that lead away, and text that would like to be a program.
@Suite(.school) struct `Keeping strangers out` {
  let school = School.current

  @Test func `takes a form only with the token of its reader`() async throws {
    let form: KeyValuePairs = ["first_name": "Mia", "last_name": "Santos", "time_zone": "UTC"]
    for token in ["", "forged", school.program.facilities.forgery.token(for: "somebody-else")] {
      #expect(try await school.post("/logout", form: form, as: .mia, token: token).status == 403)
    }
    let bare = try await school.send(
      "POST", "/logout",
      headers: [
        ("Cookie", "session=\(try #require(await school.session(of: .mia)))"),
        ("Content-Type", "application/x-www-form-urlencoded"),
      ])
    #expect(bare.status == 403)
    #expect(try await school.get("/learn", as: .mia).status == 200)
    #expect(try await school.post("/logout", as: .mia).status == 303)
    #expect(try await school.get("/learn", as: .mia).status == 303)
  }

  @Test(arguments: [
    ("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"),
    ("Sec-Fetch-Site", "same-site"),
  ])
  func `takes no form that another site sends`(name: String, value: String) async throws {
    #expect(try await school.post("/theme", form: ["theme": "dark"], as: .mia, headers: [(name, value)]).status == 403)
    #expect(
      try await school.post("/theme", form: ["theme": "dark"], as: .mia, headers: [("Origin", "http://127.0.0.1:8080")])
        .status == 303)
  }

  @Test func `takes no call with a cookie alone`() async throws {
    let cookie = ("Cookie", "session=\(try #require(await school.session(of: .tom)))")
    let headers = [cookie, ("Content-Type", "application/json")]
    #expect(
      try await school.send("POST", "/api/v1/courses", headers: headers, body: Array(#"{"title":"A"}"#.utf8)).status
        == 403)
  }

  @Test(arguments: [
    "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "javascript:alert(1)", "/%0d%0aX: y\r\nX: y", "evil",
  ])
  func `leads nobody away after signing in`(next: String) async throws {
    let form: KeyValuePairs = ["login": "mia@evolv.example", "password": School.password, "next": next]
    let reply = try await school.post("/login", form: form)
    #expect(reply.status == 303)
    let location = try #require(reply.location)
    #expect(location.hasPrefix("/") && !location.hasPrefix("//") && !location.contains("evil"), "\(location)")
    #expect(
      try await school.post(
        "/login", form: ["login": "leo@evolv.example", "password": School.password, "next": "/redeem"]
      ).location == "/redeem")
  }

  static let script = #"<script>alert(1)</script><img src=x onerror=alert(2)>" onclick="x" '"#

  @Test func `shows markup in text fields as the text it is`() async throws {
    let quoted = Self.script.replacing("\"", with: "\\\"")
    let made = try await school.call(
      .post, "/api/v1/courses",
      json: #"{"title": "T \#(quoted)", "short_description": "S \#(quoted)", "description": "D \#(quoted)"}"#, as: .tom)
    #expect(made.status == 201, "\(made.text)")
    let id = try #require(made["id"]?.string)
    let section = try await school.call(
      .post, "/api/v1/courses/\(id)/sections", json: #"{"title": "\#(quoted)"}"#, as: .tom)
    let lesson = try await school.call(
      .post, "/api/v1/sections/\(try #require(section["id"]?.string))/lessons",
      json: #"{"title": "\#(quoted)", "markdown": "\#(quoted)"}"#, as: .tom)
    #expect(lesson.status == 201, "\(lesson.text)")
    #expect(try await school.call(.post, "/api/v1/courses/\(id)/submission", as: .tom).status == 200)
    #expect(try await school.call(.post, "/api/v1/courses/\(id)/approval", as: .ada).status == 200)
    let slug = try #require(made["slug"]?.string)
    _ = try await school.call(.post, "/api/v1/courses/\(id)/enroll", json: "{}", as: .mia)
    for (page, caller) in [
      ("/courses", Caller.visitor), ("/courses/\(slug)", .visitor), ("/learn", .mia), ("/learn/\(slug)", .mia),
      ("/learn/\(slug)/\(try #require(lesson["slug"]?.string))", .mia), ("/teach/courses/\(slug)/codes", .tom),
      ("/teach/courses/\(slug)/learners", .tom),
    ] {
      let reply = try await school.get(page, as: caller)
      #expect(reply.status < 500)
      expectNoScript(reply.text, page)
    }
  }

  @Test func `shows markup that comes back in a form as the text it is`() async throws {
    let login = try await school.post("/login", form: ["login": Self.script, "password": "x", "next": Self.script])
    expectNoScript(login.text, "login")
    let registration = try await school.post(
      "/register", form: ["first_name": Self.script, "last_name": Self.script, "email": Self.script, "password": "x"])
    #expect(registration.status == 422)
    expectNoScript(registration.text, "register")
    expectNoScript(try await school.post("/redeem", form: ["code": Self.script], as: .mia).text, "redeem")
    expectNoScript(try await school.get("/redeem/" + encoded(Self.script), as: .mia).text, "redeem link")
    expectNoScript(try await school.get("/courses?q=" + encoded(Self.script)).text, "search")
    expectNoScript(try await school.get("/" + encoded(Self.script)).text, "missing page")
  }

  private func expectNoScript(_ page: String, _ name: String) {
    #expect(
      !page.contains("<script>alert") && !page.contains("<img src=x") && !page.contains(#"" onclick="#), "\(name)")
  }
}
