import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import FileStorage
import Foundation
import Payloads
import Routing
import SQLStore
import Teaching
import Testing

/// What the stories of archives share: filling a course, its way out and in, and what two courses say differently.
extension `Carrying courses away` {
  /// Gives the course a video, two materials and a picture.
  func enrich(_ slug: String) async throws {
    let outline = try await school.call(.get, "/api/v1/courses/\(slug)/outline", as: .tom)
    let section = try #require(outline["sections", "0", "id"]?.string)
    let video = try await school.call(
      .post, "/api/v1/sections/\(section)/videos",
      json: """
        {"title":"How a kiln is lit","video_url":"https://youtu.be/dQw4w9WgXcQ","duration_seconds":212,
         "description":"Watch *twice*.","requires_code":true}
        """, as: .tom)
    #expect(video.status == 201, "\(video.text)")
    let link = try await school.upload(
      nil, to: "/teach/sections/\(section)/new/material",
      form: ["title": "Clay map", "link": "https://example.org/map", "description": "", "is_preview": "true"], as: .tom)
    #expect(link.status == 303, "\(link.text)")
    let file = try await school.upload(
      .document("Blätter & mehr.pdf"), to: "/teach/sections/\(section)/new/material",
      form: ["title": "Kiln sheet", "link": ""], as: .tom)
    #expect(file.status == 303, "\(file.text)")
    let cover = try await school.upload(
      .photo(width: 30, height: 20), to: "/teach/courses/\(slug)/cover", as: .tom)
    #expect(cover.status == 303, "\(cover.text)")
    try await sayWhatOpensWhen(slug)
  }

