import Cryptography
import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Accounts

/// A password alone lets nobody in who has a second factor.
@Suite struct `Signing in with a second factor` {
  @Test func `an app's codes are those of the standard`() {
    // RFC 6238, appendix B; the last six digits.
    let codes = TimeCodes(secret: Array("12345678901234567890".utf8))
    #expect(codes.code(at: 59 / 30) == "287082" && codes.code(at: 1_111_111_109 / 30) == "081804")
    #expect(codes.code(at: 20_000_000_000 / 30) == "353130")
    #expect(Base32.text(Array("foobar".utf8)) == "MZXW6YTBOI" && Base32.bytes("MZXW6YTBOI") == Array("foobar".utf8))
  }

  @Test
  func `a person sets up an app, and from then on the page asks for its code`() async throws {
    try await Stage.run { stage in
      let (ada, browser) = try await stage.enter("Ada")
      #expect(try await stage.get("/account", by: browser).text.contains("No second factor"))
      #expect(
        try await stage.form("/account/security/authenticator", [:], by: browser).location
          == "/account/security/authenticator")
      let page = try await stage.get("/account/security/authenticator", by: browser).text
      let shown = try #require(page.firstMatch(of: /secret-text[^>]*>([A-Z2-7 ]+)</)?.1.filter { $0 != " " })
      #expect(page.contains("qr-dark") && shown.count == 32)
      let codes = TimeCodes(secret: Base32.bytes(String(shown)))
      #expect(
        try await stage.form("/account/security/authenticator/confirmation", ["code": "000000"], by: browser).status
          == 422)
      let done = try await stage.form(
        "/account/security/authenticator/confirmation", ["code": stage.code(codes)], by: browser)
      #expect(done.status == 200 && done.text.matches(of: /<code>[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}</).count == 10)
      #expect(try await stage.get("/account/security/authenticator", by: browser).location == "/account/security")
      #expect(try await stage.db.value("SELECT count(*) FROM authenticators WHERE secret LIKE \("%\(shown)%")") == 0)

