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

/// What learners see of a film is kept, joined, counted for those who teach, and enough of it is done.
@Suite(.school) struct `Keeping what was seen` {
  let school = School.current

  @Test func `parts are joined, the place is kept, and enough of them is done`() async throws {
    let film = try await film(lasting: 100_000)
    #expect(try await seen(film, as: .mia)["percent"]?.number == "0.00")
    #expect(try await report(film, "0-30000", at: 30_000).status == 200)
    #expect(try await report(film, "20000-50000,70000-80000", at: 80_000).status == 200)
    let half = try await seen(film, as: .mia)
    #expect(half["ranges"]?.string == "0-50000,70000-80000" && half["place"]?.number == "80000", "\(half.text)")
    #expect(half["percent"]?.number == "60.00" && half["is_watched"]?.bool == false)
    let page = try await school.get("/learn/clay-and-fire/\(film.slug)", as: .mia)
    #expect(page.contains(#"data-place="80000""#) && page.contains("Go on at 1:20"))
    #expect(page.contains(#"<span class="film-percent">60</span>"#) && page.contains("once you have seen 90 %"))
    // Told again, nothing changes; what is beyond the end is not there.
    let enough = try await report(film, "0-50000,50000-70000,85000-9000000", at: 9_000_000)
    #expect(enough["percent"]?.number == "95.00" && enough["is_watched"]?.bool == true, "\(enough.text)")
    #expect(enough["place"]?.number == "100000")
    let done = try await school.get("/learn/clay-and-fire/\(film.slug)", as: .mia)
    #expect(done.contains("mark as not done") && done.contains("It is done.") && done.contains(#"data-place="0""#))
    // Who takes it back has it back, though they watch on.
    #expect(try await school.call(.delete, "/api/v1/items/\(film.item)/completion", as: .mia).status == 200)
    #expect(try await report(film, "80000-85000", at: 85_000)["is_watched"]?.bool == true)
    #expect(try await school.get("/learn/clay-and-fire/\(film.slug)", as: .mia).contains("Mark done"))
    #expect(try await TeachingCounts.faults(in: school.db) == [])
    try await school.db.execute("UPDATE video_heat SET learners = 0 WHERE part = 3")
    let faults = try await TeachingCounts.faults(in: school.db)
    #expect(faults == ["1 films count fewer viewers of a part than have seen it"])
  }

  @Test func `the log tells of watching every five minutes at most`() async throws {
    let film = try await film(lasting: 3_600_000)
    for _ in 0..<5 {
      #expect(try await report(film, "0-10000", at: 10_000).status == 200)
      school.wait(.minutes(2))
    }
    let lines: Int = try await school.db.value("SELECT count(*) FROM learning_evidence WHERE kind = 'watched'")
    #expect(lines == 2)
  }

  @Test func `teachers see which parts are watched, and others do not`() async throws {
    let film = try await film(lasting: 100_000)
    let address = "/teach/courses/clay-and-fire/films/\(film.slug)"
    #expect(try await school.get(address, as: .tom).contains("Nobody has watched it yet"))
    for ranges in ["0-10000", "10000-20000", "5000-10000", "0-300"] {
      #expect(try await report(film, ranges, at: 0).status == 200)
    }
    let heat = try await school.call(.get, "/api/v1/items/\(film.item)/heat", as: .tom)
    #expect(heat["learners"]?.number == "1" && heat["average_percent"]?.number == "20.00", "\(heat.text)")
    let parts = try #require(heat["parts"]?.elements)
    #expect(parts.count == 100)
    let plays = parts.map { $0.step("plays")?.number ?? "" }, learners = parts.map { $0.step("learners")?.number ?? "" }
    #expect(plays[..<20] == ArraySlice((0..<20).map { (5..<10).contains($0) ? "2" : "1" }) && plays[20] == "0")
    #expect(learners.count { $0 == "1" } == 20 && learners.count { $0 == "0" } == 80)
    let page = try await school.get(address, as: .tom)
    #expect(page.contains("heat-4") && page.contains("The most at 0:05: 2 times.") && page.statements <= 9)
    #expect(try await school.get("/teach/courses/clay-and-fire/progress", as: .tom).contains(address))
    #expect(try await school.get(address + "/parts.csv", as: .tom).contains("0:05,0:06,1,2"))
    for caller in [Caller.mia, .leo] {
      #expect(try await school.get(address, as: caller).status == 403)
      #expect(try await school.get(address + "/parts.csv", as: caller).status == 403)
      #expect(try await school.call(.get, "/api/v1/items/\(film.item)/heat", as: caller).status == 403)
    }
    #expect(try await school.get(address).status == 303)
  }

