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

/// What a device may keep, and how what was done without a network comes to count.
@Suite(.school) struct `Reading offline` {
  let school = School.current

  @Test func `the school describes itself as an app with pictures of its own`() async throws {
    let reply = try await school.get("/manifest.webmanifest")
    #expect(reply.status == 200 && reply.header("content-type") == "application/manifest+json")
    #expect(reply["name"]?.string == "Evolv" && reply["start_url"]?.string == "/learn")
    #expect(reply["display"]?.string == "standalone" && reply["scope"]?.string == "/")
    let icons = try #require(reply["icons"]?.elements)
    #expect(Set(icons.compactMap { $0.step("purpose")?.string }) == ["any", "maskable"])
    #expect(icons.contains { $0.step("type")?.string == "image/svg+xml" })
    for icon in icons {
      let picture = try await school.get(try #require(icon.step("src")?.string), accept: "*/*")
      #expect(picture.status == 200 && picture.header("content-type") == icon.step("type")?.string)
    }
    let page = try await school.get("/courses")
    #expect(page.contains(#"rel="manifest" href="/manifest.webmanifest""#))
    #expect(try await school.get("/app-icons/other.png").status == 404)
  }

  @Test func `the app bears the school's name and color`() async throws {
    _ = try await school.call(.patch, "/api/v1/settings/general", json: #"{"school_name": "Lake School"}"#, as: .ada)
    let before = try await school.get("/app-icons/app-512.png", accept: "*/*").bytes
    _ = try await school.call(.patch, "/api/v1/settings/branding", json: ##"{"primary": "#8a1c4a"}"##, as: .ada)
    let reply = try await school.get("/manifest.webmanifest")
    #expect(reply["name"]?.string == "Lake School" && reply["theme_color"]?.string == "#8a1c4a")
    #expect(try await school.get("/app-icons/app-512.png", accept: "*/*").bytes != before)
  }

  @Test func `the worker stands at the root, is asked for again and names its files`() async throws {
    let reply = try await school.get("/service-worker.js", accept: "*/*")
    #expect(reply.status == 200 && reply.header("content-type") == "text/javascript; charset=utf-8")
    #expect(reply.header("service-worker-allowed") == "/" && reply.header("cache-control") == "no-cache")
    #expect(reply.header("content-security-policy")?.contains("script-src 'self'") == true)
    #expect(reply.contains("importScripts(\"/assets/") && reply.contains("site.css") && reply.contains("\"/offline\""))
    for part in reply.text.split(separator: "\"") where part.hasPrefix("/") {
      #expect(try await school.get(String(part), accept: "*/*").status == 200, "\(part)")
    }
  }

  @Test func `a copy holds no name, no token and no message, and may be kept`() async throws {
    _ = try await school.post("/courses/clay-and-fire/enrollment", as: .mia)
    let shown = try await school.get("/learn/clay-and-fire/wedging", as: .mia)
    #expect(shown.header("cache-control") == "no-store" && shown.contains("keep-menu"))
    let copy = try await school.get("/learn/clay-and-fire/wedging/offline", as: .mia)
    #expect(copy.status == 200 && copy.header("cache-control") == "private, no-cache")
    #expect(copy.contains("shell-kept") && copy.contains("keep-menu") && !copy.contains("Mia"))
    #expect(!copy.contains("/logout") && !copy.contains("Write a note"))
    #expect(!copy.text.contains(/name="csrf" value="[^"]/) && shown.text.contains(/name="csrf" value="[^"]/))
    let list = try await school.get("/offline", as: .mia)
    #expect(list.status == 200 && !list.contains("Mia") && !list.contains("data-person"))
    #expect(list.text == (try await school.get("/offline").text))
  }

  @Test func `lists the lessons that are open, and none to who takes no course`() async throws {
    let address = "/api/v1/courses/clay-and-fire/offline"
    #expect(try await school.call(.get, address).status == 401)
    let kim = try await school.add("Kim"), eve = try await school.add("Eve")
    let refused = try await school.call(.get, address, as: kim)
    #expect(refused.status == 403 && refused["code"]?.string == "locked")
    _ = try await school.post("/courses/clay-and-fire/enrollment", as: kim)
    let offered = try await school.call(.get, address, as: kim)
    let lessons = try #require(offered["lessons"]?.elements)
    #expect(offered.status == 200 && !lessons.isEmpty)
    #expect(offered["left_out"]?.number == "0")
    for lesson in lessons {
      let copy = try await school.get(try #require(lesson.step("copy")?.string), as: kim)
      #expect(copy.status == 200)
      #expect(try await school.get(try #require(lesson.step("copy")?.string), as: eve).status == 403)
    }
    #expect(try await school.call(.get, "/api/v1/courses/no-such-course/offline", as: kim).status == 404)
  }

  @Test func `videos, and courses whose teacher forbids it, are not kept`() async throws {
    _ = try await school.post("/courses/clay-and-fire/enrollment", as: .mia)
    let outline = try await school.call(.get, "/api/v1/courses/clay-and-fire/outline", as: .mia)
    let section = try #require(outline["sections", "0", "id"]?.string)
    let film = #"{"title": "Glazes", "video_url": "https://films.example/glaze.mp4"}"#
    let added = try await school.call(.post, "/api/v1/sections/\(section)/videos", json: film, as: .tom)
    let slug = try #require(added["slug"]?.string, "\(added.text)")
    let offered = try await school.call(.get, "/api/v1/courses/clay-and-fire/offline", as: .mia)
    #expect(offered["left_out"]?.number == "1")
    let video = try await school.get("/learn/clay-and-fire/\(slug)/offline", as: .mia)
    #expect(video.status == 403 && video.contains("Videos and files need a network"))

    let terms = "/teach/courses/clay-and-fire/access"
    #expect(try await school.get(terms, as: .tom).contains("allows_offline"))
    let other = try await school.post(terms, form: ["offer_hours": "48"], as: .leo)
    #expect(other.status == 403)
    #expect(try await school.post(terms, form: ["offer_hours": "48"], as: .tom).status == 303)
    let shown = try await school.get("/learn/clay-and-fire/wedging", as: .mia)
    #expect(shown.status == 200 && !shown.contains("keep-menu") && shown.header("cache-control") == "no-store")
    let copy = try await school.get("/learn/clay-and-fire/wedging/offline", as: .mia)
    #expect(copy.status == 403 && copy.contains("only be read with a network"))
    #expect(copy.header("cache-control") == "no-store")
    let call = try await school.call(.get, "/api/v1/courses/clay-and-fire/offline", as: .mia)
    #expect(call.status == 403 && call["detail"]?.string?.contains("only be read with a network") == true)

    // Through the API; what is left out stays.
    let address = "/api/v1/courses/clay-and-fire/terms"
    let body = #"{"offer_hours": 24, "prerequisites": []"#
    let kept = try await school.call(.put, address, json: body + "}", as: .tom)
    #expect(kept["allows_offline"]?.bool == false, "\(kept.text)")
    let given = try await school.call(.put, address, json: body + #", "allows_offline": true}"#, as: .tom)
    #expect(given["allows_offline"]?.bool == true)
    #expect(try await school.get("/learn/clay-and-fire/wedging/offline", as: .mia).status == 200)
  }

  @Test func `nobody keeps lessons past the end of their access or as somebody else`() async throws {
    _ = try await school.post("/courses/clay-and-fire/enrollment", as: .mia)
    let open = try await school.call(.get, "/api/v1/courses/clay-and-fire/offline", as: .mia)
    let month = try #require(open["kept_until"]?.string.flatMap { Instant(text: $0) })
    #expect(month == school.now + .days(30))
    let end = school.now + .days(3)
    try await school.db.execute("UPDATE course_enrollments SET expires_at = \(end)")
    let short = try await school.call(.get, "/api/v1/courses/clay-and-fire/offline", as: .mia)
    #expect(short["kept_until"]?.string.flatMap { Instant(text: $0) } == end)
    school.waitLong(.days(4))
    let gone = try await school.call(.get, "/api/v1/courses/clay-and-fire/offline", as: .mia)
    #expect(gone.status == 403 && gone["detail"]?.string?.contains("no longer open") == true)
    #expect(try await school.get("/learn/clay-and-fire/wedging/offline", as: .mia).status == 403)
  }

  @Test func `a step that is sent twice counts once, even after it was taken back`() async throws {
    let kim = try await school.add("Kim"), item = try await lesson(for: kim)
    let answers = try await withThrowingTaskGroup(of: Reply.self) { group in
      for _ in 1...8 { group.addTask { try await School.current.step(item, key: "one-step", as: kim) } }
      return try await group.reduce(into: [Reply]()) { $0.append($1) }
    }
    #expect(answers.allSatisfy { $0.status == 200 } && Set(answers.map(\.text)).count == 1)
    #expect(answers[0]["items_done"]?.number == "1")
    _ = try await school.call(.delete, "/api/v1/items/\(item)/completion", as: kim)
    #expect(try await school.step(item, key: "one-step", as: kim).status == 200)
    #expect(try await school.call(.get, "/api/v1/users/me/enrollments", as: kim).contains(#""progress":0"#))
    #expect(try await school.step(item, key: "another", as: kim)["items_done"]?.number == "1")
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `a browser sends by cookie and token; neither alone is enough`() async throws {
    let item = try await lesson(for: .mia),
      cookie = ("Cookie", "session=" + (try #require(try await school.session(of: .mia))))
    let json = ("Accept", "application/json")
    let reader = try await school.send("GET", "/api/v1/users/me/offline", headers: [cookie, json])
    let token = try #require(reader["csrf_token"]?.string)
    #expect(reader.status == 200 && reader["user_id"]?.string != nil && reader.header("cache-control") == "no-store")
    #expect(try await school.send("GET", "/api/v1/users/me/offline", headers: [json]).status == 401)
    func send(_ headers: [(String, String)]) async throws -> Int {
      try await school.send(
        "PUT", "/api/v1/items/\(item)/completion", headers: headers + [json, ("Idempotency-Key", "k")]
      )
      .status
    }
    #expect(try await send([cookie]) == 403)
    #expect(try await send([("X-CSRF-Token", token)]) == 401)
    #expect(try await send([cookie, ("X-CSRF-Token", token)]) == 200)
    // The session ended meanwhile.
    _ = try await school.post("/logout", as: .mia)
    #expect(try await send([cookie, ("X-CSRF-Token", token)]) == 401)
  }

  @Test func `a step of a lesson that is no longer open is refused in words`() async throws {
    let kim = try await school.add("Kim"), item = try await lesson(for: kim), past = school.now - .hours(1)
    try await school.db.execute("UPDATE course_enrollments SET expires_at = \(past)")
    let refused = try await school.step(item, key: "late", as: kim)
    #expect(refused.status == 403 && refused["detail"]?.string == "Your access to this course has ended.")
    // A refusal is no answer to keep: with access again the same step counts.
    try await school.db.execute("UPDATE course_enrollments SET expires_at = NULL")
    #expect(try await school.step(item, key: "late", as: kim).status == 200)
  }

  /// A lesson of a course that they begin to take, and that is no preview.
  private func lesson(for caller: Caller) async throws -> String {
    _ = try await school.post("/courses/clay-and-fire/enrollment", as: caller)
    let outline = try await school.call(.get, "/api/v1/courses/clay-and-fire/outline", as: caller)
    let items = (outline["sections"]?.elements ?? []).flatMap { $0.step("items")?.elements ?? [] }
    return try #require(items.last { $0.step("is_preview")?.bool == false }?.step("id")?.string)
  }
}

extension School {
  fileprivate func step(_ item: String, key: String, as caller: Caller) async throws -> Reply {
    let token = try await accessToken(of: caller) ?? ""
    return try await send(
      "PUT", "/api/v1/items/\(item)/completion",
      headers: [("Accept", "application/json"), ("Authorization", "Bearer " + token), ("Idempotency-Key", key)])
  }
}
