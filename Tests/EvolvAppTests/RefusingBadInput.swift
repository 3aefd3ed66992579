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

/// The list of the issue: what is wrong is said, in the right status, and nothing else happens.
@Suite(.school) struct `Refusing bad input` {
  let school = School.current

  @Test(arguments: [
    (#"{"title": "A""#, 400), ("", 422), ("[]", 422), ("nonsense", 400), (#"{"title": "A"} x"#, 400),
    (#"{"title": "A",}"#, 400),
    (#"{"title": "A", "colour": "red"}"#, 422), (#"{"title": 7}"#, 422), (#"{"title": null}"#, 422),
    (#"{"title": "A", "title": "B"}"#, 422),
    (#"{"title": "A", "duration_minutes": "ten"}"#, 422), (#"{"title": "A", "duration_minutes": 1e999}"#, 422),
    (#"{"title": "A", "category_id": "7"}"#, 422), (#"{"title": "A\u0000B"}"#, 422), (#"{"title": "\ud800"}"#, 400),
    (#"{"title": "\udc00\ud800"}"#, 400), (#"{"title": "A", "max_students": -1}"#, 422), (#"{"title": "   "}"#, 422),
  ])
  func `refuses what is no course`(body: String, status: Int) async throws {
    let before = try await courses()
    let reply = try await school.call(.post, "/api/v1/courses", json: body, as: .tom)
    #expect(reply.status == status, "\(reply.text)")
    #expect(reply.header("content-type") == "application/problem+json")
    #expect(try await courses() == before)
  }

  @Test func `names each faulty field`() async throws {
    let reply = try await school.call(
      .post, "/api/v1/courses", json: #"{"level": "guru", "colour": 1, "duration_minutes": 0}"#, as: .tom)
    #expect(Set(reply.faults) == ["colour unknown", "title missing", "level type", "duration_minutes range"])
  }

  @Test func `refuses bytes that are not UTF-8`() async throws {
    let headers = [
      ("Content-Type", "application/json"),
      ("Authorization", "Bearer \(try #require(await school.accessToken(of: .tom)))"),
    ]
    let body = Array(#"{"title": ""#.utf8) + [0xC3, 0x28, 0xFF] + Array(#""}"#.utf8)
    #expect(try await school.send("POST", "/api/v1/courses", headers: headers, body: body).status == 400)
  }

  @Test func `refuses what is nested too deep, or too large`() async throws {
    let deep = #"{"title": "# + String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000) + "}"
    #expect(try await school.call(.post, "/api/v1/courses", json: deep, as: .tom).status == 400)
    let large = #"{"title": ""# + String(repeating: "a", count: 3_000_000) + #""}"#
    #expect(try await school.call(.post, "/api/v1/courses", json: large, as: .tom).status == 413)
  }

  @Test(arguments: [
    "page=-1", "page=0", "page=x", "page=99999999999999999999", "page_size=1000000000", "page_size=0", "level=guru",
    "colour=red",
    "category_id=7", "page=1&page=2", "cursor=%00", "cursor=zzz",
  ])
  func `refuses a query that is none`(query: String) async throws {
    let reply = try await school.call(.get, "/api/v1/courses?" + query)
    #expect(reply.status == 422, "\(reply.text)")
  }

  @Test(arguments: ["q=%", "q=%ZZ", "q=%C3%28", "q=%ED%A0%80"])
  func `refuses a query that is not percent-encoded UTF-8`(query: String) async throws {
    #expect(try await school.call(.get, "/api/v1/courses?" + query).status == 400)
  }

  @Test(arguments: [
    "7", "not-a-uuid", "00000000-0000-0000-0000-00000000000g", "..%2F..%2Fetc", "%00", "%C3%28", "' OR 1=1 --",
    "01890a5d-ac96-774b-bcce-b302099a8057",
  ])
  func `finds nothing under an id that is none`(id: String) async throws {
    for place in ["courses", "lessons", "items", "videos", "sections"] {
      let reply = try await school.call(.get, "/api/v1/\(place)/\(id.replacing(" ", with: "%20"))", as: .mia)
      #expect([404, 405].contains(reply.status), "\(place) \(reply.text)")
    }
  }

  @Test(arguments: [
    "' OR 1=1; DROP TABLE courses; --", #"" OR ""#, "NEAR(clay fire, 2)", "clay AND NOT fire", "title: clay", "^clay",
    "clay*", "{clay fire}", "(", ")",
    "-clay", "clay & !fire", "clay | fire", "clay <-> fire", "clay:*", "\\", "%", "_", "'", "🙂", "  ", "a\u{301}",
    String(repeating: "clay ", count: 40),
  ])
  func `searches for words and never for operators`(words: String) async throws {
    let reply = try await school.call(.get, "/api/v1/courses?q=" + encoded(words))
    #expect(reply.status == 200 || reply.status == 422, "\(words): \(reply.text)")
    #expect(try await school.call(.get, "/api/v1/courses")["meta", "total"]?.number == "5")
  }

  @Test func `finds what was searched for, and nothing for a text with NUL`() async throws {
    #expect(try await school.call(.get, "/api/v1/courses?q=clay")["data", "0", "slug"]?.string == "clay-and-fire")
    #expect(try await school.call(.get, "/api/v1/courses?q=clay%00fire").status == 422)
  }

  @Test(arguments: [
    ("title=A%00B", 422), ("title=%ED%A0%80", 400), ("title=%C3%28", 400), ("title=%ZZ", 400),
    ("title=A&title=B", 422), ("title=" + String(repeating: "a", count: 300), 422), ("title=%20%20", 422),
    ("title=A&colour=red", 422),
  ])
  func `refuses a form that is none`(fields: String, status: Int) async throws {
    let before = try await courses()
    let session = try #require(await school.session(of: .tom))
    let token = school.program.facilities.forgery.token(for: session)
    let reply = try await school.send(
      "POST", "/teach/courses",
      headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", "session=\(session)")],
      body: Array("csrf=\(token)&\(fields)".utf8))
    #expect(reply.status == status, "\(reply.text)")
    #expect(try await courses() == before)
  }

  @Test func `takes only what it understands, and says what it cannot give`() async throws {
    let bearer = ("Authorization", "Bearer \(try #require(await school.accessToken(of: .tom)))")
    for type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
      let reply = try await school.send(
        "POST", "/api/v1/courses", headers: [bearer, ("Content-Type", type)], body: Array(#"{"title":"A"}"#.utf8))
      #expect(reply.status == 415)
    }
    #expect(try await school.get("/api/v1/courses", accept: "image/png").status == 406)
    #expect(try await school.get("/login", accept: "image/png").status == 406)
    #expect(try await school.get("/api/v1/courses", accept: "application/json;q=0").status == 406)
    #expect(try await school.get("/api/v1/courses", accept: "*/*").status == 200)
  }

  @Test(arguments: ["Bearer x", "Bearer ", "Basic YTpi", "Bearer a.b.c", "bearer"])
  func `refuses a token that does not hold`(credential: String) async throws {
    #expect(try await school.send("GET", "/api/v1/users/me", headers: [("Authorization", credential)]).status == 401)
  }

  private func courses() async throws -> Int { try await school.db.value("SELECT count(*) FROM courses") }
}

/// Everything but letters and digits as `%XX`.
func encoded(_ text: String) -> String {
  text.utf8.map { byte in
    let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    return isPlain
      ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }.joined()
}
