import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Foundation
import Payloads
import Routing
import SQLStore
import Teaching
import Testing

/// A film from its upload to the learner who plays it.
@Suite(.school) struct `Playing our own films` {
  let school = School.current

  @Test func `a film is made anew, put into a course, and played by those who learn there`() async throws {
    let made = try await school.upload(SentFile("kiln.mp4", try School.film()), calling: "/api/v1/media", as: .tom)
    #expect(made.status == 201 && made["state"]?.string == "processing", "\(made.text)")
    let id = try #require(made["id"]?.string)
    let slug = try await video(at: "/media/" + id)
    #expect(try await school.get("/learn/clay-and-fire/\(slug)", as: .mia).contains("is being made ready"))
    try await school.doJobs()
    let ready = try await school.call(.get, "/api/v1/media/\(id)", as: .tom)
    #expect(ready["state"]?.string == "ready" && ready["duration_seconds"]?.number == "2", "\(ready.text)")
    // A film that was taken upright stays upright.
    let item = try await school.call(.get, "/api/v1/courses/clay-and-fire/videos", as: .mia)
    #expect(item["data", "0", "duration_seconds"]?.number == "2", "\(item.text)")
    #expect(ready["width"]?.number == "180" && ready["height"]?.number == "320")
    let page = try await school.get("/learn/clay-and-fire/\(slug)", as: .mia)
    let source = try #require(Self.address(in: page.text, after: #"<video src=""#))
    let playlist = try #require(Self.address(in: page.text, after: #"data-playlist=""#))
    let film = try await school.get(source, as: .mia)
    #expect(film.status == 200 && film.header("content-type") == "video/mp4")
    let master = try await school.get(playlist, as: .mia)
    #expect(master.header("content-type") == "application/vnd.apple.mpegurl", "\(master.text)")
    let size = try #require(master.text.split(separator: "\n").first { $0.hasPrefix("h360.m3u8?") })
    let base = playlist.prefix { $0 != "?" }.dropLast("hls.m3u8".count)
    let pieces = try await school.get(String(base + size), as: .mia)
    #expect(pieces.text.contains("#EXT-X-BYTERANGE") && pieces.text.contains(#"URI="h360.m4s?p="#))
    let piece = try #require(pieces.text.split(separator: "\n").first { $0.hasPrefix("h360.m4s?") })
    #expect(try await school.get(String(base + piece), as: .mia).status == 200)
    // Small pictures for whoever looks for a place.
    let sheet = try await school.get(
      try #require(Self.address(in: page.text, after: #"data-sheet=""#)), as: .mia)
    #expect(sheet.status == 200 && sheet.header("content-type") == "image/jpeg" && sheet.bytes.count > 500)
    #expect(page.contains("data-sheet-count=\"1\"") && page.contains("Place in the film"))
    // Somebody else's address, and nobody's.
    #expect(try await school.get(source, as: .tom).status == 403)
    #expect(try await school.get(source).status == 403)
    #expect(try await school.get("/media/\(id)/deletion", as: .tom).contains("It is shown in one place"))
    // Who no longer learns there no longer sees it, by the same address.
    try await school.db.transaction { _ = try await $0.execute("UPDATE course_enrollments SET status = 'dropped'") }
    #expect(try await school.get(source, as: .mia).status == 403)
    #expect(try await school.get(String(base + piece), as: .mia).status == 403)
  }

  @Test func `a broken film ends in words, and nobody puts the film of somebody else into a course`() async throws {
    let bytes = try School.film()
    let made = try await school.upload(
      SentFile("half.mp4", Array(bytes.prefix(bytes.count / 2))), calling: "/api/v1/media", as: .tom)
    let id = try #require(made["id"]?.string)
    try await school.doJobs()
    let failed = try await school.call(.get, "/api/v1/media/\(id)", as: .tom)
    #expect(failed["state"]?.string == "failed" && failed["failure"]?.string?.contains("damaged") == true)
    #expect(try await school.get("/media/\(id)", as: .tom).contains("Try again"))
    let own = try await school.upload(.document(), calling: "/api/v1/media", as: .ada)
    for address in ["/media/" + (own["id"]?.string ?? ""), "/media/019aa000-0000-7000-8000-000000000000"] {
      #expect(try await add(video: address).status == 422)
    }
  }

  @Test func `a teacher chooses a film of their own, or brings one in with the form`() async throws {
    let course = try await school.call(.get, "/api/v1/courses/clay-and-fire")
    let form = "/teach/sections/\(try #require(course["sections", "0", "id"]?.string))/new/video"
    #expect(try await school.get(form, as: .tom).contains("Or the address of one elsewhere"))
    let film = SentFile("kiln.mp4", try School.film())
    let sent = try await school.upload(
      film, to: form, form: ["title": "Brought along", "is_preview": "", "requires_code": ""], as: .tom)
    #expect(sent.status == 303, "\(sent.text)")
    let id = try #require(try await school.call(.get, "/api/v1/media", as: .tom)["data", "0", "id"]?.string)
    #expect(try await school.get("/learn/clay-and-fire/brought-along", as: .mia).contains("is being made ready"))
    try await school.doJobs()
    #expect(try await school.get("/learn/clay-and-fire/brought-along", as: .mia).contains("data-playlist"))
    #expect(try await school.get(form, as: .tom).contains("kiln.mp4, 0:02"))
    let chosen = try await school.upload(
      nil, to: form, form: ["title": "Chosen", "media": id], as: .tom)
    #expect(chosen.status == 303, "\(chosen.text)")
    #expect(try await school.get("/learn/clay-and-fire/chosen", as: .mia).contains("data-playlist"))
    let edited = try await school.call(.get, "/api/v1/courses/clay-and-fire/videos", as: .tom)
    let item = try #require(edited["data"]?.elements?.first { $0.step("slug")?.string == "chosen" }?.step("id")?.string)
    #expect(try await school.get("/teach/items/\(item)", as: .tom).contains("<option value=\"\(id)\" selected"))
    let link = "https://films.example/kiln.mp4"
    let both = try await school.upload(
      nil, to: "/teach/videos/\(item)", form: ["title": "Chosen", "media": id, "video_url": link], as: .tom)
    #expect(both.status == 422 && both.contains("must be empty where a film of your own is chosen"))
    let moved = try await school.upload(
      nil, to: "/teach/videos/\(item)", form: ["title": "Chosen", "media": "", "video_url": link], as: .tom)
    #expect(moved.status == 303, "\(moved.text)")
    for refused in [("", "is required"), (try #require(try await documentOfAda()), "is no video of yours")] {
      let reply = try await school.upload(nil, to: form, form: ["title": "None", "media": refused.0], as: .tom)
      #expect(reply.status == 422 && reply.contains(refused.1), "\(reply.text)")
    }
    let picture = try await school.upload(.photo(width: 20, height: 20), to: form, form: ["title": "None"], as: .tom)
    #expect(picture.status == 422, "\(picture.text)")
    #expect(try await school.upload(film, to: form, form: ["title": "Mine"], as: .mia).status == 403)
  }

  private func documentOfAda() async throws -> String? {
    try await school.upload(.document(), calling: "/api/v1/media", as: .ada)["id"]?.string
  }

  private func video(at address: String) async throws -> String {
    let made = try await add(video: address)
    return try #require(made["slug"]?.string, "\(made.text)")
  }
  private func add(video address: String) async throws -> Reply {
    let course = try await school.call(.get, "/api/v1/courses/clay-and-fire")
    let section = try #require(course["sections", "0", "id"]?.string)
    return try await school.call(
      .post, "/api/v1/sections/\(section)/videos", json: #"{"title":"Firing","video_url":"\#(address)"}"#, as: .tom)
  }

  private static func address(in page: String, after mark: String) -> String? {
    guard let start = page.firstRange(of: mark)?.upperBound else { return nil }
    return String(page[start...].prefix { $0 != "\"" }).replacing("&amp;", with: "&")
  }
}

extension School {
  /// Two seconds, upright, with a tone.
  static func film() throws -> [UInt8] {
    let path = NSTemporaryDirectory() + "film-\(UUID().uuidString).mp4"
    let program = Process()
    program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    program.arguments = [
      "ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=duration=2:size=180x320:rate=10", "-f",
      "lavfi", "-i", "sine=duration=2", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", path,
    ]
    try program.run()
    program.waitUntilExit()
    return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}
