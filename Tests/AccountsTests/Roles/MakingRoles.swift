import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Accounts

@Suite struct `Making roles` {
  @Test func `a role of the school's own is made, changed, given and deleted`() async throws {
    try await Stage.run { stage in
      let (_, admin) = try await stage.enter("Ada", .owner), (mia, student) = try await stage.enter("Mia")
      let made = try await stage.json(
        "POST", "/api/v1/roles", #"{"title":"Library helper","permissions":["manage_people"]}"#, by: admin)
      #expect(made.status == 201 && made.location == "/api/v1/roles/library_helper")
      #expect(made.text.contains(#""permissions":["manage_people","see_people"]"#), "\(made.text)")
      #expect(try await stage.json("GET", "/api/v1/users", by: student).status == 403)
      let given = try await stage.json(
        "POST", "/api/v1/users/\(mia.id.text)/roles", #"{"role":"library_helper"}"#, by: admin)
      #expect(given.status == 200 && given.text.contains("Library helper"))
      #expect(try await stage.json("GET", "/api/v1/users", by: student).status == 200)
      let kept = try await stage.json("DELETE", "/api/v1/roles/library_helper", by: admin)
      #expect(kept.status == 409)
      let changed = try await stage.json(
        "PATCH", "/api/v1/roles/library_helper", #"{"permissions":["see_audit"]}"#, by: admin)
      #expect(changed.status == 200)
      #expect(try await stage.json("GET", "/api/v1/users", by: student).status == 403)
      #expect(try await stage.get("/admin/audit", by: student).status == 200)
      let address = "/api/v1/users/\(mia.id.text)/roles/library_helper/everything"
      #expect(try await stage.json("DELETE", address, by: admin).status == 204)
      #expect(try await stage.json("DELETE", address, by: admin).status == 404)
      #expect(try await stage.get("/admin/audit", by: student).status == 403)
      #expect(try await stage.json("DELETE", "/api/v1/roles/library_helper", by: admin).status == 204)
      for action in ["role.created", "role.changed", "role.deleted", "person.role_given", "person.role_taken"] {
        #expect(try await stage.audited(action) == 1, "\(action)")
      }
    }
  }

  @Test func `the pages do the same and show where each permission counts`() async throws {
    try await Stage.run { stage in
      let (_, admin) = try await stage.enter("Ada", .owner)
      #expect(try await stage.get("/roles", by: admin).text.contains("Follow-up officer"))
      #expect(try await stage.get("/roles/new?from=registrar", by: admin).text.contains("Copy of Registrar"))
      let empty = try await stage.form("/roles", ["title": "", "permissions": "see_people"], by: admin)
      #expect(empty.status == 422 && empty.text.contains("Name is required"))
      let made = try await stage.form("/roles", ["title": "Porter", "permissions": "see_people"], by: admin)
      #expect(made.location == "/roles/porter")
      #expect(try await stage.get("/roles/porter", by: admin).text.contains("See people"))
      let twice = try await stage.form("/roles", ["title": "porter", "permissions": "see_people"], by: admin)
      #expect(twice.status == 422 && twice.text.contains("is another role"))
      #expect(try await stage.form("/roles/porter", ["title": "Gatekeeper"], by: admin).location == "/roles/porter")
      #expect(try await stage.get("/roles/porter/edit", by: admin).text.contains("Gatekeeper"))
      #expect(try await stage.form("/roles/porter/deletion", [:], by: admin).location == "/roles")
      #expect(try await stage.get("/roles/porter", by: admin).status == 404)
      #expect(try await stage.get("/roles/registrar/edit", by: admin).status == 409)
      #expect(try await stage.form("/roles/registrar", ["title": "Mine"], by: admin).status == 409)
      #expect(try await stage.form("/roles/registrar/deletion", [:], by: admin).status == 409)
    }
  }

  @Test func `nobody makes or gives what they do not have`() async throws {
    try await Stage.run { stage in
      let (_, owner) = try await stage.enter("Ada", .owner), (bob, deputy) = try await stage.enter("Bob")
      let role = #"{"title":"Deputy","permissions":["manage_roles","assign_roles","manage_people"]}"#
      #expect(try await stage.json("POST", "/api/v1/roles", role, by: owner).status == 201)
      #expect(
        try await stage.json("POST", "/api/v1/users/\(bob.id.text)/roles", #"{"role":"deputy"}"#, by: owner).status
          == 200)
      let mia = try await stage.add("Mia")
      for body in [
        #"{"title":"More","permissions":["see_audit"]}"#, #"{"title":"All","permissions":["own_school"]}"#,
      ] { #expect(try await stage.json("POST", "/api/v1/roles", body, by: deputy).status == 403, "\(body)") }
      let raise = #"{"permissions":["manage_roles","assign_roles","manage_people","see_audit"]}"#
      #expect(try await stage.json("PATCH", "/api/v1/roles/deputy", raise, by: deputy).status == 403)
      for person in [bob, mia] {
        for given in ["auditor", "admin", "owner", "instructor"] {
          let answer = try await stage.json(
            "POST", "/api/v1/users/\(person.id.text)/roles", #"{"role":"\#(given)"}"#, by: deputy)
          #expect(answer.status == (given == "owner" ? 422 : 403), "\(given)")
          let main = try await stage.json(
            "PATCH", "/api/v1/users/\(person.id.text)", #"{"role":"\#(given)"}"#, by: deputy)
          #expect(main.status == 403, "\(given)")
        }
      }
      #expect(
        try await stage.json("POST", "/api/v1/users/\(mia.id.text)/roles", #"{"role":"deputy"}"#, by: deputy).status
          == 200)
      let auditor = try await stage.add("Otto", .auditor)
      #expect(
        try await stage.json("POST", "/api/v1/users/\(auditor.id.text)/roles", #"{"role":"deputy"}"#, by: deputy).status
          == 403)
      for unknown in ["pirate", "x y", ""] {
        #expect(
          try await stage.json("POST", "/api/v1/users/\(mia.id.text)/roles", #"{"role":"\#(unknown)"}"#, by: owner)
            .status
            == 422)
      }
    }
  }

  @Test func `an access token from before a change no longer holds`()
    async throws
  {
    try await Stage.run { stage in
      let (_, owner) = try await stage.enter("Ada", .owner), tom = try await stage.add("Tom", .instructor)
      let somebody = Somebody()
      _ = try await stage.token(for: tom.email, by: somebody)
      #expect(try await stage.json("GET", "/api/v1/profile", by: somebody).status == 200)
      #expect(
        try await stage.json("POST", "/api/v1/users/\(tom.id.text)/roles", #"{"role":"auditor"}"#, by: owner).status
          == 200)
      #expect(try await stage.json("GET", "/api/v1/profile", by: somebody).status == 401)
      _ = try await stage.token(for: tom.email, by: somebody)
      #expect(try await stage.json("GET", "/api/v1/users", by: somebody).status == 200)
    }
  }

  @Test func `another process learns of a change by a look at numbers`()
    async throws
  {
    try await Stage.run { stage in
      let (_, owner) = try await stage.enter("Ada", .owner), other = RoleBook()
      try await other.renew(from: stage.db)
      _ = try await stage.json("POST", "/api/v1/roles", #"{"title":"Porter","permissions":[]}"#, by: owner)
      try await other.renewIfChanged(from: stage.db)
      #expect(other.current[Role(rawValue: "porter") ?? .owner]?.title == "Porter")
      _ = try await stage.json("PATCH", "/api/v1/roles/porter", #"{"title":"Usher"}"#, by: owner)
      try await other.renewIfChanged(from: stage.db)
      #expect(other.current[Role(rawValue: "porter") ?? .owner]?.title == "Usher")
      _ = try await stage.json("DELETE", "/api/v1/roles/porter", by: owner)
      try await other.renewIfChanged(from: stage.db)
      #expect(other.current[Role(rawValue: "porter") ?? .owner] == nil)
    }
  }

  @Test func `every payload of roles is read as it is written`() {
    #expect(RoleForm.roundTripFaults() == [] && RolePatch.roundTripFaults() == [] && GrantForm.roundTripFaults() == [])
    #expect(
      ActingForm.roundTripFaults() == [] && RoleAnswer.roundTripFaults() == [] && RoleList.roundTripFaults() == [])
    #expect(RightsAnswer.roundTripFaults() == [] && RoleValues.roundTripFaults() == [])
    #expect(RoleCreated.roundTripFaults() == [] && RoleChanged.roundTripFaults() == [])
    #expect(
      RoleDeleted.roundTripFaults() == [] && RoleGiven.roundTripFaults() == [] && RoleTaken.roundTripFaults() == [])
    #expect(ActingBegun.roundTripFaults() == [] && ActingEnded.roundTripFaults() == [])
  }

  @Test func `a role for one course counts there and for nothing else`() {
    let course = RoleScope.course(ID<RoleScope>().bits), other = RoleScope.course(ID<RoleScope>().bits)
    let rights = RoleTable.builtIn.rights(.student, [RoleGrant(.admin, in: course)])
    #expect(rights.everywhere.isEmpty && rights.include(.editAnyCourse, in: course))
    #expect(!rights.include(.editAnyCourse, in: other) && !rights.include(.managePeople, in: course))
    #expect(RoleTable.builtIn.rights(.admin).cover(rights) && !rights.cover(RoleTable.builtIn.rights(.instructor)))
    #expect(
      RoleGrant.list("grader \(course.rawValue),auditor everything,broken") == [
        RoleGrant(.grader, in: course), RoleGrant(.auditor, in: .everything),
      ])
  }

  @Test func `the auditor changes nothing and every role's permissions are known`() {
    let changing: [Permission] = [
      .createCourses, .editAnyCourse, .approveCourses, .featureCourses, .manageCategories, .importCourses,
      .generateAnyCodes, .managePeople, .assignRoles, .manageSettings, .ownSchool, .manageRoles, .actAsPeople,
      .manageOperations, .editSite, .keepAccounts, .manageTeams,
    ]
    let auditor = RoleTable.builtIn.permissions(of: .auditor)
    #expect(changing.allSatisfy { !auditor.includes($0) })
    #expect(Permission.allCases.allSatisfy { RoleTable.builtIn.permissions(of: .owner).includes($0) })
    #expect(!RoleTable.builtIn.permissions(of: .admin).includes(.ownSchool))
  }
}