  @Test func `what is no report is refused, and who does not learn here has nothing kept`() async throws {
    let film = try await film(lasting: 100_000)
    for (ranges, place) in [
      ("5-3", "0"), ("-5-3", "0"), ("0-99999999", "0"), ("x", "0"), ("0-5", "-1"), ("0-5", "43200001"),
    ] {
      let json = #"{"ranges":"\#(ranges)","place":\#(place)}"#
      #expect(try await school.call(.put, film.watching, json: json, as: .mia).status == 422, "\(json)")
      let form = try await school.post(
        "/learn/clay-and-fire/\(film.slug)/watched", form: ["ranges": ranges, "place": place], as: .mia)
      #expect(form.status == 422)
    }
    let fine = #"{"ranges":"0-5000","place":5000}"#
    // Nina is not enrolled, Tom teaches, and a visitor is nobody.
    for (caller, status) in [(try await school.add("Nina"), 403), (Caller.tom, 403), (.visitor, 401)] {
      #expect(try await school.call(.put, film.watching, json: fine, as: caller).status == status)
    }
    #expect(try await rows() == 0)
    let sent = try await school.post(
      "/learn/clay-and-fire/\(film.slug)/watched", form: ["ranges": "0-5000", "place": "5000"], as: .mia)
    #expect(sent.status == 200 && sent["percent"]?.number == "5.00", "\(sent.text)")
    #expect(try await rows() == 1)
    let strange = try await school.post(
      "/learn/clay-and-fire/\(film.slug)/watched", form: ["ranges": "0-5000", "place": "5000"], as: .mia,
      token: "of somebody else")
    #expect(strange.status == 403)
    // A lesson is no film, and a film that is not ready is none yet.
    let lesson: String =
      try await school.call(.get, "/api/v1/courses/clay-and-fire/outline")[
        "sections", "0", "items", "0", "id"]?.string ?? ""
    #expect(try await school.call(.put, "/api/v1/items/\(lesson)/watching", json: fine, as: .mia).status == 404)
    try await school.db.transaction { _ = try await $0.execute("UPDATE media_files SET state = 'processing'") }
    #expect(try await school.call(.put, film.watching, json: fine, as: .mia).status == 409)
  }

  @Test func `another film in the same place begins anew`() async throws {
    let film = try await film(lasting: 100_000)
    #expect(try await report(film, "0-95000", at: 95_000)["is_watched"]?.bool == true)
    let other = try await self.film(lasting: 50_000)
    let json = #"{"video_url":"\#(other.address)"}"#
    #expect(try await school.call(.patch, "/api/v1/videos/\(film.item)", json: json, as: .tom).status == 200)
    let seen = try await seen(film, as: .mia)
    #expect(seen["percent"]?.number == "0.00" && seen["duration_seconds"]?.number == "50")
    let told = try await report(film, "0-5000", at: 5000)
    #expect(told["ranges"]?.string == "0-5000" && told["is_watched"]?.bool == false, "\(told.text)")
  }

  private struct Film {
    let item: String, slug: String, address: String
    var watching: String { "/api/v1/items/\(item)/watching" }
  }

  /// A video of clay and fire whose film is ready, as long as the test wants it.
  private func film(lasting milliseconds: Int) async throws -> Film {
    let made = try await school.upload(SentFile("kiln.mp4", try School.film()), calling: "/api/v1/media", as: .tom)
    let address = "/media/" + (try #require(made["id"]?.string, "\(made.text)"))
    try await school.doJobs()
    try await school.db.transaction { transaction in
      _ = try await transaction.execute(
        "UPDATE media_files SET duration_ms = \(milliseconds) WHERE state = 'ready' AND duration_ms < 5000")
    }
    let course = try await school.call(.get, "/api/v1/courses/clay-and-fire")
    let section = try #require(course["sections", "0", "id"]?.string)
    let item = try await school.call(
      .post, "/api/v1/sections/\(section)/videos", json: #"{"title":"Firing","video_url":"\#(address)"}"#, as: .tom)
    return Film(
      item: try #require(item["id"]?.string, "\(item.text)"), slug: try #require(item["slug"]?.string), address: address
    )
  }

  private func report(_ film: Film, _ ranges: String, at place: Int) async throws -> Reply {
    try await school.call(.put, film.watching, json: #"{"ranges":"\#(ranges)","place":\#(place)}"#, as: .mia)
  }
  private func seen(_ film: Film, as caller: Caller) async throws -> Reply {
    try await school.call(.get, film.watching, as: caller)
  }
  private func rows() async throws -> Int { try await school.db.value("SELECT count(*) FROM video_progress") }
}