      let fresh = Somebody()
      #expect(try await stage.firstPage(ada, by: fresh).location == "/login/second-factor")
      #expect(fresh["session"] == nil && fresh["pending"]?.count == 43)
      #expect(try await stage.get("/account", by: fresh).status == 401)
      #expect(try await stage.get("/login/second-factor", by: fresh).text.contains("one-time-code"))
      // The code that turned it on is used already.
      #expect(try await stage.form("/login/second-factor", ["code": stage.code(codes)], by: fresh).status == 422)
      stage.wait(Seconds(30))
      let entered = try await stage.form(
        "/login/second-factor", ["code": stage.code(codes), "next": "/account"], by: fresh)
      #expect(entered.status == 303 && entered.location == "/account" && fresh["pending"] == nil)
      #expect(try await stage.get("/account", by: fresh).text.contains("Second factor on"))
      #expect(try await stage.audited("second_factor.added") == 1)
    }
  }

  @Test
  func `a code is good once, near its time, for its owner`() async throws {
    try await Stage.run { stage in
      let ada = try await stage.owner("Ada"), leo = try await stage.owner("Leo")
      let answer = try await stage.firstStep(ada.person)
      #expect(answer.status == 401 && answer.problemCode == "mfa_required")
      let token = try await stage.pendingToken(ada.person)
      #expect(try await stage.secondStep(token, stage.code(leo.codes)).problemCode == "invalid_mfa_code")
      #expect(try await stage.secondStep(token, stage.code(ada.codes, -2)).problemCode == "invalid_mfa_code")
      #expect(try await stage.secondStep(token, stage.code(ada.codes, 2)).problemCode == "invalid_mfa_code")
      #expect(try await stage.secondStep("nonsense", stage.code(ada.codes)).problemCode == "invalid_mfa_token")
      let code = stage.code(ada.codes, -1)
      let entered = try await stage.secondStep(token, code)
      #expect(entered.status == 200)
      #expect(try Tokens(entered).access.contains("."))
      // Neither the token nor the code works again; a later code does, with a token of its own.
      #expect(try await stage.secondStep(token, stage.code(ada.codes)).problemCode == "invalid_mfa_token")
      let next = try await stage.pendingToken(ada.person)
      #expect(try await stage.secondStep(next, code).problemCode == "invalid_mfa_code")
      #expect(try await stage.secondStep(next, stage.code(ada.codes)).status == 200)
      #expect(try await stage.audited("person.sign_in_refused") == 4)
    }
  }

  @Test
  func `a program sends the code at once, and a half sign-in ends by itself`() async throws {
    try await Stage.run { stage in
      let ada = try await stage.owner("Ada")
      func login(_ code: String) async throws -> Response {
        try await stage.json(
          "POST", "/api/v1/auth/login",
          #"{"email":"\#(ada.person.email)","password":"\#(Stage.password)","code":"\#(code)"}"#)
      }
      #expect(try await login("000000").problemCode == "invalid_mfa_code")
      #expect(try await login(stage.code(ada.codes)).status == 200)
      let token = try await stage.pendingToken(ada.person)
      stage.wait(.minutes(10))
      #expect(try await stage.secondStep(token, stage.code(ada.codes)).problemCode == "invalid_mfa_token")
      let browser = Somebody()
      try await stage.firstPage(ada.person, by: browser)
      stage.wait(.minutes(10))
      #expect(try await stage.get("/login/second-factor", by: browser).location == "/login")
      #expect(try await stage.get("/login/second-factor").location == "/login")
    }
  }

  @Test
  func `guessing codes is stopped, from one address and from many`() async throws {
    try await Stage.run { stage in
      let ada = try await stage.owner("Ada")
      let token = try await stage.pendingToken(ada.person)
      for _ in 1...5 { #expect(try await stage.secondStep(token, "000000").status == 401) }
      let refused = try await stage.secondStep(token, stage.code(ada.codes))
      #expect(refused.status == 429 && refused.field("retry-after") == "60")
      var statuses: [Int] = []
      for number in 1...30 {
        statuses.append(
          try await stage.secondStep(token, "000000", by: Somebody(address: "198.51.100.\(number)")).status)
      }
      #expect(statuses.first == 401 && statuses.last == 429)
    }
  }

  @Test
  func `of many uses of one recovery code at once, one wins`() async throws {
    try await Stage.run { stage in
      let ada = try await stage.owner("Ada"), code = ada.recovery[3]
      #expect(ada.recovery.count == 10 && Set(ada.recovery).count == 10)
      var tokens: [String] = []
      for _ in 1...5 { tokens.append(try await stage.pendingToken(ada.person)) }
      let statuses = try await withThrowingTaskGroup { group in
        for (number, token) in tokens.enumerated() {
          group.addTask {
            try await stage.secondStep(token, code.lowercased(), by: Somebody(address: "203.0.113.\(number)")).status
          }
        }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }
      #expect(statuses.count { $0 == 200 } == 1 && statuses.count { $0 == 401 } == 4, "\(statuses)")
      #expect(try await stage.audited("recovery_codes.used") == 1)
      #expect(try await stage.db.value("SELECT count(*) FROM recovery_codes WHERE used_at IS NULL") == 9)
      let again = try await stage.pendingToken(ada.person)
      #expect(try await stage.secondStep(again, code).status == 401)
      #expect(try await stage.secondStep(again, ada.recovery[4].replacing("-", with: " ")).status == 200)
    }
  }

  @Test
  func `a trusted device is not asked, until it is forgotten or the password changes`() async throws {
    try await Stage.run { stage in
      let ada = try await stage.owner("Ada"), leo = try await stage.owner("Leo"), browser = Somebody()
      try await stage.firstPage(ada.person, by: browser)
      _ = try await stage.form(
        "/login/second-factor", ["code": stage.code(ada.codes), "trust": "true"], by: browser)
      _ = try await stage.form("/logout", [:], by: browser)
      #expect(try await stage.firstPage(ada.person, by: browser).location == "/register")
      // The device is one person's only.
      let other = Somebody()
      other["device"] = browser["device"]
      #expect(try await stage.firstPage(leo.person, by: other).location == "/login/second-factor")

      let list = try JSONDocument(try await stage.json("GET", "/api/v1/auth/trusted-devices", by: browser).bytes).root
      let id = try #require(list["data"]?.elements?.first?["id"]?.string)
      #expect(try await stage.get("/account", by: browser).text.contains("Not asked for a second factor"))
      #expect(try await stage.form("/account/security/devices/\(id)/revocation", [:], by: leo.browser).status == 404)
      #expect(try await stage.form("/account/security/devices/\(id)/revocation", [:], by: browser).status == 303)
      #expect(try await stage.firstPage(ada.person, by: browser).location == "/login/second-factor")

      stage.wait(Seconds(60))
      _ = try await stage.form(
        "/login/second-factor", ["code": stage.code(ada.codes), "trust": "true"], by: browser)
      #expect(
        try await stage.form(
          "/account/password", ["current_password": Stage.password, "password": "Green ladder 9 sinks!"], by: browser
        ).status == 303)
      #expect(
        try await stage.form("/login", ["login": "ada", "password": "Green ladder 9 sinks!"], by: browser).location
          == "/login/second-factor")
      stage.wait(.days(31))
      #expect(try await stage.db.value("SELECT count(*) FROM trusted_devices") == 0)
    }
  }
}
