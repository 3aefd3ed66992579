import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Accounts

@Suite struct `Reading the audit log` {
  @Test(arguments: TestEngine.all) func `a change is shown with its values before and after, and no secret`(
    engine: TestEngine
  ) async throws {
    try await Stage.run(engine) { stage in
      let (_, admin) = try await stage.enter("Ada", .admin)
      let mia = try await stage.add("Mia")
      _ = try await stage.json("PATCH", "/api/v1/users/\(mia.id.text)", #"{"role":"instructor"}"#, by: admin)
      let page = try await stage.get("/admin/audit?action=person.role_changed", by: admin)
      #expect(page.status == 200)
      for words in ["Person: role changed", "Ada Park from 192.0.2.1", "instructor", "student", "1 line"] {
        #expect(page.text.contains(words), "\(words)")
      }
      let secrets = try await stage.db.all(
        "SELECT new_values FROM audit_log WHERE new_values IS NOT NULL", as: JSONText.self)
      #expect(!secrets.isEmpty && !secrets.contains { $0.text.contains("$2b$") || $0.text.contains("kettle") })
    }
  }

  @Test(arguments: TestEngine.all) func `it is searched by who, what and thing`(engine: TestEngine) async throws {
    try await Stage.run(engine) { stage in
      let (ada, admin) = try await stage.enter("Ada", .admin)
      let mia = try await stage.add("Mia")
      _ = try await stage.form("/people/\(mia.id.text)/suspension", [:], by: admin)
      _ = try await stage.form("/login", ["login": "mia", "password": "wrong"])
      func actions(_ query: AuditQuery) async throws -> [String] {
        try await stage.db.auditLog(query).items.map(\.action)
      }
      #expect(try await actions(AuditQuery(actor: Text("ada"))) == ["person.suspended", "person.signed_in"])
      #expect(
        try await actions(AuditQuery(actor: Text(ada.id.text), action: Text("person.suspended"))) == [
          "person.suspended"
        ])
      #expect(try await actions(AuditQuery(actor: Text("evolv"))) == ["person.created", "person.created"])
      #expect(
        try await actions(AuditQuery(entity: Text(mia.id.text))) == [
          "person.sign_in_refused", "person.suspended", "person.created",
        ])
      #expect(try await actions(AuditQuery(action: Text("person"))).count == 5)
      #expect(try await actions(AuditQuery(action: Text("pers%"))) == [])
      #expect(try await actions(AuditQuery(entity: Text("course"))) == [])
    }
  }

  @Test(arguments: TestEngine.all) func `pages follow each other without gap or double`(engine: TestEngine) async throws
  {
    try await Stage.run(engine) { stage in
      let (_, admin) = try await stage.enter("Ada", .admin)
      for number in 1...6 { try await stage.add("Person\(number)") }
      var seen: [String] = [], target: String? = "/admin/audit?page_size=3"
      while let place = target {
        let page = try await stage.get(place, by: admin).text
        seen += page.matches(of: /name="x"|entity=([0-9a-f-]{36})/).compactMap { $0.output.1.map(String.init) }
        target = page.firstMatch(of: /href="(\/admin\/audit\?page_size=3&amp;cursor=[^"]+)"[^>]*rel="next"/).map {
          String($0.output.1).replacing("&amp;", with: "&")
        }
      }
      #expect(seen.count == 8 && Set(seen).count == 7)
      #expect(try await stage.get("/admin/audit?cursor=AAAA", by: admin).status == 422)
    }
  }

  @Test func `values are told in words, whatever their shape`() {
    let values = AuditValue.list(
      JSONText(#"{"is_open":true,"tags":["a","b"],"price":{"amount":"4.00"},"note":null,"n":3}"#))
    #expect(values.map(\.text) == ["yes", "a, b", "amount: 4.00", "none", "3"])
    #expect(values.first?.name == "is open")
    #expect(AuditValue.list(JSONText("not json")).map(\.text) == ["not json"])
    #expect(AuditValue.list(nil).isEmpty)
  }
}
