import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Foundation
import JobQueue
import Payloads
import Routing
import SQLStore
import Testing

/// What the program does while nobody waits, seen and mended by an administrator.
@Suite(.school) struct `Seeing the jobs` {
  let school = School.current

  /// A job that will never work, as one that an older program left.
  private func fail(_ name: String = "forget events") async throws -> ID<JobRecord> {
    let id = ID<JobRecord>(at: school.now), now = school.now
    try await school.db.execute(
      """
      INSERT INTO jobs (id, name, payload, priority, state, run_at, attempts, last_error, created_at, changed_at)
      VALUES (\(id), \(name), '{}', 5, 'dead', \(now), 12, 'Broken <b>pipe</b>', \(now), \(now))
      """)
    return id
  }
  private func dead() async throws -> Int {
    try await school.db.jobCounts().first { $0.state == .dead }?.count ?? 0
  }

  @Test func `an administrator sees what failed, why, and what comes round`() async throws {
    try await school.doJobs()
    let id = try await fail()
    let list = try await school.get("/admin/jobs", as: .ada)
    #expect(list.status == 200 && list.text.contains("forget events") && list.text.contains("/admin/jobs/\(id.text)"))
    #expect(list.text.contains("Broken &lt;b&gt;pipe") && list.text.contains("41 3 * * *"))
    let one = try await school.get("/admin/jobs/\(id.text)", as: .ada)
    #expect(one.status == 200 && one.text.contains("Try again") && one.text.contains("Discard"))
    #expect(try await school.get("/admin/jobs?state=waiting", as: .ada).text.contains("Nothing waits"))
    #expect(try await school.get("/learn", as: .ada).text.contains("href=\"/admin/jobs\""))
    #expect(try await !school.get("/learn", as: .mia).text.contains("href=\"/admin/jobs\""))
  }

  @Test func `a failed job tries again when it is told to, and the log says who told it`() async throws {
    let id = try await fail()
    #expect(try await school.post("/admin/jobs/\(id.text)/retry", as: .ada).location == "/admin/jobs")
    #expect(try await dead() == 0)
    #expect(try await school.doJobs() >= 1)
    #expect(try await school.db.job(id) == nil)
    #expect(try await school.get("/admin/jobs/\(id.text)", as: .ada).status == 404)
    let lines: Int = try await school.db.value(
      "SELECT count(*) FROM audit_log WHERE action = 'job.retried' AND actor_name = 'Ada Okafor'")
    #expect(lines == 1)
  }

  @Test func `a failed job is discarded, one that waits is not`() async throws {
    let id = try await fail()
    #expect(try await school.post("/admin/jobs/\(id.text)/removal", as: .ada).status == 303)
    #expect(try await school.db.job(id) == nil)
    let other = try await fail()
    #expect(try await school.call(.post, "/api/v1/jobs/\(other.text)/retry", as: .ada).status == 204)
    #expect(try await school.call(.delete, "/api/v1/jobs/\(other.text)", as: .ada).status == 409)
    #expect(try await school.call(.post, "/api/v1/jobs/\(other.text)/retry", as: .ada).status == 409)
    let nobody = ID<JobRecord>()
    #expect(try await school.call(.delete, "/api/v1/jobs/\(nobody.text)", as: .ada).status == 404)
    #expect(try await school.post("/admin/jobs/\(nobody.text)/retry", as: .ada).status == 404)
  }

  @Test func `programs read the same by the API`() async throws {
    let id = try await fail()
    let list = try await school.call(.get, "/api/v1/jobs", as: .ada)
    #expect(list["data", "0", "id"]?.string == id.text && list["meta", "total"]?.number == "1")
    #expect(list["data", "0", "last_error"]?.string == "Broken <b>pipe</b>")
    #expect(try await school.call(.get, "/api/v1/jobs/\(id.text)", as: .ada)["state"]?.string == "dead")
    #expect(try await school.call(.get, "/api/v1/jobs?state=lost", as: .ada).status == 422)
    #expect(try await school.call(.get, "/api/v1/jobs?page=-1", as: .ada).status == 422)
    #expect(try await school.call(.delete, "/api/v1/jobs/\(id.text)", as: .ada).status == 204)
    #expect(try await school.call(.get, "/api/v1/jobs", as: .ada)["meta", "total"]?.number == "0")
  }

  @Test(arguments: [Caller.mia, .tom, .visitor]) func `nobody else sees or touches them`(caller: Caller) async throws {
    let id = try await fail()
    let refused = caller == .visitor ? 401 : 403
    #expect(try await school.call(.get, "/api/v1/jobs", as: caller).status == refused)
    #expect(try await school.call(.delete, "/api/v1/jobs/\(id.text)", as: caller).status == refused)
    #expect(
      try await school.post("/admin/jobs/\(id.text)/removal", as: caller).status == (caller == .visitor ? 303 : 403))
    #expect(try await dead() == 1)
  }

  @Test func `what is over is cleaned away when its time comes round`() async throws {
    _ = try await school.session(of: .mia)
    try await school.doJobs(comesRound: true)
    #expect(try await school.db.value("SELECT count(*) FROM sessions", as: Int.self) == 1)
    #expect(try await school.db.value("SELECT count(*) FROM outbox", as: Int.self) > 0)
    let folder = try #require(school.program.facilities.spoolFolder), files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, age) in [("old", 90_000.0), ("fresh", 10.0)] {
      _ = files.createFile(atPath: folder + "/" + name, contents: Data("x".utf8))
      let moment = Date(timeIntervalSince1970: Double(school.now.unixSeconds + 8 * 86400) - age)
      try files.setAttributes([.modificationDate: moment], ofItemAtPath: folder + "/" + name)
    }
    school.wait(.days(8))
    try await school.doJobs(comesRound: true)
    #expect(try await school.db.value("SELECT count(*) FROM sessions", as: Int.self) == 0)
    #expect(try await school.db.value("SELECT count(*) FROM outbox WHERE event <> 'x'", as: Int.self) == 0)
    #expect(try files.contentsOfDirectory(atPath: folder) == ["fresh"])
    #expect(try await school.db.jobCounts().isEmpty)
  }

  @Test func `the numbers of the jobs are published`() async throws {
    try await school.doJobs()
    let page = try await school.send("GET", "/metrics", peer: "127.0.0.1").text
    #expect(page.contains("evolv_jobs_kept{state=\"dead\"} 0") && page.contains("# TYPE evolv_jobs_total counter"))
  }
}
