import Cryptography
import Essentials
import EvolvCore
import Routing
import SQLStore
import Testing

@testable import Accounts

@Suite struct `Signing in` {
  @Test func `a person signs in by e-mail or username, and out again`()
    async throws
  {
    try await Stage.run { stage in
      try await stage.add("Ada")
      for login in ["ADA@example.org", " ada "] {
        let somebody = Somebody()
        #expect(try await stage.get("/account", by: somebody).status == 401)
        let answer = try await stage.form("/login", ["login": login, "password": "Blue kettle 7 rises!"], by: somebody)
        #expect(answer.status == 303 && answer.location == "/register")
        #expect(try await stage.get("/account", by: somebody).text.contains("Ada Park"))
        #expect(try await stage.form("/logout", [:], by: somebody).location == "/login")
        #expect(somebody["session"] == nil)
        #expect(try await stage.get("/account", by: somebody).status == 401)
      }
      #expect(try await stage.db.value("SELECT count(*) FROM sessions") == 0)
      #expect(try await stage.audited("person.signed_in") == 2)
      #expect(try await stage.audited("person.signed_out") == 2)
    }
  }

  @Test func `a wrong password and an unknown account get the same answer`() async throws {
    try await Stage.run { stage in
      try await stage.add("Ada")
      let wrong = try await stage.json("POST", "/api/v1/auth/login", #"{"email":"ada@example.org","password":"wrong"}"#)
      let unknown = try await stage.json("POST", "/api/v1/auth/login", #"{"username":"nobody","password":"wrong"}"#)
      #expect(wrong.status == 401 && wrong.text == unknown.text)
      let page = try await stage.form("/login", ["login": "ada@example.org", "password": "my secret"])
      #expect(page.status == 422)
      #expect(
        page.text.contains("The email, username or password is not right.") && page.text.contains("ada@example.org"))
      #expect(!page.text.contains("my secret"))
      #expect(try await stage.audited("person.sign_in_refused") == 3)
      #expect(
        try await stage.db.value(
          "SELECT count(*) FROM audit_log WHERE action = 'person.sign_in_refused' AND entity_id IS NULL") == 1)
    }
  }

