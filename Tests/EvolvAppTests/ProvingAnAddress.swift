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

extension School {
  /// The token in the latest mail to an address.
  func token(in mail: Int? = nil, to address: String) throws -> String {
    let mails = try mails(to: address)
    let text = try #require(mail.map { mails[$0] } ?? mails.last { $0.text.contains("token=") }).text
    let rest = text[try #require(text.firstRange(of: "token=")).upperBound...]
    return String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
  }

  func register(_ email: String) async throws -> Caller {
    let reply = try await post(
      "/register",
      form: ["first_name": "Nora", "last_name": "Quist", "email": email, "password": Self.password])
    try #require(reply.status == 303)
    try await doJobs()
    return .account(email)
  }

  func verify(_ token: String) async throws -> Reply {
    try await call(.post, "/api/v1/auth/verify-email", json: #"{"token":"\#(token)"}"#)
  }
  func isVerified(_ caller: Caller) async throws -> Bool? {
    try await call(.get, "/api/v1/users/me", as: caller)["is_email_verified"]?.bool
  }
  func audited(_ action: String) async throws -> Int {
    try await db.value("SELECT count(*) FROM audit_log WHERE action = \(action)")
  }
}

/// The mail address of an account: confirmed by a mail, changed by a mail.
@Suite(.school) struct `Proving an address` {
  let school = School.current

  @Test func `the link of the welcome mail confirms the address, once`() async throws {
    let nora = try await school.register("nora@example.org")
    #expect(try await school.isVerified(nora) == false)
    #expect(try await school.get("/account", as: nora).text.contains("Not confirmed yet"))
    let token = try school.token(to: "nora@example.org")
    for _ in 1...2 {
      let page = try await school.get("/verification?token=\(token)")
      #expect(page.status == 200 && page.text.contains("nora@example.org"))
    }
    #expect(try await school.isVerified(nora) == false)
    #expect(try await school.post("/verification", form: ["token": token]).location == "/login")
    #expect(try await school.isVerified(nora) == true)
    #expect(try await !school.get("/account", as: nora).text.contains("Not confirmed yet"))
    let again = try await school.post("/verification", form: ["token": token])
    #expect(again.status == 422 && again.text.contains("does not hold any more"))
    #expect(try await school.verify(token).faults == ["token invalid_token"])
    #expect(try await school.get("/verification?token=\(token)").text.contains("does not hold any more"))
    #expect(try await school.audited("email.verified") == 1)
  }

  @Test func `of twenty uses at once one confirms`() async throws {
    _ = try await school.register("nora@example.org")
    let token = try school.token(to: "nora@example.org")
    let statuses = try await withThrowingTaskGroup { group in
      for _ in 0..<20 { group.addTask { try await School.current.verify(token).status } }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses.count { $0 == 204 } == 1 && statuses.allSatisfy { [204, 422, 429].contains($0) }, "\(statuses)")
    #expect(try await school.audited("email.verified") == 1)
  }

  @Test(arguments: ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' OR 1=1 --", "\\u0000"])
  func `what is no token is refused`(token: String) async throws {
    let reply = try await school.verify(token)
    #expect([400, 422].contains(reply.status), "\(reply.text)")
    #expect(try await school.get("/verification?token=\(token.filter(\.isLetter))").status == 200)
    #expect(try await school.get("/verification").status == 200)
  }

  @Test func `a link that is three days old confirms nothing; a new mail does, but not any number of them`()
    async throws
  {
    let nora = try await school.register("nora@example.org"), old = try school.token(to: "nora@example.org")
    school.wait(.days(3))
    #expect(try await school.verify(old).faults == ["token invalid_token"])
    for _ in 1...3 {
      #expect(try await school.post("/account/verification", as: nora).location == "/account")
      try await school.doJobs()
    }
    #expect(try await school.call(.post, "/api/v1/auth/resend-verification", as: nora).status == 429)
    #expect(try school.mails(to: "nora@example.org").count == 4)
    #expect(try await school.verify(school.token(to: "nora@example.org")).status == 204)
    school.wait(.minutes(20))
    #expect(try await school.post("/account/verification", as: nora).status == 409)
    #expect(try await school.call(.post, "/api/v1/auth/resend-verification").status == 401)
  }

  @Test func `another address needs the password, and the mail that is sent to it`() async throws {
    func ask(_ email: String, _ password: String = School.password) async throws -> Reply {
      try await school.call(
        .post, "/api/v1/auth/change-email", json: #"{"email":"\#(email)","current_password":"\#(password)"}"#, as: .mia)
    }
    #expect(try await ask("new@example.org", "wrong").faults == ["current_password wrong"])
    #expect(try await ask("MIA@evolv.example").faults == ["email same"])
    #expect(try await ask("leo@evolv.example").faults == ["email taken"])
    #expect(try await ask("no address").status == 422)
    #expect(try await ask("new@example.org").status == 204)
    try await school.doJobs()
    #expect(try school.mails(to: "mia@evolv.example").map(\.subject).contains("Your email address is to change"))
    #expect(try await school.call(.get, "/api/v1/users/me", as: .mia)["email"]?.string == "mia@evolv.example")
    #expect(try await school.verify(school.token(to: "new@example.org")).status == 204)
    let me = try await school.call(.get, "/api/v1/users/me", as: .mia)
    #expect(me["email"]?.string == "new@example.org" && me["is_email_verified"]?.bool == true)
    #expect(
      try await school.post("/login", form: ["login": "new@example.org", "password": School.password]).status == 303)
    #expect(
      try await school.post("/login", form: ["login": "mia@evolv.example", "password": School.password]).status == 422)
    #expect(try await school.audited("email.change_asked") == 1)
    #expect(try await school.audited("email.changed") == 1)
  }

  @Test func `the form on the page says what is wrong at its own field`() async throws {
    let wrong = try await school.post(
      "/account/email", form: ["email": "new@example.org", "email_password": "wrong"], as: .mia)
    #expect(wrong.status == 422 && wrong.text.contains("Current password is not right."))
    #expect(wrong.text.contains("value=\"new@example.org\""))
    let asked = try await school.post(
      "/account/email", form: ["email": "new@example.org", "email_password": School.password], as: .mia)
    #expect(asked.location == "/account")
    #expect(
      try await school.post("/account/email", form: ["email": "x@example.org"]).location?.hasPrefix("/login") == true)
  }

  @Test func `of two who want the same address the first to confirm gets it`() async throws {
    for caller in [Caller.mia, .leo] {
      let json = #"{"email":"one@example.org","current_password":"\#(School.password)"}"#
      #expect(try await school.call(.post, "/api/v1/auth/change-email", json: json, as: caller).status == 204)
      try await school.doJobs()
    }
    let tokens = try (0...1).map { try school.token(in: $0, to: "one@example.org") }
    #expect(try await school.verify(tokens[1]).status == 204)
    #expect(try await school.verify(tokens[0]).faults == ["email taken"])
    #expect(try await school.post("/verification", form: ["token": tokens[0]]).text.contains("This address is taken"))
    #expect(try await school.call(.get, "/api/v1/users/me", as: .mia)["email"]?.string == "mia@evolv.example")
  }

  @Test func `a new password stops an address that was asked for`() async throws {
    let json = #"{"email":"thief@example.org","current_password":"\#(School.password)"}"#
    #expect(try await school.call(.post, "/api/v1/auth/change-email", json: json, as: .mia).status == 204)
    try await school.doJobs()
    let form: KeyValuePairs = ["current_password": School.password, "password": "Green ladder 9 sinks!"]
    #expect(try await school.post("/account/password", form: form, as: .mia).status == 303)
    #expect(try await school.verify(school.token(to: "thief@example.org")).faults == ["token invalid_token"])
    try await school.doJobs()
    #expect(try school.mails(to: "mia@evolv.example").last?.subject == "Your password was changed")
  }
}
