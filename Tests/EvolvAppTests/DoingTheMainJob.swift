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

/// A person registers, gets into a course, learns, and what was learned is kept.
@Suite(.school) struct `Doing the main job` {
  let school = School.current

  @Test func `registers, enrolls with one press, completes lessons and goes on`() async throws {
    let pressed = try await school.post("/courses/reading-the-night-sky/enrollment")
    #expect(pressed.location == "/register?next=%2Fcourses%2Freading-the-night-sky%2Fenrollment")
    let entered = try await school.post(
      "/register",
      form: [
        "first_name": "Nora", "last_name": "Quist", "email": "nora@example.org", "password": School.password,
        "next": "/courses/reading-the-night-sky/enrollment",
      ])
    #expect(entered.status == 303 && entered.location == "/courses/reading-the-night-sky/enrollment")
    let intent = try #require(pressed.cookies["intent"]), session = try #require(entered.cookies["session"])
    let enrolled = try await school.send(
      "GET", "/courses/reading-the-night-sky/enrollment", headers: [("Cookie", "session=\(session); intent=\(intent)")])
    #expect(enrolled.location == "/learn/reading-the-night-sky")

    let nora = Caller.account("nora@example.org")
    #expect(
      try await school.get("/learn/reading-the-night-sky", as: nora).location
        == "/learn/reading-the-night-sky/north-without-a-compass")
    let lesson = try await school.get("/learn/reading-the-night-sky/north-without-a-compass", as: nora)
    #expect(lesson.status == 200 && lesson.text.contains("The star that stands still"))
    let done = try await school.post("/learn/reading-the-night-sky/north-without-a-compass/completion", as: nora)
    #expect(done.location == "/learn/reading-the-night-sky/planets-do-not-twinkle")
    #expect(try await progress(of: nora, in: "reading-the-night-sky") == "33.33")

