import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Mailing
import Payloads
import Routing
import SQLStore
import Teaching
import Testing

/// Codes for single videos, calls that come twice, guessing, and the upkeep of codes.
@Suite(.school) struct `Guarding codes` {
  let school = School.current

  @Test func `a video's code opens the video and nothing else`() async throws {
    let video = try await video()
    let code = try await generate(#""video_id": "\#(video)", "type": "single_use", "count": 1"#)[0]
    // Learners of the course need it, too.
    _ = try await school.call(.post, "/api/v1/courses/clay-and-fire/enroll", json: "{}", as: .leo)
    let closed = try await school.call(.get, "/api/v1/items/\(video)", as: .leo)
    #expect(closed["code"]?.string == "locked" && closed["detail"]?.string?.contains("code of its own") == true)
    let kim = try await school.add("Kim")
    let opened = try await redeem(code, kim)
    #expect(opened["opens"]?.string == "video" && opened["item_id"]?.string == video, "\(opened.text)")
    #expect(try await school.call(.get, "/api/v1/items/\(video)", as: kim).status == 200)
    let outline = try await school.call(.get, "/api/v1/courses/clay-and-fire/outline", as: kim)
    let states = (outline["sections"]?.elements ?? []).flatMap { $0.step("items")?.elements ?? [] }
    let open = states.filter { $0.step("state")?.string == "open" && $0.step("is_preview")?.bool != true }
    #expect(open.compactMap { $0.step("id")?.string } == [video])
    let other = try #require(states.first { $0.step("state")?.string == "locked" }?.step("id")?.string)
    #expect(try await school.call(.get, "/api/v1/items/\(other)", as: kim).status == 403)
    #expect(try await redeem(code, kim).faults == ["code already_enrolled"])
    #expect(try await redeem(code, .leo).faults == ["code used_up"])
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `the same key sent twenty times at once is one redemption and one answer`() async throws {
    let code = try await generate(
      #""course_id": "\#(try await bread())", "type": "multi_use", "max_uses": 5, "count": 1"#)[0]
    _ = try await school.session(of: .mia)
    let answers = try await withThrowingTaskGroup(of: Reply.self) { group in
      for _ in 1...20 { group.addTask { try await School.current.redeem(code, .mia, key: "one-and-only") } }
      return try await group.reduce(into: [Reply]()) { $0.append($1) }
    }
    #expect(answers.allSatisfy { $0.status == 200 }, "\(answers.map(\.status))")
    #expect(Set(answers.map(\.text)).count == 1)
    let uses: Int = try await school.db.value("SELECT current_uses FROM course_access_codes WHERE code = \(code)")
    #expect(uses == 1)
    let other = try await school.redeem("AAAA-BBBB-CCCC", .mia, key: "one-and-only")
    #expect(other.faults == ["Idempotency-Key reused"])
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `keys belong to who sent them, hold for codes that are made, and are forgotten`() async throws {
    let json = #"{"course_id": "\#(try await bread())", "type": "unlimited", "count": 3, "label": "Shelf"}"#
    let first = try await school.keyed("/api/v1/access-codes/generate", json, .tom, "k")
    let again = try await school.keyed("/api/v1/access-codes/generate", json, .tom, "k")
    #expect(first.status == 201 && again.status == 201 && first.text == again.text)
    #expect(try await school.keyed("/api/v1/access-codes/generate", json, .ada, "k").text != first.text)
    let made: Int = try await school.db.value("SELECT count(*) FROM course_access_codes WHERE type = 'unlimited'")
    #expect(made == 6)
    #expect(try await school.db.forgetRepeatedCalls(before: school.now + .hours(1)) == 2)
  }

  @Test func `many refusals within an hour are told to the owner once`() async throws {
    for _ in 1...4 {
      for _ in 1...5 { _ = try await redeem("AAAA-BBBB-CCCC", .mia) }
      school.wait(.minutes(2))
    }
    try await school.doJobs()
    let told = try school.mails(to: "ada@evolv.example").filter { $0.subject.contains("guessing") }
    #expect(told.count == 1)
    let lines: Int = try await school.db.value("SELECT count(*) FROM audit_log WHERE action = 'codes.suspected'")
    #expect(lines == 1)
    let page = try await school.get("/codes/attempts", as: .ada)
    #expect(page.contains("Unknown") && page.contains("mia@evolv.example"))
    #expect(try await school.get("/codes/attempts", as: .tom).status == 403)
  }

  @Test(arguments: [nil, "key"]) func `tries beyond the limit stand in the log with their code`(key: String?)
    async throws
  {
    let code = try await generate(
      #""course_id": "\#(try await bread())", "type": "single_use", "count": 1"#)[0]
    for _ in 1...5 { _ = try await redeem("AAAA-BBBB-CCCC", .mia) }
    for number in 1...2 {
      let stopped = try await school.redeem(code, .mia, key: key.map { "\($0)\(number)" })
      #expect(stopped.status == 429, "\(stopped.text)")
    }
    let logged: Int = try await school.db.value(
      """
      SELECT count(*) FROM code_redemptions JOIN course_access_codes ON course_access_codes.id = code_id
      WHERE outcome = 'too_many' AND code = \(code)
      """)
    #expect(logged == 2)
    #expect(try await school.get("/codes/attempts?outcome=too_many", as: .ada).contains("Too many tries"))
    // It was not used up by them.
    school.wait(.minutes(2))
    #expect(try await school.redeem(code, .mia, key: key).status == 200)
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `codes are found, printed, taken back and let in again together`() async throws {
    let id = try await bread()
    let made = try await generate(
      #""course_id": "\#(id)", "type": "single_use", "count": 3, "prefix": "bake", "label": "=Spring""#)
    #expect(made.allSatisfy { $0.hasPrefix("BAKE-") })
    let list = "/teach/courses/bread-from-scratch/codes"
    #expect(try await school.get(list + "?q=spring&state=valid", as: .tom).contains(made[0]))
    #expect(try await !school.get(list + "?state=expired", as: .tom).contains(made[0]))
    #expect(try await school.get(list + "/sheet?q=spring", as: .tom).contains("qr-code"))
    let file = try await school.get(list + ".csv?q=spring", as: .tom)
    #expect(file.contains("\(made[0]),http") && file.contains("'=Spring"))
    let ids: [ID<Store>] = try await school.db.all(
      "SELECT id FROM course_access_codes WHERE code IN \(made) ORDER BY id")
    _ = try await school.post(
      list + "/changes", form: ["action": "deactivate", "selected": ids[0].text, "selected": ids[1].text], as: .tom)
    #expect(try await school.get(list + "?state=inactive", as: .tom).contains(made[0]))
    let inactive: Int = try await school.db.value(
      "SELECT count(*) FROM course_access_codes WHERE deactivated_at IS NOT NULL")
    #expect(inactive == 2)
    let patched = try await school.call(
      .patch, "/api/v1/access-codes/\(ids[0].text)", json: #"{"is_active": true}"#, as: .tom)
    #expect(patched["is_active"]?.bool == true)
    #expect(
      try await school.call(.patch, "/api/v1/access-codes/\(ids[0].text)", json: #"{"is_active": false}"#, as: .mia)
        .status
        == 404)
    #expect(try await school.get("/teach/codes/\(ids[0].text)", as: .tom).contains("Nobody tried it yet"))
    let all = try await school.call(.get, "/api/v1/access-codes?opens=course&page_size=100", as: .tom)
    #expect((all["data"]?.elements ?? []).count == 4)
    #expect(try await school.call(.get, "/api/v1/access-codes", as: .mia)["meta", "total"]?.number == "0")
  }

  @Test(.timeLimit(.minutes(5)), arguments: [1, 5])
  func `two hundred who use a code of so many uses at once: as many win`(uses: Int) async throws {
    let kind = uses == 1 ? #""type": "single_use""# : #""type": "multi_use", "max_uses": \#(uses)"#
    let code = try await generate(#""course_id": "\#(try await bread())", \#(kind), "count": 1"#)[0]
    let statuses = try await school.together(try await school.crowd(200)) {
      try await School.current.redeem(code, $0, key: nil).status
    }
    #expect(statuses.filter { $0 == 200 }.count == uses)
    #expect(statuses.allSatisfy { $0 == 200 || $0 == 422 })
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test(.timeLimit(.minutes(5)))
  func `two hundred who enroll into thirty seats at once: thirty get in and the others wait in line`() async throws {
    let sky = "/api/v1/courses/reading-the-night-sky"
    let id = try #require(try await school.call(.get, sky)["id"]?.string)
    _ = try await school.call(.patch, "/api/v1/courses/\(id)", json: #"{"max_students": 30}"#, as: .tom)
    let crowd = try await school.crowd(200)
    let statuses = try await school.together(crowd) { caller in
      let first = try await School.current.call(.post, sky + "/enroll", json: "{}", as: caller).status
      if first == 201 { return first }
      return try await School.current.call(.post, sky + "/waiting-list", as: caller).status + 1000
    }
    #expect(statuses.filter { $0 == 201 }.count == 30)
    #expect(statuses.filter { $0 == 1201 }.count == 170)
    let places: [Int] = try await school.db.all("SELECT place FROM waiting_list ORDER BY place")
    #expect(places == Array(1...170))
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test(.timeLimit(.minutes(10)))
  func `rounds of leaving, enrolling, waiting and redeeming at once never oversell`() async throws {
    let sky = "/api/v1/courses/reading-the-night-sky"
    let id = try #require(try await school.call(.get, sky)["id"]?.string)
    _ = try await school.call(.patch, "/api/v1/courses/\(id)", json: #"{"max_students": 4}"#, as: .tom)
    let crowd = try await school.crowd(16)
    for round in 0..<40 {
      _ = try await school.together(crowd) { caller in
        let number = abs(caller.hashValue &+ round) % 3
        switch number {
        case 0: return try await School.current.call(.delete, sky + "/enroll", as: caller).status
        case 1: return try await School.current.call(.post, sky + "/enroll", json: "{}", as: caller).status
        default: return try await School.current.call(.post, sky + "/waiting-list", as: caller).status
        }
      }
      #expect(try await TeachingCounts.faults(in: school.db) == [])
      let over: Int = try await school.db.value(
        "SELECT count(*) FROM courses WHERE total_enrolled + seats_held > max_students")
      #expect(over == 0)
    }
  }

  private func bread() async throws -> String {
    try #require(try await school.call(.get, "/api/v1/courses/bread-from-scratch")["id"]?.string)
  }
  private func video() async throws -> String {
    let outline = try await school.call(.get, "/api/v1/courses/clay-and-fire/outline", as: .tom)
    let section = try #require(outline["sections", "0", "id"]?.string)
    let made = try await school.call(
      .post, "/api/v1/sections/\(section)/videos",
      json: #"{"title": "Film", "video_url": "https://example.org/a.mp4", "requires_code": true}"#,
      as: .tom)
    return try #require(made["id"]?.string, "\(made.text)")
  }
  private func generate(_ fields: String) async throws -> [String] {
    let reply = try await school.call(.post, "/api/v1/access-codes/generate", json: "{\(fields)}", as: .tom)
    #expect(reply.status == 201, "\(reply.text)")
    return (reply["data"]?.elements ?? []).compactMap { $0.step("code")?.string }
  }
  private func redeem(_ code: String, _ caller: Caller) async throws -> Reply {
    try await school.redeem(code, caller, key: nil)
  }
}

extension School {
  fileprivate func redeem(_ code: String, _ caller: Caller, key: String?) async throws -> Reply {
    try await keyed("/api/v1/access-codes/redeem", #"{"code": "\#(code)"}"#, caller, key)
  }

  fileprivate func keyed(_ target: String, _ json: String, _ caller: Caller, _ key: String?) async throws -> Reply {
    let token = try await accessToken(of: caller) ?? ""
    var headers = [
      ("Accept", "application/json"), ("Authorization", "Bearer " + token), ("Content-Type", "application/json"),
    ]
    if let key { headers.append(("Idempotency-Key", key)) }
    return try await send("POST", target, headers: headers, body: Array(json.utf8))
  }

  /// People who are signed in already.
  fileprivate func crowd(_ count: Int) async throws -> [Caller] {
    var crowd: [Caller] = []
    for number in 0..<count {
      let letters = [number / 26, number % 26].map { String(UnicodeScalar(UInt8(97 + $0))) }.joined()
      let caller = try await add("Kim\(letters)")
      _ = try await session(of: caller)
      crowd.append(caller)
    }
    return crowd
  }

  fileprivate func together<Value: Sendable>(
    _ crowd: [Caller], _ body: @escaping @Sendable (Caller) async throws -> Value
  ) async throws -> [Value] {
    try await withThrowingTaskGroup(of: Value.self) { group in
      for caller in crowd { group.addTask { try await body(caller) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }
}
