import Essentials
import EvolvCore
import Routing
import SQLStore
import Testing

@testable import Accounts

@Suite struct `Acting as someone` {
  @Test func `an owner sees what a student sees, with a trace, and stops`()
    async throws
  {
    try await Stage.run { stage in
      let (ada, owner) = try await stage.enter("Ada", .owner), mia = try await stage.add("Mia")
      let address = "/people/\(mia.id.text)/acting"
      #expect(try await stage.form(address, ["reason": "x"], by: owner).status == 422)
      #expect(try await stage.form(address, ["reason": "She cannot find her course"], by: owner).status == 303)
      let me = try await stage.json("GET", "/api/v1/profile", by: owner)
      #expect(me.text.contains("mia@example.org"))
      let page = try await stage.get("/account", by: owner)
      #expect(page.text.contains("Ada Park, you act as Mia Park"))
      #expect(try await stage.get("/people", by: owner).status == 403)
      #expect(try await stage.form("/acting/stop", [:], by: owner).status == 303)
      #expect(try await stage.get("/people", by: owner).status == 200)
      let lines: Int = try await stage.db.value(
        """
        SELECT count(*) FROM audit_log WHERE actor_id = \(ada.id) AND action IN ('person.acting_begun', 'person.acting_ended')
        """)
      let behalf: Int = try await stage.db.value(
        """
        SELECT count(*) FROM audit_log WHERE on_behalf_of = \(mia.id) AND actor_id = \(ada.id)
          AND actor_name = 'Ada Park for Mia Park'
        """)
      #expect(lines == 2 && behalf == 1)
    }
  }

  @Test func `it ends after an hour, with a change of rights and with a suspension`() async throws {
    try await Stage.run { stage in
      let (_, owner) = try await stage.enter("Ada", .owner), (_, bob) = try await stage.enter("Bob", .owner)
      let mia = try await stage.add("Mia"), address = "/people/\(mia.id.text)/acting"
      func begin() async throws {
        #expect(try await stage.form(address, ["reason": "To look around"], by: owner).status == 303)
        #expect(try await stage.get("/people", by: owner).status == 403)
      }
      try await begin()
      stage.wait(.minutes(59))
      #expect(try await stage.get("/people", by: owner).status == 403)
      stage.wait(.minutes(2))
      #expect(try await stage.get("/people", by: owner).status == 200)
      try await begin()
      let patch = "/api/v1/users/\(mia.id.text)"
      #expect(try await stage.json("PATCH", patch, #"{"role":"auditor"}"#, by: bob).status == 200)
      #expect(try await stage.get("/admin/audit", by: owner).status == 200)
      #expect(try await stage.json("GET", "/api/v1/profile", by: owner).text.contains("ada@example.org"))
      #expect(try await stage.json("PATCH", patch, #"{"role":"student"}"#, by: bob).status == 200)
      try await begin()
      #expect(try await stage.json("PATCH", patch, #"{"status":"suspended"}"#, by: bob).status == 200)
      #expect(try await stage.json("GET", "/api/v1/profile", by: owner).text.contains("ada@example.org"))
      #expect(try await stage.form(address, ["reason": "To look around"], by: owner).status == 409)
    }
  }

  @Test func `never as someone who may do more, and never twice`()
    async throws
  {
    try await Stage.run { stage in
      let (ada, _) = try await stage.enter("Ada", .owner), (bob, admin) = try await stage.enter("Bob", .admin)
      let mia = try await stage.add("Mia"), why: KeyValuePairs = ["reason": "To look around"]
      #expect(try await stage.form("/people/\(ada.id.text)/acting", why, by: admin).status == 403)
      #expect(try await stage.form("/people/\(bob.id.text)/acting", why, by: admin).status == 409)
      let (tom, teacher) = try await stage.enter("Tom", .instructor)
      #expect(try await stage.form("/people/\(mia.id.text)/acting", why, by: teacher).status == 403)
      let carl = try await stage.add("Carl", .admin)
      #expect(try await stage.form("/people/\(carl.id.text)/acting", why, by: admin).status == 303)
      #expect(try await stage.form("/people/\(tom.id.text)/acting", why, by: admin).status == 409)
      #expect(try await stage.form("/acting/stop", [:], by: teacher).status == 409)
    }
  }

  @Test func `what is theirs alone is closed to who acts for them`() throws {
    var table = RouteTable<Context>()
    Identity.register(on: &table)
    People.register(on: &table)
    let actor = Viewer.Actor(person: ID(), name: "Ada", until: Instant(microseconds: 0))
    let viewer = Viewer(
      identity: Viewer.Identity(
        person: ID(), session: ID(), name: "Mia", email: "m@x.example", role: .student, actor: actor),
      permissions: [])
    func isClosed(_ pattern: String, _ method: Routing.Method) throws -> Bool {
      let found = table.entries.first { $0.endpoint.pattern == pattern && $0.endpoint.method == method }
      guard let entry = found else { return false }
      do { try Identity.admit(viewer, to: entry.endpoint) } catch Problem.forbidden { return true }
      return false
    }
    for pattern in [
      "/account", "/account/password", "/account/email", "/account/sessions/revocation", "/api/v1/auth/change-password",
      "/api/v1/auth/change-email", "/api/v1/auth/logout-all", "/logout/everywhere",
    ] { #expect(try isClosed(pattern, .post), "\(pattern)") }
    #expect(try isClosed("/api/v1/sessions/{session}", .delete) && isClosed("/api/v1/profile", .patch))
    #expect(try !isClosed("/logout", .post) && !isClosed("/account", .get))
  }
}
