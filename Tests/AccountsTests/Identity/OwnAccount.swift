import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Accounts

@Suite struct `One's own account` {
  @Test func `a person changes names and clock, and nothing that is not theirs to change`() async throws {
    try await Stage.run { stage in
      let (mia, browser) = try await stage.enter("Mia")
      let saved = try await stage.form(
        "/account",
        [
          "first_name": "Mia", "last_name": "Chen", "username": "", "time_zone": "Asia/Shanghai",
        ], by: browser)
      #expect(saved.status == 303 && saved.location == "/account")
      let after = try await stage.db.person(mia.id)
      #expect(after.name == "Mia Chen" && after.username == nil && after.timeZone == "Asia/Shanghai")
      let wrong = try await stage.form(
        "/account",
        [
          "first_name": "<i>", "last_name": "Chen", "username": "mia", "time_zone": "Mars/Olympus",
        ], by: browser)
      #expect(
        wrong.status == 422 && wrong.text.contains("Time zone must be a time zone") && wrong.text.contains("&lt;i&gt;"))
      let role = try await stage.json("PATCH", "/api/v1/profile", #"{"role":"admin"}"#, by: browser)
      #expect(role.status == 422)
      #expect(try role.codes("role") == ["unknown"])
      #expect(try await stage.json("PATCH", "/api/v1/profile", #"{"username":"mia.chen"}"#, by: browser).status == 200)
      #expect(try await stage.audited("person.changed") == 2)
    }
  }

  @Test func `a new password needs the old one and signs out every other device`() async throws {
    try await Stage.run { stage in
      let (mia, browser) = try await stage.enter("Mia")
      let program = Somebody()
      _ = try await stage.token(for: mia.email, by: program)
      func change(_ old: String, _ new: String) async throws -> Response {
        try await stage.form("/account/password", ["current_password": old, "password": new], by: browser)
      }
      #expect(try await change("wrong", "Green ladder 9 sinks!").text.contains("Current password is not right."))
      #expect(
        try await change("Blue kettle 7 rises!", "mia").text.contains("New password must have at least 8 characters"))
      let before = browser["session"]
      #expect(try await change("Blue kettle 7 rises!", "Green ladder 9 sinks!").status == 303)
      #expect(browser["session"] != before)
      #expect(try await stage.get("/account", by: browser).status == 200)
      #expect(try await stage.json("GET", "/api/v1/users/me", by: program).status == 401)
      #expect(try await stage.form("/login", ["login": "mia", "password": "Blue kettle 7 rises!"]).status == 422)
      #expect(try await stage.form("/login", ["login": "mia", "password": "Green ladder 9 sinks!"]).status == 303)
      #expect(try await stage.audited("password.changed") == 1)
    }
  }

  @Test func `devices are listed and ended, but nobody else's`()
    async throws
  {
    try await Stage.run { stage in
      let (mia, laptop) = try await stage.enter("Mia")
      let phone = Somebody(), (_, leo) = try await stage.enter("Leo")
      _ = try await stage.form("/login", ["login": "mia", "password": "Blue kettle 7 rises!"], by: phone)
      let page = try await stage.get("/account", by: laptop)
      #expect(page.text.contains("Firefox on Linux") && page.text.contains("This device"))
      let sessions = try await stage.db.sessions(of: mia.id, at: stage.now)
      #expect(sessions.count == 2)
      let ofPhone = try #require(try await stage.db.session(token: phone["session"] ?? "", at: stage.now))
      #expect(try await stage.form("/account/sessions/\(ofPhone.id.text)/revocation", [:], by: leo).status == 404)
      #expect(try await stage.get("/account", by: phone).status == 200)
      #expect(try await stage.form("/account/sessions/\(ofPhone.id.text)/revocation", [:], by: laptop).status == 303)
      #expect(try await stage.get("/account", by: phone).status == 401)
      _ = try await stage.form("/login", ["login": "mia", "password": "Blue kettle 7 rises!"], by: phone)
      #expect(try await stage.form("/account/sessions/revocation", [:], by: laptop).status == 303)
      #expect(try await stage.get("/account", by: phone).status == 401)
      #expect(try await stage.get("/account", by: laptop).status == 200)
    }
  }

  @Test(arguments: [
    ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
    (
      "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36",
      "Chrome on Android"
    ),
    (
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1",
      "Safari on iPhone"
    ),
    ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
    ("curl/8.5.0", "curl"), ("", "Unknown device"), ("own client 1", "own client 1"),
  ]) func `devices are named in words`(agent: String, words: String) {
    #expect(Device(agent: agent).words == words)
  }
}
