import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import FileStorage
import Foundation
import JobQueue
import Payloads
import Routing
import SQLStore
import Testing

/// What happened here, found again by those who may, and by nobody else.
@Suite(.school) struct `Searching the audit` {
  let school = School.current

  /// So many lines of one kind, a minute apart, ending now.
  private func write(
    _ count: Int, action: String = "thing.changed", kind: String = "thing", by name: String = "evolv",
    from address: String? = nil,
    values: String = #"{"note":"plain"}"#, days: Int64 = 0
  ) async throws {
    let now = school.now - .days(days)
    try await school.db.transaction { transaction in
      for number in 0..<count {
        var line = AuditLine(
          at: now - .minutes(Int64(count - number)), actor: nil, actorName: name, action: action, entityType: kind)
        line.entity = ID(at: now)
        line.newValues = JSONText(values)
        line.ipAddress = address
        transaction.appendAudit(line)
      }
    }
  }
  private func found(_ query: String) async throws -> [String] {
    let reply = try await school.call(.get, "/api/v1/audit-logs?page_size=100&\(query)", as: .ada)
    #expect(reply.status == 200, "\(reply.text)")
    return (reply["data"]?.elements ?? []).compactMap { $0.step("action")?.string }
  }

  @Test func `lines are found by who, what, where from, when and which words`() async throws {
    try await write(3, action: "kiln.lit", kind: "kiln", from: "203.0.113.9", values: #"{"note":"Raku firing 100%"}"#)
    try await write(2, action: "kiln.cooled", kind: "kiln", by: "Someone Gone", days: 40)
    #expect(try await found("action=kiln").count == 5)
    #expect(try await found("action=kiln.lit").count == 3)
    #expect(try await found("action=kil").isEmpty)
    #expect(try await found("entity_type=kiln&address=203.0.113.9").count == 3)
    #expect(try await found("q=raku%20firing").count == 3)
    #expect(try await found("q=100%25").count == 3)
    #expect(try await found("q=1_0%25").isEmpty)
    let today = String(school.now.text.prefix(10)), past = String((school.now - .days(60)).text.prefix(10))
    #expect(try await found("action=kiln&from=\(today)").count == 3)
    #expect(
      try await found("action=kiln&from=\(past)&to=\(String((school.now - .days(30)).text.prefix(10)))").count == 2)
    #expect(try await found("q=someone").isEmpty)
    #expect(try await found("q=someone&from=\(past)").count == 2)
    #expect(try await found("actor=ada").contains("person.signed_in"))
    #expect(try await found("actor=nobody%20at%20all").isEmpty)
  }

  @Test(arguments: [
    "from=yesterday", "to=2026-13-40", "cursor=AAAA", "page_size=1000", "colour=red", "q=",
    "entity_type=\(String(repeating: "x", count: 101))",
  ])
  func `refuses a question that makes no sense`(query: String) async throws {
    #expect(try await school.call(.get, "/api/v1/audit-logs?\(query)", as: .ada).status == (query == "q=" ? 200 : 422))
    #expect(try await school.get("/admin/audit.csv?\(query)", as: .ada).status == (query == "q=" ? 200 : 422))
  }