  /// One item after another, one at a time, one some days after the enrollment; and what the course itself asks.
  func sayWhatOpensWhen(_ slug: String) async throws {
    let outline = try await school.call(.get, "/api/v1/courses/\(slug)/outline", as: .tom)
    let items = (outline["sections"]?.elements ?? []).flatMap { $0.step("items")?.elements ?? [] }
    let ids = items.compactMap { $0.step("id")?.string }
    let bread = try #require(try await school.call(.get, "/api/v1/courses/bread-from-scratch")["id"]?.string)
    for (call, json) in [
      ("/api/v1/items/\(ids[1])/condition", #"{"after_item_id": "\#(ids[0])", "days_after": 3}"#),
      ("/api/v1/items/\(ids[2])/condition", #"{"opens_at": "2030-01-02T03:04:05Z"}"#),
      (
        "/api/v1/courses/\(slug)/terms",
        #"{"access_days": 90, "offer_hours": 12, "prerequisites": ["\#(bread)"]}"#
      ),
    ] {
      let saved = try await school.call(.put, call, json: json, as: .tom)
      #expect(saved.status == 200, "\(saved.text)")
    }
  }

  func begin(_ bytes: [UInt8], as caller: Caller) async throws -> String {
    school.wait(.minutes(1))
    let begun = try await school.upload(SentFile("c.zip", bytes), calling: "/api/v1/course-imports", as: caller)
    try await school.doJobs()
    return try #require(begun["id"]?.string, "\(begun.text)")
  }
  func apply(_ id: String, as caller: Caller) async throws {
    #expect(try await school.post("/teach/imports/\(id)/application", as: caller).status == 303)
    try await school.doJobs()
    let done = try await school.call(.get, "/api/v1/course-imports/\(id)", as: caller)
    #expect(done["state"]?.string == "applied", "\(done.text)")
  }
  func slug(of begun: String) async throws -> String {
    let course: ID<Person> = try await school.db.value(
      "SELECT course_id FROM course_imports WHERE id = \(ID<Person>(pathText: begun))")
    return try await school.db.value("SELECT slug FROM courses WHERE id = \(course)")
  }

  func export(_ slug: String) async throws -> [UInt8] {
    school.wait(.minutes(1))
    #expect(try await school.call(.post, "/api/v1/courses/\(slug)/exports", as: .tom).status == 201)
    try await school.doJobs()
    let list = try await school.call(.get, "/api/v1/courses/\(slug)/exports", as: .tom)
    let url = try #require(list["data", "0", "url"]?.string, "\(list.text)")
    return try await school.call(.get, url, as: .tom).bytes
  }

  enum Target: String { case new }

  func read(_ bytes: [UInt8], into slug: String? = nil) async throws -> String {
    school.wait(.minutes(1))
    var course = ""
    if let slug { course = try await school.call(.get, "/api/v1/courses/\(slug)", as: .tom)["id"]?.string ?? "" }
    let begun = try await school.upload(
      SentFile("c.zip", bytes), calling: "/api/v1/course-imports",
      form: ["target": slug == nil ? "new" : "course", "course": course], as: .tom)
    #expect(begun.status == 201, "\(begun.text)")
    try await school.doJobs()
    return try #require(begun["id"]?.string)
  }

  /// The slug of the course that was made.
  func bring(_ bytes: [UInt8], as _: Target) async throws -> String {
    let id = try await read(bytes)
    let started = try await school.call(.post, "/api/v1/course-imports/\(id)/application", as: .tom)
    #expect(started.status == 200, "\(started.text)")
    try await school.doJobs()
    let done = try await school.call(.get, "/api/v1/course-imports/\(id)", as: .tom)
    #expect(done["state"]?.string == "applied", "\(done.text)")
    return try await slug(of: id)
  }

  /// What the two courses say differently, but for names, numbers and times of their own.
  func differences(_ one: String, _ two: String) async throws -> [String] {
    let (first, second) = (try await facts(of: one), try await facts(of: two))
    if first.count != second.count { return ["\(first.count) and \(second.count) facts"] }
    return zip(first, second).filter { $0 != $1 }.map { "\($0) | \($1)" }
  }

  func facts(of slug: String) async throws -> [String] {
    let course = try await school.call(.get, "/api/v1/courses/\(slug)", as: .ada)
    let own = try #require(course["id"]?.string), id = try #require(ID<Person>(pathText: own))
    var facts = [
      "title", "short_description", "description", "level", "language", "enrollment_mode", "category_id", "price",
    ].map { "\($0)=\(course[$0]?.string ?? course[$0]?.number ?? "")" }
    facts.append("cover=\(course["thumbnail_url"]?.string != nil)")
    let files: [String] = try await school.db.all(
      "SELECT sha256 FROM course_files WHERE course_id = \(id) ORDER BY sha256")
    facts.append("files=\(files)")
    let terms = try await school.call(.get, "/api/v1/courses/\(slug)/terms", as: .ada)
    facts.append(
      "access_days=\(terms["access_days"]?.number ?? "") offer_hours=\(terms["offer_hours"]?.number ?? "")"
        + " prerequisites=\(terms["prerequisites"]?.elements?.count ?? 0)")
    for section in course["sections"]?.elements ?? [] {
      facts.append("section \(section.step("title")?.string ?? "") \(section.step("description")?.string ?? "")")
      for item in section.step("items")?.elements ?? [] {
        let kind = try #require(item.step("type")?.string), id = try #require(item.step("id")?.string)
        let whole = try await school.call(.get, "/api/v1/\(kind)s/\(id)", as: .ada)
        var seen = kind + (try await film(whole["video_url"]?.string))
        for key in [
          "title", "slug", "position", "minutes", "is_preview", "markdown", "html", "word_count", "duration_seconds",
          "description", "video_type", "video_url", "youtube_id", "requires_code", "link", "file_name", "file_type",
          "file_size", "file_sha256", "is_downloadable",
        ] {
          let value = whole[key]
          var text = value?.string ?? value?.number ?? value?.bool.map { "\($0)" } ?? "-"
          text = text.replacing("/learn/\(slug)/", with: "/learn/COURSE/").replacing("/courses/\(own)/", with: "/C/")
          text = text.replacing(/\/C\/files\/[0-9a-f-]+/, with: "/C/files/F")
          text = text.replacing(/\/media\/[0-9a-f-]+/, with: "/media/M")
          seen += "\n\(key)=\(text)"
        }
        facts.append(seen + "\n" + (try await opening(of: id)))
      }
    }
    return facts
  }

  /// What a film of our own is: its bytes, and what is said in it.
  func film(_ address: String?) async throws -> String {
    guard let address, address.hasPrefix("/media/"), let id = ID<MediaFile>(pathText: String(address.dropFirst(7)))
    else { return "" }
    let facts: [String] = try await school.db.all(
      """
      SELECT name || ' ' || sha256 FROM media_files WHERE id = \(id)
      UNION ALL SELECT language || ' ' || label || ' ' || body FROM media_captions WHERE media_id = \(id)
      """)
    return "\n\(facts)"
  }

  func opening(of item: String) async throws -> String {
    let condition = try await school.call(.get, "/api/v1/items/\(item)/condition", as: .ada)
    var after = ""
    if let first = condition["after_item_id"]?.string {
      after = try await school.db.value(
        "SELECT slug FROM course_items WHERE id = \(try #require(ID<Person>(pathText: first)))")
    }
    return "after=\(after) opens_at=\(condition["opens_at"]?.string ?? "")"
      + " days_after=\(condition["days_after"]?.number ?? "")"
  }
}
