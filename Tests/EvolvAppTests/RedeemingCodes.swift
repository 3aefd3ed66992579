import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Payloads
import Routing
import SQLStore
import Teaching
import Testing

/// Access codes, typed as people type them, and many at once.
@Suite(.school) struct `Redeeming codes` {
  let school = School.current

  @Test(arguments: ["BREA-DFRE-SHEN", "brea-dfre-shen", " bread freshen ", "BREADFRESHEN", "brea dfre-shen"])
  func `takes a code as people paste it`(typed: String) async throws {
    let reply = try await school.post("/redeem", form: ["code": typed], as: .mia)
    #expect(reply.location == "/learn/bread-from-scratch", "\(reply.status)")
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `says why a code does not open anything`() async throws {
    #expect(try await redeem("nonsense", .mia) == ["code unknown"])
    #expect(try await redeem("AAAA-BBBB-CCCC", .mia) == ["code unknown"])
    let single = try await generate(#""type": "single_use", "count": 1"#)[0]
    #expect(try await redeem(single, .mia) == [])
    #expect(try await redeem(single, .mia) == ["code already_enrolled"])
    #expect(try await redeem(single, .leo) == ["code used_up"])
    let short = try await generate(
      #""type": "unlimited", "count": 1, "expires_at": "\#((school.now + .minutes(10)).text)""#)[0]
    school.wait(.minutes(10))
    #expect(try await redeem(short, .leo) == ["code expired"])
    let log: Int = try await school.db.value("SELECT count(*) FROM code_redemptions WHERE outcome <> 'redeemed'")
    #expect(log >= 3)
  }

  @Test func `refuses codes that were taken back, and whoever tries too many`() async throws {
    let made = try await school.call(
      .post, "/api/v1/access-codes/generate", json: try await order(#""type": "unlimited", "count": 1"#), as: .tom)
    let id = try #require(made["data", "0", "id"]?.string), code = try #require(made["data", "0", "code"]?.string)
    #expect(try await school.call(.delete, "/api/v1/access-codes/\(id)", as: .mia).status == 404)
    #expect(try await school.call(.delete, "/api/v1/access-codes/\(id)", as: .tom).status == 204)
    #expect(try await redeem(code, .mia) == ["code inactive"])
    var last = 0
    for _ in 1...10 {
      last = try await school.call(.post, "/api/v1/access-codes/redeem", json: #"{"code": "AAAA-BBBB-CCCC"}"#, as: .leo)
        .status
    }
    #expect(last == 429)
  }

  @Test func `lets only the teacher of the course make codes`() async throws {
    let json = try await order(#""type": "unlimited", "count": 1"#)
    #expect(
      [403, 404].contains(try await school.call(.post, "/api/v1/access-codes/generate", json: json, as: .mia).status))
    let other = try await school.add("Eve", .instructor)
    #expect(
      [403, 404].contains(try await school.call(.post, "/api/v1/access-codes/generate", json: json, as: other).status))
    #expect(try await school.call(.post, "/api/v1/access-codes/generate", json: json, as: .ada).status == 201)
  }

  @Test func `opens a single-use code to one of fifty who use it at once`() async throws {
    let code = try await generate(#""type": "single_use", "count": 1"#)[0], crowd = try await crowd(50)
    let statuses = try await together(crowd) {
      try await School.current.call(.post, "/api/v1/access-codes/redeem", json: #"{"code": "\#(code)"}"#, as: $0).status
    }
    #expect(statuses.filter { $0 == 200 }.count == 1)
    #expect(statuses.allSatisfy { $0 == 200 || $0 == 422 }, "\(statuses)")
    let enrolled: Int = try await school.db.value("SELECT count(*) FROM course_enrollments WHERE origin = 'code'")
    #expect(enrolled == 1)
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `gives five seats to five of thirty who enroll at once`() async throws {
    let id = try await school.call(.get, "/api/v1/courses/reading-the-night-sky")["id"]?.string ?? ""
    let limited = try await school.call(.patch, "/api/v1/courses/\(id)", json: #"{"max_students": 5}"#, as: .tom)
    #expect(limited.status == 200, "\(limited.text)")
    let crowd = try await crowd(30)
    let statuses = try await together(crowd) {
      try await School.current.call(.post, "/api/v1/courses/reading-the-night-sky/enroll", json: "{}", as: $0).status
    }
    #expect(statuses.filter { $0 == 201 }.count == 5)
    #expect(statuses.allSatisfy { $0 == 201 || $0 == 409 }, "\(statuses)")
    #expect(try await school.call(.get, "/api/v1/courses/reading-the-night-sky")["total_enrolled"]?.number == "5")
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `enrolls one person once who presses ten times at once`() async throws {
    let statuses = try await together(Array(repeating: Caller.mia, count: 10)) {
      try await School.current.call(.post, "/api/v1/courses/reading-the-night-sky/enroll", json: "{}", as: $0).status
    }
    #expect(statuses.allSatisfy { $0 == 201 }, "\(statuses)")
    #expect(try await school.call(.get, "/api/v1/courses/reading-the-night-sky")["total_enrolled"]?.number == "1")
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `counts one item once that is completed forty times at once`() async throws {
    _ = try await school.call(.post, "/api/v1/courses/reading-the-night-sky/enroll", json: "{}", as: .mia)
    let outline = try await school.call(.get, "/api/v1/courses/reading-the-night-sky/outline", as: .mia)
    let item = try #require(outline["sections", "0", "items", "0", "id"]?.string)
    let done = try await together(Array(repeating: Caller.mia, count: 40)) {
      try await School.current.call(.put, "/api/v1/items/\(item)/completion", as: $0)
    }
    #expect(done.allSatisfy { $0.status == 200 && $0["items_done"]?.number == "1" }, "\(done.map(\.status))")
    let entries: Int = try await school.db.value(
      "SELECT count(*) FROM learning_evidence WHERE kind = 'finished' AND course_id = (SELECT id FROM courses WHERE slug = 'reading-the-night-sky')"
    )
    #expect(entries == 1)
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  /// People who are signed in already.
  private func crowd(_ count: Int) async throws -> [Caller] {
    var crowd: [Caller] = []
    for number in 1...count {
      let caller = try await school.add(
        "Kim\(String(UnicodeScalar(UInt8(97 + number / 26))))\(String(UnicodeScalar(UInt8(97 + number % 26))))")
      _ = try await school.session(of: caller)
      crowd.append(caller)
    }
    return crowd
  }
  private func together<Value: Sendable>(_ crowd: [Caller], _ body: @escaping @Sendable (Caller) async throws -> Value)
    async throws -> [Value]
  {
    _ = try await school.session(of: crowd[0])
    return try await withThrowingTaskGroup(of: Value.self) { group in
      for caller in crowd { group.addTask { try await body(caller) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }
  private func redeem(_ code: String, _ caller: Caller) async throws -> [String] {
    try await school.call(.post, "/api/v1/access-codes/redeem", json: #"{"code": "\#(code)"}"#, as: caller).faults
  }
  private func order(_ rest: String) async throws -> String {
    let id = try await school.call(.get, "/api/v1/courses/bread-from-scratch")["id"]?.string ?? ""
    return #"{"course_id": "\#(id)", \#(rest)}"#
  }
  private func generate(_ rest: String) async throws -> [String] {
    let reply = try await school.call(.post, "/api/v1/access-codes/generate", json: try await order(rest), as: .tom)
    #expect(reply.status == 201, "\(reply.text)")
    return (reply["data"]?.elements ?? []).compactMap { $0.step("code")?.string }
  }
}