  @Test(arguments: [Caller.visitor, .mia, .tom]) func `nobody else sees a line`(caller: Caller) async throws {
    let id: ID<AuditLine> = try await school.db.value("SELECT id FROM audit_log ORDER BY happened_at LIMIT 1")
    for target in ["/admin/audit", "/admin/audit.csv", "/admin/audit/\(id.text)"] {
      #expect(try await school.get(target, as: caller).status == (caller == .visitor ? 303 : 403))
    }
    #expect(
      try await school.call(.get, "/api/v1/audit-logs/\(id.text)", as: caller).status
        == (caller == .visitor ? 401 : 403))
    #expect(try await !school.get("/teach/courses/clay-and-fire", as: caller).text.contains("/admin/audit"))
  }

  @Test func `pages by the API follow each other without gap or double`() async throws {
    try await write(25, action: "kiln.lit")
    var seen: [String] = [], cursor: String? = ""
    while let place = cursor {
      let reply = try await school.call(
        .get, "/api/v1/audit-logs?action=kiln.lit&page_size=10\(place.isEmpty ? "" : "&cursor=\(place)")", as: .ada)
      seen += (reply["data"]?.elements ?? []).compactMap { $0.step("id")?.string }
      cursor = reply["next_cursor"]?.string
    }
    #expect(seen.count == 25 && Set(seen).count == 25 && seen == seen.sorted(by: >))
  }

  @Test func `a line shows what changed and what stayed`() async throws {
    _ = try await school.call(.patch, "/api/v1/settings/general", json: #"{"school_name":"<North>"}"#, as: .ada)
    let list = try await school.call(.get, "/api/v1/audit-logs?action=settings.changed", as: .ada)
    let id = try #require(list["data", "0", "id"]?.string)
    #expect(list["data", "0", "old_values", "school_name"]?.string == "Evolv")
    #expect(list["data", "0", "new_values", "school_name"]?.string == "<North>")
    let page = try await school.get("/admin/audit/\(id)", as: .ada)
    #expect(page.status == 200 && page.text.contains("audit-before") && page.text.contains("&lt;North&gt;"))
    #expect(page.text.contains("What stayed as it was") && page.text.contains("Request"))
    #expect(try await school.get("/admin/audit/\(ID<AuditLine>().text)", as: .ada).status == 404)
  }

  @Test func `what happened to a course leads there from its page`() async throws {
    let page = try await school.get("/teach/courses/clay-and-fire", as: .ada).text
    let link = try #require(
      page.firstMatch(of: /href="(\/admin\/audit\?entity=[0-9a-f-]{36})"/).map { String($0.output.1) })
    #expect(try await school.get(link, as: .ada).text.contains("Course: published"))
  }

  @Test func `goes into a file whole, and no cell is a formula`() async throws {
    try await write(1100, action: "kiln.lit")
    try await write(1, action: "kiln.named", by: "=cmd|' /C calc'!A0", values: #"{"note":"a, \"b\""}"#)
    let file = try await school.get("/admin/audit.csv?action=kiln", as: .ada)
    #expect(file.status == 200 && file.header("content-type") == "text/csv; charset=utf-8")
    let rows = file.text.split(separator: "\r\n")
    #expect(rows.count == 1102 && rows[0].hasPrefix("happened_at,user_id"))
    #expect(Set(rows).count == 1102)
    let named = try #require(rows.first { $0.contains("kiln.named") })
    #expect(named.contains(",'=cmd|' /C calc'!A0,") && !named.contains(",=cmd"))
    #expect(named.contains(#""{""note"""#))
    #expect(try await found("action=audit.taken").count == 1)
  }
}

/// What is old goes, what is not stays, and nobody can help it along.
@Suite(.school) struct `Keeping and forgetting` {
  let school = School.current

  /// A night goes by: a schedule that is new begins with the next time.
  private func night() async throws {
    try await school.doJobs(comesRound: true)
    school.wait(.days(1))
    try await school.doJobs(comesRound: true)
  }
  private func count(_ table: SQL) async throws -> Int { try await school.db.value("SELECT count(*) FROM \(table)") }

  @Test func `the database itself refuses to change the log`() async throws {
    let lines = try await count("audit_log")
    for statement: SQL in [
      "UPDATE audit_log SET actor_name = 'nobody'", "DELETE FROM audit_log",
      "DELETE FROM audit_log WHERE happened_at < \(school.now + .days(1))",
    ] {
      await #expect(throws: StoreError.self) { try await school.db.execute(statement) }
    }
    // A limit set and taken back in another transaction opens nothing.
    try await school.db.transaction { _ = try await $0.deleteAudit(before: self.school.now - .days(400)) }
    await #expect(throws: StoreError.self) { try await school.db.execute("DELETE FROM audit_log") }
    if ProcessInfo.processInfo.environment["EVOLV_TEST_POSTGRES"] != nil {
      await #expect(throws: StoreError.self) { try await school.db.execute("TRUNCATE audit_log") }
    }
    #expect(try await count("audit_log") == lines && lines > 0)
  }

