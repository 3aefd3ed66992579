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
  /// Makes a team by the API; its id.
  func makeTeam(_ name: String, as caller: Caller) async throws -> String {
    let reply = try await call(.post, "/api/v1/teams", json: #"{"name":"\#(name)"}"#, as: caller)
    return try #require(reply["id"]?.string, "\(reply.text)")
  }
  @discardableResult
  func invite(_ email: String, _ role: String = "member", to team: String, as caller: Caller) async throws -> Reply {
    try await call(
      .post, "/api/v1/teams/\(team)/invitations", json: #"{"email":"\#(email)","role":"\#(role)"}"#, as: caller)
  }
  /// Invites somebody of the school and lets them accept by the link of the mail.
  func bring(_ caller: Caller, _ email: String, _ role: String = "member", into team: String, as owner: Caller)
    async throws
  {
    #expect(try await invite(email, role, to: team, as: owner).status == 201)
    try await doJobs()
    let token = try token(to: email)
    let reply = try await call(.post, "/api/v1/invitations/accept", json: #"{"token":"\#(token)"}"#, as: caller)
    #expect(reply.status == 200, "\(reply.text)")
  }
  func id(of caller: Caller) async throws -> String {
    try #require(try await call(.get, "/api/v1/users/me", as: caller)["id"]?.string)
  }
  func role(of caller: Caller, in team: String) async throws -> String? {
    try await call(.get, "/api/v1/teams/\(team)", as: caller)["role"]?.string
  }
}

@Suite(.school) struct `Forming teams` {
  let school = School.current

  @Test func `whoever makes a team owns it, and nobody else knows of it`() async throws {
    let made = try await school.call(
      .post, "/api/v1/teams", json: #"{"name":"Night Readers","slug":"night-readers"}"#, as: .leo)
    #expect(made.status == 201 && made["role"]?.string == "owner" && made["member_count"]?.number == "1")
    #expect(try await made["owner_id"]?.string == school.id(of: .leo))
    #expect(try await school.get("/teams/night-readers", as: .leo).contains("Leo Haddad"))
    for page in ["", "/settings", "/invitations", "/deletion"] {
      #expect(try await school.get("/teams/night-readers" + page, as: .mia).status == 404, "\(page)")
    }
    for target in ["night-readers", "night-readers/members", "night-readers/invitations"] {
      #expect(try await school.call(.get, "/api/v1/teams/" + target, as: .mia).status == 404, "\(target)")
    }
    #expect(try await school.call(.get, "/api/v1/teams/night-readers", as: .ada).status == 200)
    #expect(try await school.audited("team.created") == 2)
  }

  @Test func `names are kept short and harmless, addresses are unique`() async throws {
    for name in ["", " ", "<b>x</b>", "Visit http://evil.example", String(repeating: "x", count: 81)] {
      let reply = try await school.post("/teams", form: ["name": name], as: .leo)
      #expect(reply.status == 422 && reply.contains("field-name-error"), "\(name)")
    }
    let first = try await school.call(.post, "/api/v1/teams", json: #"{"name":"Clay"}"#, as: .leo)
    let second = try await school.call(.post, "/api/v1/teams", json: #"{"name":"Clay"}"#, as: .mia)
    #expect(first["slug"]?.string == "clay" && second["slug"]?.string == "clay-2")
    for (slug, code) in [("clay", "taken"), ("new", "reserved"), ("Clay", "slug"), ("a b", "slug")] {
      let reply = try await school.call(
        .post, "/api/v1/teams", json: #"{"name":"Clay","slug":"\#(slug)"}"#, as: .leo)
      #expect(reply.faults == ["slug \(code)"], "\(reply.text)")
    }
    let renamed = try await school.call(.patch, "/api/v1/teams/clay-2", json: #"{"slug":"clay"}"#, as: .mia)
    #expect(renamed.faults == ["slug taken"])
    #expect(
      try await school.call(.patch, "/api/v1/teams/clay-2", json: #"{"name":"Clay Two"}"#, as: .mia)["name"]?.string
        == "Clay Two")
  }

  @Test func `the link of a mail brings in who has an account, once`() async throws {
    let team = try await school.makeTeam("Night Readers", as: .leo)
    #expect(try await school.invite("mia@evolv.example", to: team, as: .leo).status == 201)
    #expect(try await school.invite("MIA@evolv.example", to: team, as: .leo).faults == ["email invited"])
    try await school.doJobs()
    let token = try school.token(to: "mia@evolv.example")
    #expect(try await school.get("/invitation?token=\(token)").contains("Sign in"))
    #expect(try await school.get("/invitation?token=\(token)", as: .mia).contains("Join the team"))
    let other = try await school.get("/invitation?token=\(token)", as: .tom)
    #expect(other.contains("You are signed in as tom@evolv.example"))
    #expect(try await school.post("/invitation", form: ["token": token], as: .tom).status == 409)
    let joined = try await school.post("/invitation", form: ["token": token], as: .mia)
    #expect(joined.location == "/teams/night-readers")
    #expect(try await school.role(of: .mia, in: team) == "member")
    #expect(try await school.post("/invitation", form: ["token": token], as: .mia).status == 422)
    #expect(try await school.get("/invitation?token=\(token)").contains("does not hold any more"))
    #expect(try await school.invite("mia@evolv.example", to: team, as: .leo).faults == ["email member"])
    try await school.doJobs()
    #expect(try school.mails(to: "leo@evolv.example").contains { $0.subject == "Mia Santos joined Night Readers" })
    #expect(try await school.audited("team.member_joined") == 2)
    #expect(try await school.db.value("SELECT count(*) FROM team_invitations WHERE token_hash IS NULL") == 0)
  }

  @Test func `who has no account makes one by the link, and the address counts as confirmed`() async throws {
    let team = try await school.makeTeam("Night Readers", as: .leo)
    try await school.invite("nora@example.org", "admin", to: team, as: .leo)
    try await school.doJobs()
    let token = try school.token(to: "nora@example.org")
    #expect(try await school.get("/invitation?token=\(token)").contains("Make my account and join"))
    let weak = try await school.post(
      "/invitation/registration",
      form: ["token": token, "first_name": "Nora", "last_name": "Quist", "password": "short"])
    #expect(weak.status == 422 && weak.contains("field-password-error") && weak.contains("value=\"Nora\""))
    let reply = try await school.post(
      "/invitation/registration",
      form: ["token": token, "first_name": "Nora", "last_name": "Quist", "password": School.password])
    #expect(reply.status == 303 && reply.location == "/teams/night-readers" && reply.cookies["session"] != nil)
    let nora = Caller.account("nora@example.org")
    #expect(try await school.isVerified(nora) == true)
    #expect(try await school.role(of: nora, in: team) == "admin")
    let again = try await school.call(
      .post, "/api/v1/invitations/register",
      json: #"{"token":"\#(token)","first_name":"N","last_name":"Q","password":"\#(School.password)"}"#)
    #expect(again.faults == ["token invalid_token"])
  }

  @Test func `of twenty who use a link at once one gets an account`() async throws {
    let team = try await school.makeTeam("Night Readers", as: .leo)
    try await school.invite("nora@example.org", to: team, as: .leo)
    try await school.doJobs()
    let token = try school.token(to: "nora@example.org")
    let json = #"{"token":"\#(token)","first_name":"N","last_name":"Q","password":"\#(School.password)"}"#
    let statuses = try await withThrowingTaskGroup { group in
      for _ in 0..<20 {
        group.addTask { try await School.current.call(.post, "/api/v1/invitations/register", json: json).status }
      }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses.count { $0 == 201 } == 1 && statuses.allSatisfy { $0 < 500 }, "\(statuses)")
    #expect(try await school.db.value("SELECT count(*) FROM users WHERE email_key = 'nora@example.org'") == 1)
  }

  @Test func `an invitation ends after a week, and a new mail ends the link before`() async throws {
    let team = try await school.makeTeam("Night Readers", as: .leo)
    let id = try #require(try await school.invite("nora@example.org", to: team, as: .leo)["id"]?.string)
    try await school.doJobs()
    let first = try school.token(to: "nora@example.org")
    school.wait(.days(7))
    #expect(try await school.get("/invitation?token=\(first)").contains("does not hold any more"))
    let leo = Caller.account("leo@evolv.example")
    #expect(try await school.get("/teams/night-readers/invitations", as: leo).contains("Too old"))
    let again = try await school.call(.post, "/api/v1/teams/\(team)/invitations/\(id)/resend", as: leo)
    #expect(again.status == 200)
    try await school.doJobs()
    let second = try school.token(to: "nora@example.org")
    #expect(second != first)
    #expect(try await school.get("/invitation?token=\(first)").contains("does not hold any more"))
    #expect(try await school.get("/invitation?token=\(second)").contains("Make my account"))
    #expect(try await school.call(.delete, "/api/v1/teams/\(team)/invitations/\(id)", as: leo).status == 204)
    #expect(try await school.get("/invitation?token=\(second)").contains("does not hold any more"))
    #expect(try await school.call(.delete, "/api/v1/teams/\(team)/invitations/\(id)", as: leo).status == 404)
  }

  @Test func `who is invited sees it among their teams and may decline`() async throws {
    let page = try await school.get("/teams", as: .leo)
    #expect(page.contains("You are invited to Harbor Pottery Studio"))
    let id = try #require(try await school.call(.get, "/api/v1/invitations", as: .leo)["data", "0", "id"]?.string)
    #expect(try await school.call(.get, "/api/v1/invitations", as: .ada)["meta", "total"]?.number == "0")
    for verb in ["accept", "decline"] {
      #expect(try await school.call(.post, "/api/v1/invitations/\(id)/\(verb)", as: .ada).status == 404)
    }
    #expect(try await school.post("/invitations/\(id)/refusal", as: .leo).location == "/teams")
    #expect(try await school.post("/invitations/\(id)/acceptance", as: .leo).status == 404)
    #expect(try await !school.get("/teams", as: .leo).contains("You are invited"))
    #expect(try await school.audited("team.invitation_declined") == 1)
  }

  @Test func `only a confirmed address invites, and only so often`() async throws {
    let nora = try await school.register("nora@example.org")
    let team = try await school.makeTeam("Night Readers", as: nora)
    #expect(try await school.invite("mia@evolv.example", to: team, as: nora).status == 409)
    #expect(try await school.get("/teams/night-readers/invitations", as: nora).contains("Confirm your own address"))
    _ = try await school.verify(try school.token(to: "nora@example.org"))
    let id = try #require(try await school.invite("x@example.org", to: team, as: nora)["id"]?.string)
    let path = "/api/v1/teams/\(team)/invitations/\(id)/resend"
    #expect(try await school.call(.post, path, as: nora).status == 200)
    #expect(try await school.call(.post, path, as: nora).status == 200)
    #expect(try await school.call(.post, path, as: nora).status == 429)
  }

  @Test(arguments: ["", "x", "nobody", "a@b@c", "evil@example.org\\r\\nBcc: x@y.z", "\\u0000@x.org"])
  func `what is no address is refused at the field`(email: String) async throws {
    let reply = try await school.invite(email, to: "harbor-pottery", as: .tom)
    #expect(reply.status == 422 && reply.faults.allSatisfy { $0.hasPrefix("email ") }, "\(reply.text)")
    let owner = try await school.invite("ok@example.org", "owner", to: "harbor-pottery", as: .tom)
    #expect(owner.status == 422 && owner.faults.count == 1)
  }
}
