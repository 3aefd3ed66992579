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

/// Tom owns `harbor-pottery`, Mia is its admin, Leo is invited.
@Suite(.school) struct `Leading teams` {
  let school = School.current

  private func change(_ person: Caller, to role: String, as caller: Caller) async throws -> Reply {
    let id = try await school.id(of: person)
    return try await school.call(
      .patch, "/api/v1/teams/harbor-pottery/members/\(id)", json: #"{"role":"\#(role)"}"#, as: caller)
  }
  private func remove(_ person: Caller, as caller: Caller) async throws -> Int {
    let id = try await school.id(of: person)
    return try await school.call(.delete, "/api/v1/teams/harbor-pottery/members/\(id)", as: caller).status
  }

  @Test func `admins invite and remove, but do not touch owners`() async throws {
    let nora = try await school.add("Nora")
    try await school.bring(nora, "nora@evolv.example", into: "harbor-pottery", as: .mia)
    #expect(try await change(nora, to: "admin", as: .mia).status == 200)
    #expect(try await change(nora, to: "owner", as: .mia).status == 403)
    #expect(try await change(.tom, to: "member", as: .mia).status == 403)
    #expect(try await remove(.tom, as: .mia) == 403)
    #expect(try await school.call(.delete, "/api/v1/teams/harbor-pottery", as: .mia).status == 403)
    #expect(try await remove(nora, as: .mia) == 204)
    #expect(try await school.call(.get, "/api/v1/teams/harbor-pottery", as: nora).status == 404)
    try await school.doJobs()
    #expect(try school.mails(to: "nora@evolv.example").contains { $0.subject.hasPrefix("You are no longer in") })
  }

  @Test func `members see each other without addresses, and leave`() async throws {
    let own = try await school.call(.get, "/api/v1/invitations", as: .leo)
    let invitation = try #require(own["data", "0", "id"]?.string)
    #expect(
      try await school.post("/invitations/\(invitation)/acceptance", as: .leo).location == "/teams/harbor-pottery")
    let list = try await school.call(.get, "/api/v1/teams/harbor-pottery/members", as: .leo)
    #expect(list["meta", "total"]?.number == "3" && !list.contains("@evolv.example"))
    #expect(try await school.call(.get, "/api/v1/teams/harbor-pottery/members", as: .mia).contains("@evolv.example"))
    #expect(try await !school.get("/teams/harbor-pottery", as: .leo).contains("tom@evolv.example"))
    for target in ["/settings", "/invitations", "/deletion"] {
      #expect(try await school.get("/teams/harbor-pottery" + target, as: .leo).status == 403, "\(target)")
    }
    #expect(try await school.invite("x@example.org", to: "harbor-pottery", as: .leo).status == 403)
    #expect(try await change(.mia, to: "member", as: .leo).status == 403)
    let me = try await school.id(of: .leo)
    #expect(try await school.get("/teams/harbor-pottery/members/\(me)/removal", as: .leo).contains("Leave"))
    #expect(try await school.post("/teams/harbor-pottery/members/\(me)/removal", as: .leo).location == "/teams")
    #expect(try await school.get("/teams/harbor-pottery", as: .leo).status == 404)
    #expect(try await school.audited("team.member_left") == 1)
  }

  @Test func `an owner hands the team over and stays as an admin`() async throws {
    let mia = try await school.id(of: .mia), ada = try await school.id(of: .ada)
    let page = try await school.get("/teams/harbor-pottery/settings", as: .tom)
    #expect(page.contains("Hand over") && page.contains("Mia Santos"))
    #expect(try await !school.get("/teams/harbor-pottery/settings", as: .mia).contains("Hand over"))
    let stranger = try await school.call(
      .post, "/api/v1/teams/harbor-pottery/transfer", json: #"{"user_id":"\#(ada)"}"#, as: .tom)
    #expect(stranger.faults == ["user_id not_a_member"])
    #expect(
      try await school.post("/teams/harbor-pottery/ownership", form: ["user_id": mia], as: .tom).location
        == "/teams/harbor-pottery")
    #expect(try await school.role(of: .mia, in: "harbor-pottery") == "owner")
    #expect(try await school.role(of: .tom, in: "harbor-pottery") == "admin")
    try await school.doJobs()
    #expect(try school.mails(to: "mia@evolv.example").contains { $0.subject == "Harbor Pottery Studio is yours" })
  }

  @Test func `the last owner stays, until another is named`() async throws {
    #expect(try await change(.tom, to: "admin", as: .tom).status == 409)
    #expect(try await remove(.tom, as: .tom) == 409)
    #expect(try await remove(.tom, as: .ada) == 409)
    #expect(try await change(.mia, to: "owner", as: .tom).status == 200)
    #expect(try await remove(.tom, as: .tom) == 204)
    #expect(try await remove(.mia, as: .mia) == 409)
  }

  @Test func `two owners who take away each other leave one`() async throws {
    for round in 1...20 {
      #expect(try await change(.mia, to: "owner", as: .ada).status == 200)
      #expect(try await change(.tom, to: "owner", as: .ada).status == 200)
      async let first = change(.mia, to: "member", as: .ada).status
      async let second = change(.tom, to: "member", as: .ada).status
      let statuses = try await [first, second].sorted()
      #expect(statuses == [200, 409], "round \(round)")
      let owners: Int = try await school.db.value("SELECT count(*) FROM team_members WHERE role = 'owner'")
      #expect(owners == 1)
    }
  }

  @Test func `a team whose owner is deleted gets the admin who is in it longest, an empty one ends`() async throws {
    let nora = try await school.add("Nora"), id = try await school.id(of: nora)
    _ = try await school.makeTeam("Alone", as: nora)
    try await school.bring(nora, "nora@evolv.example", into: "harbor-pottery", as: .tom)
    #expect(try await change(nora, to: "owner", as: .tom).status == 200)
    #expect(try await change(.tom, to: "member", as: nora).status == 200)
    #expect(try await school.call(.delete, "/api/v1/users/\(id)", as: .ada).status == 204)
    try await school.doJobs()
    #expect(try await school.role(of: .mia, in: "harbor-pottery") == "owner")
    #expect(try await school.role(of: .tom, in: "harbor-pottery") == "member")
    #expect(try await school.db.value("SELECT count(*) FROM teams WHERE slug = 'alone'") == 0)
  }

  @Test func `the school's administrators find every team and act in it`() async throws {
    #expect(try await school.get("/admin/teams?q=pottery", as: .ada).contains("Harbor Pottery Studio"))
    #expect(try await school.get("/admin/teams?q=nothing", as: .ada).contains("No team found"))
    #expect(try await school.get("/admin/teams", as: .tom).status == 403)
    #expect(try await school.call(.get, "/api/v1/admin/teams?page_size=1", as: .ada)["meta", "total"]?.number == "1")
    #expect(try await school.get("/teams/harbor-pottery/deletion", as: .ada).contains("Delete for good"))
    #expect(try await school.post("/teams/harbor-pottery/deletion", as: .ada).location == "/teams")
    #expect(try await school.call(.get, "/api/v1/teams/harbor-pottery", as: .tom).status == 404)
    #expect(try await school.db.value("SELECT count(*) FROM team_invitations") == 0)
    #expect(try await school.audited("team.deleted") == 1)
  }

  @Test func `pages cost few statements however many are in`() async throws {
    #expect(try await school.get("/teams", as: .tom).statements <= 4)
    #expect(try await school.get("/teams/harbor-pottery", as: .tom).statements <= 3)
    #expect(try await school.get("/teams/harbor-pottery/invitations", as: .tom).statements <= 4)
  }
}