  @Test
  func `after five wrong passwords in a minute the sixth waits, even with the right one`()
    async throws
  {
    try await Stage.run { stage in
      try await stage.add("Ada")
      try await stage.add("Leo")
      func login(_ name: String, _ password: String, from address: String = "192.0.2.1") async throws -> Response {
        try await stage.form("/login", ["login": name, "password": password], by: Somebody(address: address))
      }
      for _ in 1...5 { #expect(try await login("ada", "wrong").status == 422) }
      let refused = try await login("Ada ", "Blue kettle 7 rises!")
      #expect(refused.status == 429 && refused.field("retry-after") == "60")
      #expect(try await login("leo", "Blue kettle 7 rises!").status == 303)
      #expect(try await login("ada", "Blue kettle 7 rises!", from: "198.51.100.7").status == 303)
      stage.wait(.minutes(1))
      #expect(try await login("ada", "Blue kettle 7 rises!").status == 303)
    }
  }

  @Test func `a success does not use up the limit`() async throws {
    try await Stage.run { stage in
      try await stage.add("Ada")
      for _ in 1...12 {
        #expect(try await stage.form("/login", ["login": "ada", "password": "Blue kettle 7 rises!"]).status == 303)
      }
    }
  }

  @Test func `a suspension ends every session at once and lets nobody in`()
    async throws
  {
    try await Stage.run { stage in
      let (_, admin) = try await stage.enter("Ada", .admin)
      let (mia, browser) = try await stage.enter("Mia")
      let program = Somebody()
      let tokens = try await stage.token(for: mia.email, by: program)
      #expect(try await stage.json("GET", "/api/v1/users/me", by: program).status == 200)
      #expect(try await stage.form("/people/\(mia.id.text)/suspension", [:], by: admin).status == 303)
      #expect(try await stage.get("/account", by: browser).status == 401)
      #expect(try await stage.json("GET", "/api/v1/users/me", by: program).status == 401)
      #expect(
        try await stage.json("POST", "/api/v1/auth/refresh", #"{"refresh_token":"\#(tokens.refresh)"}"#).status == 401)
      #expect(
        try await stage.form("/login", ["login": "mia", "password": "Blue kettle 7 rises!"]).text.contains(
          "cannot sign in at the moment"))
      #expect(try await stage.form("/login", ["login": "mia", "password": "wrong"]).text.contains("is not right"))
      #expect(try await stage.form("/people/\(mia.id.text)/activation", [:], by: admin).status == 303)
      #expect(try await stage.form("/login", ["login": "mia", "password": "Blue kettle 7 rises!"]).status == 303)
    }
  }

  @Test(arguments: [
    ("/courses?page=2", "/courses?page=2"), ("/", "/"), ("//evil.example", "/register"),
    ("/\\evil.example", "/register"),
    ("https://evil.example/", "/register"), ("/\t/evil.example", "/register"), ("javascript:alert(1)", "/register"),
    ("evil", "/register"),
    ("", "/register"), ("/a\\..\\b", "/register"), ("/kä", "/register"),
  ]) func `next leads to our own pages only`(next: String, expected: String) async throws {
    try await Stage.run { stage in
      try await stage.add("Ada")
      let answer = try await stage.form("/login", ["login": "ada", "password": "Blue kettle 7 rises!", "next": next])
      #expect(answer.status == 303 && answer.location == expected)
      let page = try await stage.get("/login?next=\(next.percentEncoded)")
      #expect(page.text.contains(#"name="next""#) == (expected == next && !next.isEmpty))
    }
  }

  @Test func `a session lives while it is used, and a month at most`()
    async throws
  {
    try await Stage.run { stage in
      let (_, idle) = try await stage.enter("Ada")
      let (_, busy) = try await stage.enter("Leo")
      for _ in 1...5 {
        stage.wait(.days(5))
        #expect(try await stage.get("/account", by: busy).status == 200)
      }
      #expect(try await stage.get("/account", by: idle).status == 401)
      stage.wait(.days(5))
      #expect(try await stage.get("/account", by: busy).status == 401)
    }
  }

  @Test func `a use is noted at most every five minutes`() async throws {
    try await Stage.run { stage in
      let (_, ada) = try await stage.enter("Ada")
      let began = stage.now
      stage.wait(.minutes(4))
      _ = try await stage.get("/account", by: ada)
      #expect(try await stage.db.value("SELECT last_seen_at FROM sessions", as: Instant.self) == began)
      stage.wait(.minutes(2))
      _ = try await stage.get("/account", by: ada)
      #expect(try await stage.db.value("SELECT last_seen_at FROM sessions", as: Instant.self) == stage.now)
    }
  }

  @Test func `signing in again has a new token, and the one before is over`() async throws {
    try await Stage.run { stage in
      let (_, ada) = try await stage.enter("Ada")
      let first = try #require(ada["session"])
      _ = try await stage.form("/login", ["login": "ada", "password": "Blue kettle 7 rises!"], by: ada)
      #expect(ada["session"] != first)
      let thief = Somebody()
      thief["session"] = first
      #expect(try await stage.get("/account", by: thief).status == 401)
      let planted = Somebody(), text = String(repeating: "A", count: 43)
      planted["session"] = text
      _ = try await stage.form("/login", ["login": "ada", "password": "Blue kettle 7 rises!"], by: planted)
      #expect(planted["session"] != text)
    }
  }

  @Test func `what cannot be an account or a password is refused at its field`() async throws {
    try await Stage.run { stage in
      #expect(try await stage.form("/login", ["login": "a\0da", "password": "x"]).status == 422)
      #expect(try await stage.form("/login", ["login": "ada", "password": "x\0y"]).status == 422)
      #expect(try await stage.form("/login", ["login": "", "password": ""]).text.contains("Password is required."))
      let long = try await stage.json(
        "POST", "/api/v1/auth/login",
        #"{"email":"ada@example.org","password":"\#(String(repeating: "x", count: 2000))"}"#)
      #expect(try long.codes("password") == ["password_too_long"])
      #expect(try await stage.json("POST", "/api/v1/auth/login", #"{"password":"x"}"#).codes("email") == ["missing"])
      #expect(
        try await stage.json("POST", "/api/v1/auth/login", #"{"email":"a","password":"x","admin":true}"#).codes("admin")
          == ["unknown"])
    }
  }

  @Test func `a hash made in another way is renewed at the next sign-in`()
    async throws
  {
    try await Stage.run { stage in
      let ada = try await stage.add("Ada")
      let old = PasswordHasher(.bcrypt(cost: 5)).hash("Blue kettle 7 rises!")
      try await stage.db.transaction { $0.setPasswordHash(old, of: ada.id, at: stage.now) }
      #expect(try await stage.form("/login", ["login": "ada", "password": "Blue kettle 7 rises!"]).status == 303)
      let new = try #require(try await stage.db.credential(of: ada.id).passwordHash)
      #expect(new != old && !stage.facilities.passwords.needsRehash(new))
      #expect(try await stage.form("/login", ["login": "ada", "password": "Blue kettle 7 rises!"]).status == 303)
    }
  }
}