    #expect(try await school.get("/learn/reading-the-night-sky/planets-do-not-twinkle", as: nora).status == 200)
    #expect(try await school.post("/logout", as: nora).status == 303)
    let again = try await school.post("/login", form: ["login": "nora@example.org", "password": School.password])
    let back = [("Cookie", "session=\(try #require(again.cookies["session"]))")]
    #expect(
      try await school.send("GET", "/learn/reading-the-night-sky", headers: back).location
        == "/learn/reading-the-night-sky/planets-do-not-twinkle")
    #expect(try await school.send("GET", "/learn", headers: back).text.contains("Reading the Night Sky"))
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `counts a completion once, gives it back, and finishes the course`() async throws {
    let items = try await enroll(.leo, in: "reading-the-night-sky")
    var seen: [String] = []
    for item in items {
      seen.append(try await complete(item, .leo)["progress"]?.number ?? "")
      seen.append(try await complete(item, .leo)["progress"]?.number ?? "")
    }
    #expect(
      seen == ["33.33", "33.33", "66.67", "66.67", "100", "100"].map { $0 }
        || seen == ["33.33", "33.33", "66.67", "66.67", "100.00", "100.00"])
    #expect(try await complete(items[0], .leo)["status"]?.string == "completed")
    let reopened = try await school.call(.delete, "/api/v1/items/\(items[1])/completion", as: .leo)
    #expect(reopened.status == 200)
    #expect(reopened["items_done"]?.number == "2")
    #expect(reopened["progress"]?.number == "66.67")
    #expect(
      try await school.call(.delete, "/api/v1/items/\(items[1])/completion", as: .leo)["items_done"]?.number == "2")
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `opens to nobody who is not enrolled`() async throws {
    let outline = try await school.call(.get, "/api/v1/courses/reading-the-night-sky/outline")
    let last = try #require(outline["sections", "1", "items", "0", "id"]?.string)
    #expect(outline["sections", "1", "items", "0", "state"]?.string == "locked")
    for caller in [Caller.visitor, .mia] {
      #expect([401, 404, 403].contains(try await school.call(.get, "/api/v1/items/\(last)", as: caller).status))
      #expect(
        [401, 404, 403].contains(try await school.call(.put, "/api/v1/items/\(last)/completion", as: caller).status))
    }
    #expect(try await school.get("/learn/reading-the-night-sky/why-it-has-phases", as: .mia).status != 200)
    let draft = try await school.call(.post, "/api/v1/courses/glazes-from-ash/enroll", json: "{}", as: .mia)
    #expect(draft.status == 404)
    #expect(try await school.call(.get, "/api/v1/courses/glazes-from-ash", as: .mia).status == 404)
    #expect(try await school.call(.get, "/api/v1/courses/glazes-from-ash", as: .tom).status == 200)
    #expect(
      try await school.call(.post, "/api/v1/courses/bread-from-scratch/enroll", json: "{}", as: .mia).status == 403)
  }

  @Test func `shows the teacher who is where, and nobody else`() async throws {
    let list = try await school.call(.get, "/api/v1/courses/clay-and-fire/students", as: .tom)
    #expect(list.status == 200)
    #expect(list["meta", "total"]?.number == "2")
    #expect(try await school.get("/teach/courses/clay-and-fire/learners", as: .tom).text.contains("Mia Santos"))
    for caller in [Caller.mia, .leo] {
      #expect(
        [403, 404].contains(try await school.call(.get, "/api/v1/courses/clay-and-fire/students", as: caller).status))
      #expect([403, 404].contains(try await school.get("/teach/courses/clay-and-fire/learners", as: caller).status))
      #expect([403, 404].contains(try await school.get("/teach/courses/clay-and-fire/codes", as: caller).status))
    }
  }

  @Test func `takes a lesson that is fetched ahead for no visit, until it is shown`() async throws {
    _ = try await enroll(.mia, in: "reading-the-night-sky")
    let course = "/learn/reading-the-night-sky", ahead = course + "/planets-do-not-twinkle"
    #expect(try await school.get(course + "/north-without-a-compass", as: .mia).status == 200)
    let fetched = try await school.get(ahead, as: .mia, headers: [("Sec-Purpose", "prefetch")])
    #expect(fetched.status == 200 && fetched.text.contains("data-visit=\"\(ahead)/visit\""))
    #expect(try await school.get(course, as: .mia).location == course + "/north-without-a-compass")
    #expect(try await school.post(ahead + "/visit", as: .mia).status == 204)
    #expect(try await school.get(course, as: .mia).location == ahead)
    #expect([403, 404].contains(try await school.post(ahead + "/visit", as: .leo).status))
  }

  @Test func `ends a course with a word about it`() async throws {
    let items = try await enroll(.leo, in: "reading-the-night-sky")
    for item in items.dropLast() { _ = try await complete(item, .leo) }
    let outline = try await school.call(.get, "/api/v1/courses/reading-the-night-sky/outline", as: .leo)
    let sections = outline["sections"]?.elements ?? []
    let last = try #require(sections.last?.step("items")?.elements?.last?.step("slug")?.string)
    let end = try await school.post("/learn/reading-the-night-sky/\(last)/completion", as: .leo)
    #expect(end.location == "/learn?finished=reading-the-night-sky")
    #expect(try await school.get(try #require(end.location), as: .leo).text.contains("You finished Reading the Night"))
  }

  private func progress(of caller: Caller, in slug: String) async throws -> String? {
    try await school.call(.get, "/api/v1/courses/\(slug)/outline", as: caller)["progress"]?.number
  }
  private func complete(_ item: String, _ caller: Caller) async throws -> Reply {
    try await school.call(.put, "/api/v1/items/\(item)/completion", as: caller)
  }
  /// Enrolls freely; the ids of the items in their order.
  private func enroll(_ caller: Caller, in slug: String) async throws -> [String] {
    let reply = try await school.call(.post, "/api/v1/courses/\(slug)/enroll", json: "{}", as: caller)
    #expect(reply.status == 201, "\(reply.text)")
    let outline = try await school.call(.get, "/api/v1/courses/\(slug)/outline", as: caller)
    return (outline["sections"]?.elements ?? []).flatMap { $0.step("items")?.elements ?? [] }.compactMap {
      $0.step("id")?.string
    }
  }
}
