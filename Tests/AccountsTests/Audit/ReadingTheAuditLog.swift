import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import StoreTesting
import Testing

@testable import Accounts

@Suite struct `Reading the audit log` {
  @Test func `a change is shown with its values before and after, and no secret`() async throws {
    try await Stage.run { stage in
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

  @Test func `it is searched by who, what and thing`() async throws {
    try await Stage.run { stage in
      let (ada, admin) = try await stage.enter("Ada", .admin)
      let mia = try await stage.add("Mia")
      _ = try await stage.form("/people/\(mia.id.text)/suspension", [:], by: admin)
      _ = try await stage.form("/login", ["login": "mia", "password": "wrong"])
      func actions(_ query: AuditQuery) async throws -> [String] {
        try await stage.db.auditLog(query, at: stage.now).items.map(\.action)
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

  @Test func `pages follow each other without gap or double`() async throws {
    try await Stage.run { stage in
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

/// The bigger the log, the more it matters that no question reads it whole.
@Suite struct `Finding lines in a log of years` {
  @Test func `every question has an index`() async throws {
    try await Stage.run { stage in
      try await stage.fill(20_000)
      let id = ID<AuditLine>().text
      for query in [
        "", "actor=\(id)", "entity=\(id)", "entity_type=course", "action=person.signed_in", "action=person",
        "address=192.0.2.7", "from=2026-11-01&to=2026-11-02", "entity_type=course&cursor=",
      ] {
        let plan = try await stage.plan(of: query).joined(separator: "; ")
        #expect(plan.contains("audit_log_"), "\(query): \(plan)")
        #expect(!plan.contains("Seq Scan") && !plan.contains("SCAN audit_log;"), "\(query): \(plan)")
      }
    }
  }
}

extension Stage {
  /// So many lines of a long time, from many people.
  fileprivate func fill(_ count: Int) async throws {
    let now = now
    try await db.execute(
      .sqlite(
        """
        INSERT INTO audit_log (id, happened_at, actor_id, actor_name, action, entity_type, entity_id, ip_address)
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(count))
        SELECT randomblob(16), \(now) - n * 60000000, randomblob(16), 'Somebody',
          CASE n % 3 WHEN 0 THEN 'person.signed_in' WHEN 1 THEN 'course.changed' ELSE 'code.used' END,
          CASE n % 3 WHEN 0 THEN 'person' WHEN 1 THEN 'course' ELSE 'code' END, randomblob(16), '192.0.2.' || (n % 250)
        FROM numbers
        """
      ).postgres(
        """
        INSERT INTO audit_log (id, happened_at, actor_id, actor_name, action, entity_type, entity_id, ip_address)
        SELECT gen_random_uuid(), \(now) - n * interval '1 minute', gen_random_uuid(), 'Somebody',
          CASE n % 3 WHEN 0 THEN 'person.signed_in' WHEN 1 THEN 'course.changed' ELSE 'code.used' END,
          CASE n % 3 WHEN 0 THEN 'person' WHEN 1 THEN 'course' ELSE 'code' END, gen_random_uuid(), '192.0.2.' || (n % 250)
        FROM generate_series(1, \(count)) n
        """))
    try await db.execute("ANALYZE audit_log")
  }

  /// How the database would answer a query.
  fileprivate func plan(of query: String) async throws -> [String] {
    let fields = query.split(separator: "&").map { part in
      let halves = part.split(separator: "=", maxSplits: 1).map(String.init)
      return (name: halves[0], value: halves.count > 1 ? halves[1] : "")
    }
    var parsed = try AuditQuery(fields: FieldValues(fields))
    if query.contains("cursor") { parsed.cursor = Cursor<Instant, AuditLine>(key: now, id: ID()).text }
    let statement = try await db.auditStatement(parsed, at: now)
    let lines: [PlanLine] = try await db.all(
      .sqlite("EXPLAIN QUERY PLAN \(statement)").postgres("EXPLAIN \(statement)"))
    return lines.map(\.text)
  }
}

private struct PlanLine: RowDecodable {
  let text: String
  init(row: inout Row) throws {
    if TestEngine.chosen == .sqlite {
      _ = (try row.next() as Int, try row.next() as Int, try row.next() as Int)
    }
    text = try row.next()
  }
}
