import Accounts
import Cryptography
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Payloads
import Routing
import SQLStore
import Testing

/// Who must have a second factor sets it up before anything else, and no way around a password leads past it.
@Suite(.school) struct `Owing second factors` {
  let school = School.current

  private func require(_ roles: String) {
    let version = (school.program.facilities.chosen.versions["security"] ?? 0) + 1
    school.program.facilities.chosen.take([
      .init(section: "security", text: #"{"second_factor_roles":[\#(roles)]}"#, version: version)
    ])
  }
  /// Sets an app up by the API.
  private func setUp(_ caller: Caller) async throws -> TimeCodes {
    let setup = try await school.call(.post, "/api/v1/auth/factors/authenticator", as: caller)
    let codes = TimeCodes(secret: Self.bytes(try #require(setup["secret"]?.string)))
    let done = try await school.call(
      .post, "/api/v1/auth/factors/authenticator/confirmation",
      json: #"{"code":"\#(codes.code(at: TimeCodes.step(at: school.now)))"}"#, as: caller)
    #expect(done.status == 200)
    return codes
  }
  private static func bytes(_ text: String) -> [UInt8] {
    let bits = text.utf8.flatMap { letter -> [UInt8] in
      let value = letter >= 0x41 ? letter - 0x41 : letter - 0x32 + 26
      return (0..<5).map { value >> (4 - $0) & 1 }
    }
    return stride(from: 0, to: bits.count - 7, by: 8).map { bits[$0..<$0 + 8].reduce(0) { $0 << 1 | $1 } }
  }

  @Test func `a person who owes one is led to it, and may do nothing else`() async throws {
    require(#""instructor""#)
    #expect(try await school.get("/learn", as: .tom).location == "/account/security")
    #expect(try await school.get("/courses", as: .tom).location == "/account/security")
    let refused = try await school.call(.get, "/api/v1/users/me", as: .tom)
    #expect(refused.status == 403 && refused["code"]?.string == "mfa_setup_required")
    #expect(try await school.call(.post, "/api/v1/courses", json: "{}", as: .tom).status == 403)
    #expect(try await school.get("/account/security", as: .tom).contains("Your role needs a second factor"))
    #expect(try await school.get("/learn", as: .mia).status == 200)
    #expect(try await school.get("/courses").status == 200)
    _ = try await setUp(.tom)
    #expect(try await school.get("/learn", as: .tom).status == 200)
    #expect(try await school.call(.get, "/api/v1/users/me", as: .tom).status == 200)
    // Without it again, the same.
    #expect(
      try await school.call(
        .post, "/api/v1/auth/factors/authenticator/removal", json: #"{"proof":"\#(School.password)"}"#, as: .tom
      ).status == 204)
    #expect(try await school.get("/learn", as: .tom).location == "/account/security")
    require("")
    #expect(try await school.get("/learn", as: .tom).status == 200)
    #expect(try await school.post("/logout", as: .tom).status == 303)
  }

  @Test func `a new password does not lead past the second factor`() async throws {
    let codes = try await setUp(.mia)
    #expect(
      try await school.call(.post, "/api/v1/auth/forgot-password", json: #"{"email":"mia@evolv.example"}"#).status
        == 204)
    try await school.doJobs()
    let token = try school.token(to: "mia@evolv.example")
    let done = try await school.post("/password/reset", form: ["token": token, "password": "Green ladder 9 sinks!"])
    #expect(done.location == "/login" && done.cookies["session"] == nil)
    let entered = try await school.post(
      "/login", form: ["login": "mia@evolv.example", "password": "Green ladder 9 sinks!"])
    #expect(entered.location == "/login/second-factor" && entered.cookies["session"] == nil)
    school.wait(Seconds(60))
    let code = codes.code(at: TimeCodes.step(at: school.now))
    let answer = try await school.call(
      .post, "/api/v1/auth/login",
      json: #"{"email":"mia@evolv.example","password":"Green ladder 9 sinks!","code":"\#(code)"}"#)
    #expect(answer.status == 200)
  }

  @Test func `the ways in stay open to who brings an old session`() async throws {
    require(#""instructor""#)
    let old = try #require(try await school.session(of: .tom))
    let reply = try await school.send(
      "POST", "/api/v1/auth/login",
      headers: [("Cookie", "session=\(old)"), ("Content-Type", "application/json"), ("Accept", "application/json")],
      body: Array(#"{"email":"mia@evolv.example","password":"\#(School.password)"}"#.utf8))
    #expect(reply.status == 200)
  }
}
