import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Accounts

@Suite struct `Managing people` {
  @Test func `an administrator creates, changes and deletes a person`()
    async throws
  {
    try await Stage.run { stage in
      let (_, admin) = try await stage.enter("Ada", .admin)
      let created = try await stage.form(
        "/people",
        [
          "first_name": "Tom", "last_name": "Reed", "email": "tom@example.org", "username": "", "role": "instructor",
          "password": "Blue kettle 7 rises!",
        ], by: admin)
      let tom = try #require(try await stage.db.person(called: "tom@example.org"))
      #expect(created.status == 303 && created.location == "/people/\(tom.id.text)")
      #expect(try await stage.db.instructors().map(\.name) == ["Ada Park", "Tom Reed"])
      #expect(try await stage.get("/people/\(tom.id.text)", by: admin).text.contains("tom@example.org"))
      let changed = try await stage.form(
        "/people/\(tom.id.text)",
        [
          "first_name": "Thomas", "last_name": "Reed", "email": "thomas@example.org", "username": "tom",
          "role": "student",
        ], by: admin)
      #expect(changed.status == 303)
      let after = try await stage.db.person(tom.id)
      #expect(
        after.name == "Thomas Reed" && after.role == .student && after.username == "tom"
          && after.email == "thomas@example.org")
      #expect(try await stage.audited("person.role_changed") == 1)
      #expect(try await stage.get("/people/\(tom.id.text)/deletion", by: admin).text.contains("Erase Thomas Reed?"))
      #expect(try await stage.form("/people/\(tom.id.text)/deletion", [:], by: admin).location == "/people")
      #expect(try await stage.get("/people/\(tom.id.text)", by: admin).status == 404)
      #expect(try await stage.audited("person.deleted") == 1)
    }
  }

  @Test func `the API does the same`() async throws {
    try await Stage.run { stage in
      let (_, admin) = try await stage.enter("Ada", .admin)
      let body =
        #"{"first_name":"Tom","last_name":"Reed","email":"tom@example.org","role":"instructor","password":"Blue kettle 7 rises!"}"#
      let created = try await stage.json("POST", "/api/v1/users", body, by: admin)
      let id = try #require(try JSONDocument(created.bytes).root["id"]?.string)
      #expect(created.status == 201 && created.location == "/api/v1/users/\(id)")
      #expect(
        try await stage.json("PATCH", "/api/v1/users/\(id)", #"{"status":"suspended","username":"tommy"}"#, by: admin)
          .status == 200)
      let shown = try JSONDocument(try await stage.json("GET", "/api/v1/users/\(id)", by: admin).bytes).root
      #expect(
        shown["status"]?.string == "suspended" && shown["username"]?.string == "tommy"
          && shown["role"]?.string == "instructor")
      #expect(
        try await stage.json("PATCH", "/api/v1/users/\(id)", #"{"username":null}"#, by: admin).text.contains(
          #""username":null"#))
      #expect(try await stage.json("DELETE", "/api/v1/users/\(id)", by: admin).status == 204)
      #expect(try await stage.json("GET", "/api/v1/users/\(id)", by: admin).status == 404)
      #expect(try await stage.json("PATCH", "/api/v1/users/\(id)", "{}", by: admin).status == 404)
    }
  }

  @Test func `nobody else may`() async throws {
    try await Stage.run { stage in
      let (tom, teacher) = try await stage.enter("Tom", .instructor), (_, student) = try await stage.enter("Mia")
      let id = tom.id.text
      for (method, target, body) in [
        ("GET", "/api/v1/users", ""), ("POST", "/api/v1/users", "{}"), ("GET", "/api/v1/users/\(id)", ""),
        ("PATCH", "/api/v1/users/\(id)", #"{"role":"admin"}"#), ("DELETE", "/api/v1/users/\(id)", ""),
        ("GET", "/people", ""),
        ("GET", "/people/new", ""), ("GET", "/people/\(id)", ""), ("POST", "/people/\(id)/suspension", ""),
        ("GET", "/admin/audit", ""),
      ] {
        #expect(try await stage.json(method, target, body).status == 401, "\(method) \(target)")
        #expect(try await stage.json(method, target, body, by: teacher).status == 403, "\(method) \(target)")
        #expect(try await stage.json(method, target, body, by: student).status == 403, "\(method) \(target)")
      }
      #expect(try await stage.db.person(tom.id).role == .instructor)
    }
  }

  @Test func `nobody rises by managing someone of higher rank`() {
    let roles = RoleTable.builtIn
    func who(_ role: Role) -> Rights { roles.rights(role) }
    func gives(_ viewer: Viewer, _ role: Role) -> Bool {
      viewer.assignableRoles(among: roles).contains { $0.role == role }
    }
    let registrar = Viewer(identity: nil, rights: roles.rights(.registrar))
    #expect(registrar.mayManage(who(.student)) && !registrar.mayManage(who(.admin)))
    #expect(!registrar.mayManage(who(.instructor)) && !gives(registrar, .student))
    let deputy = Viewer(
      identity: nil, permissions: Permissions([.managePeople, .assignRoles, .createCourses, .importCourses]))
    #expect(gives(deputy, .instructor) && !gives(deputy, .admin) && !deputy.mayManage(who(.admin)))
    let admin = Viewer(identity: nil, rights: roles.rights(.admin))
    #expect(gives(admin, .admin) && !gives(admin, .owner) && !admin.mayManage(who(.owner)))
  }

  @Test func `the last active owner stays`() async throws {
    try await Stage.run { stage in
      let (ada, admin) = try await stage.enter("Ada", .owner), address = "/api/v1/users/\(ada.id.text)"
      for body in [#"{"role":"student"}"#, #"{"status":"suspended"}"#, #"{"status":"inactive"}"#] {
        #expect(try await stage.json("PATCH", address, body, by: admin).status == 409, "\(body)")
      }
      #expect(try await stage.json("DELETE", address, by: admin).status == 409)
      try await stage.add("Bob", .owner)
      #expect(try await stage.json("PATCH", address, #"{"role":"student"}"#, by: admin).status == 200)
      #expect(try await stage.json("GET", "/api/v1/users", by: admin).status == 403)
    }
  }

  @Test func `two owners who demote each other at once leave one`()
    async throws
  {
    try await Stage.run { stage in
      let ada = try await stage.add("Ada", .owner), bob = try await stage.add("Bob", .owner)
      for round in 1...20 {
        let done = await withTaskGroup(of: Bool.self) { group in
          for person in [ada, bob] {
            group.addTask {
              let edit = PersonEdit(
                role: round.isMultiple(of: 2) ? .student : nil, status: round.isMultiple(of: 2) ? nil : .suspended)
              do {
                _ = try await stage.db.changePeople {
                  try await $0.changePerson(person.id, edit, by: .program, at: stage.now)
                }
                return true
              } catch { return false }
            }
          }
          return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(done == 1)
        #expect(try await stage.db.value("SELECT count(*) FROM users WHERE role = 'owner' AND status = 'active'") == 1)
        for person in [ada, bob] {
          let back = PersonEdit(role: .owner, status: .active)
          _ = try await stage.db.changePeople {
            try await $0.changePerson(person.id, back, by: .program, at: stage.now)
          }
        }
      }
    }
  }

  @Test func `markup in a name is refused where it is typed and harmless where it is shown`() async throws {
    try await Stage.run { stage in
      let (_, admin) = try await stage.enter("Ada", .admin)
      let page = try await stage.form(
        "/people",
        [
          "first_name": "<img src=x onerror=alert(1)>", "last_name": "'; DROP TABLE users; --",
          "email": "x@example.org", "username": "",
          "role": "Owner of all", "password": "Blue kettle 7 rises!",
        ], by: admin)
      #expect(page.status == 422 && !page.text.contains("<img src=x"))
      #expect(page.text.contains("Role must be the key of a role such as instructor or student."))
    }
  }

  @Test func `nobody's person and no person at all are the same`()
    async throws
  {
    try await Stage.run { stage in
      let (_, admin) = try await stage.enter("Ada", .admin)
      for id in [ID<Person>().text, "nobody", "../x", "00000000-0000-0000-0000-000000000000"] {
        #expect(try await stage.get("/people/\(id)", by: admin).status == 404, "\(id)")
      }
    }
  }
}