  @Test func `the nightly job removes what is older than the school keeps it`() async throws {
    _ = try await school.call(.patch, "/api/v1/settings/retention", json: #"{"audit_days":60}"#, as: .ada)
    let old = try await count("audit_log")
    school.wait(.days(59))
    try await school.doJobs(comesRound: true)
    #expect(try await count("audit_log") >= old)
    let viewer = school.people.ada.viewer, now = school.now
    _ = try await school.db.transaction { transaction in
      try await transaction.changeSettings(GeneralSettings.self, by: viewer, at: now) { old in
        var general = old
        general.registrationIsOpen = false
        return general
      }
    }
    school.wait(.days(2))
    try await school.doJobs(comesRound: true)
    let left: Int = try await school.db.value(
      "SELECT count(*) FROM audit_log WHERE happened_at < \(school.now - .days(60))")
    #expect(left == 0)
    let kept: Int = try await school.db.value("SELECT count(*) FROM audit_log WHERE action = 'settings.changed'")
    #expect(kept == 1)
  }

  @Test func `more than one batch goes`() async throws {
    let now = school.now
    try await school.db.transaction { transaction in
      for _ in 0..<4100 {
        transaction.appendAudit(
          AuditLine(at: now - .days(100), actor: nil, actorName: "evolv", action: "a.b", entityType: "a"))
      }
    }
    try await school.db.transaction { $0.enqueue(ForgetAudit(), now: now) }
    try await school.doJobs()
    let left: Int = try await school.db.value("SELECT count(*) FROM audit_log WHERE action = 'a.b'")
    #expect(left == 0)
  }

  @Test func `files that nothing refers to go, those in use stay`() async throws {
    let files = school.program.facilities.files
    let orphan = try await files.keep(Array("%PDF-1.7 nobody's".utf8), as: .document)
    #expect(
      try await school.upload(.picture(width: 64, height: 64), to: "/admin/settings/branding/logo", as: .ada).status
        == 303)
    #expect(
      try await school.upload(.photo(width: 9, height: 9), to: "/teach/courses/clay-and-fire/cover", as: .tom).status
        == 303)
    let logo = try #require(school.program.facilities.settings(BrandingSettings.self).logo)
    // Files have the time of the machine's disk, not of the test.
    school.wait(Seconds(Instant.now().seconds(since: school.now) + 8 * 86400))
    try await night()
    #expect(try await files.location(of: orphan.digest) == nil)
    #expect(try await school.get("/branding/logo?v=\(logo.digest.prefix(12))").status == 200)
    let cover: Int = try await school.db.value("SELECT count(*) FROM course_files")
    #expect(cover >= 1)
    #expect(try await school.get("/courses/clay-and-fire").text.contains("/files/"))
  }

  @Test func `codes that expired unused go, used ones stay`() async throws {
    let now = school.now, course: ID<AuditLine> = try await school.db.value("SELECT id FROM courses LIMIT 1")
    for (code, uses, days) in [("AAAABBBBCCCC", 0, 100), ("AAAABBBBCCCD", 1, 100), ("AAAABBBBCCCE", 0, 10)] {
      try await school.db.execute(
        """
        INSERT INTO course_access_codes (id, code, course_id, type, current_uses, expires_at, created_at)
        VALUES (\(ID<AuditLine>(at: now)), \(code), \(course), 'unlimited', \(uses), \(now - .days(Int64(days))), \(now - .days(200)))
        """)
    }
    try await night()
    let left: [String] = try await school.db.all(
      "SELECT code FROM course_access_codes WHERE code LIKE 'AAAABBBBCCC_' ORDER BY code")
    #expect(left == ["AAAABBBBCCCD", "AAAABBBBCCCE"])
  }

  @Test func `kept mails, told events and dead jobs go when they are old`() async throws {
    _ = try await school.call(.post, "/api/v1/settings/mail-texts/welcome/test", as: .ada)
    try await school.doJobs()
    #expect(try school.mails(to: "ada@evolv.example").count == 1)
    let now = school.now
    try await school.db.execute(
      """
      INSERT INTO jobs (id, name, payload, priority, state, run_at, attempts, created_at, changed_at)
      VALUES (\(ID<AuditLine>(at: now)), 'forget events', '{}', 5, 'dead', \(now), 12, \(now), \(now))
      """)
    school.wait(.days(28))
    try await night()
    #expect(try school.mails(to: "ada@evolv.example").count == 1)
    let events: Int = try await school.db.value("SELECT count(*) FROM outbox WHERE processed_at < \(now + .days(1))")
    #expect(events == 0)
    school.wait(.days(2))
    try await school.doJobs(comesRound: true)
    #expect(try school.mails(to: "ada@evolv.example").isEmpty)
    let dead: Int = try await school.db.value("SELECT count(*) FROM jobs WHERE state = 'dead'")
    #expect(dead == 0)
  }

  @Test func `where no worker runs, that is told`() async throws {
    try await school.doJobs()
    #expect(try await school.get("/health/ready").text == "ready\n")
    _ = try await school.call(.patch, "/api/v1/settings/general", json: #"{"tagline":"Waiting"}"#, as: .ada)
    school.wait(.minutes(25))
    let ready = try await school.get("/health/ready")
    #expect(ready.status == 200 && ready.text.contains("degraded: mails and other jobs wait since 25 minutes"))
    #expect(try await school.get("/admin/jobs", as: .ada).text.contains("Nobody does the jobs"))
    try await school.doJobs()
    #expect(try await school.get("/health/ready").text == "ready\n")
  }
}
