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

/// A course as an archive: what is in it, who gets it, and that an equal course comes of it.
@Suite(.school) struct `Carrying courses away` {
  let school = School.current

  static let path =
    (ProcessInfo.processInfo.environment["EVOLV_SHARED"] ?? "../shared") + "/data/odin-foundations/foundations"
  static let isThere = FileManager.default.fileExists(atPath: path)

  @Test func `makes an equal course of an archive, with items of every kind`() async throws {
    try await enrich("clay-and-fire")
    let archive = try await export("clay-and-fire")
    let copy = try await bring(archive, as: .new)
    let facts = try await facts(of: copy).joined(separator: "\n")
    for kept in [
      "access_days=90", "offer_hours=12", "prerequisites=1", "after=what-clay-is", "opens_at=2030-", "days_after=3",
    ] {
      #expect(facts.contains(kept), "\(kept)\n\(facts)")
    }
    let differences = try await differences("clay-and-fire", copy)
    #expect(differences.isEmpty, "\(differences)")
    // And of the copy's archive again.
    let again = try await bring(try await export(copy), as: .new)
    let more = try await self.differences(copy, again)
    #expect(more.isEmpty, "\(more)")
  }

  @Test func `says what an archive lacks`() async throws {
    let film = ID<MediaFile>(at: school.now)
    try await enrich("clay-and-fire")
    // A film of the school's own, and a file whose bytes are lost.
    try await school.db.execute(
      "UPDATE course_videos SET video_type = 'server_upload', youtube_id = NULL, video_url = \("/media/" + film.text)")
    let digest: String = try await school.db.value("SELECT sha256 FROM course_files WHERE name = 'Blätter & mehr.pdf'")
    try await school.program.facilities.files.remove(try #require(FileDigest(pathText: digest)))
    let archive = try await export("clay-and-fire")
    let list = try await school.call(.get, "/api/v1/courses/clay-and-fire/exports", as: .tom)
    let words = (list["data", "0", "left_out"]?.elements ?? []).compactMap(\.string)
    #expect(words.contains("the film of “How a kiln is lit”"), "\(words)")
    #expect(words.contains("Blätter & mehr.pdf, which is not kept any more"), "\(words)")
    #expect(try await school.get("/teach/courses/clay-and-fire/archive", as: .tom).contains("Without "))
    // Into the course that it came from it changes nothing; elsewhere the report names what is not taken.
    let plan = try await school.call(
      .get, "/api/v1/course-imports/\(try await read(archive, into: "clay-and-fire"))", as: .tom)
    #expect(plan["added"]?.number == "0" && plan["updated"]?.number == "0", "\(plan.text)")
    let other = try await read(archive)
    let report = try await school.get("/teach/imports/\(other)/report.csv", as: .tom)
    #expect(report.contains("among the media of the school that it comes from"), "\(report.text)")
  }

  @Test func `leaves conditions out that would close an item for ever`() async throws {
    try await enrich("clay-and-fire")
    let outline = try await school.call(.get, "/api/v1/courses/clay-and-fire/outline", as: .tom)
    let items = (outline["sections"]?.elements ?? []).flatMap { $0.step("items")?.elements ?? [] }
    let ids = items.compactMap { $0.step("id")?.string }
    let first = try #require(ID<Person>(pathText: ids[0])), second = try #require(ID<Person>(pathText: ids[1]))
    // What the school refuses, a manifest that somebody wrote may still say.
    try await school.db.execute("DELETE FROM item_conditions WHERE after_item_id IS NOT NULL")
    let course: ID<Person> = try await school.db.value("SELECT id FROM courses WHERE slug = 'clay-and-fire'")
    for (one, other) in [(first, second), (second, first)] {
      try await school.db.execute("DELETE FROM item_conditions WHERE item_id = \(one)")
      try await school.db.execute(
        "INSERT INTO item_conditions (item_id, course_id, after_item_id) VALUES (\(one), \(course), \(other))")
    }
    let copy = try await bring(try await export("clay-and-fire"), as: .new)
    let waiting: Int = try await school.db.value(
      """
      SELECT count(*) FROM item_conditions JOIN courses ON courses.id = item_conditions.course_id
      WHERE courses.slug = \(copy) AND after_item_id IS NOT NULL
      """)
    #expect(waiting == 1)
  }

  @Test func `finds the course that it came from, and has nothing to do`() async throws {
    try await enrich("clay-and-fire")
    let id = try await read(try await export("clay-and-fire"), into: "clay-and-fire")
    let plan = try await school.call(.get, "/api/v1/course-imports/\(id)", as: .tom)
    #expect(plan["added"]?.number == "0" && plan["makes_course"]?.bool == false, "\(plan.text)")
  }

  @Test(
    .enabled(if: isThere, "the real course is not on this machine; set EVOLV_SHARED"),
    .disabled(if: `Serving by indexes`.isPostgres, "a course with items of every kind is carried on both databases"))
  func `makes an equal course of the real one`() async throws {
    let tom: ID<Person> = try await school.db.value("SELECT id FROM users WHERE email_key = 'tom@evolv.example'")
    let facilities = school.program.facilities
    let first = try await CourseImport.run(
      folder: Self.path, publishes: false, for: tom, into: school.db, facilities, at: school.now)
    #expect(first.added == 58 && first.pictures == 74)
    let second = try await CourseImport.run(
      folder: Self.path, publishes: false, for: tom, into: school.db, facilities, at: school.now)
    #expect(second.added == 0 && second.updated == 0 && second.unchanged == 58, "\(second)")
    let copy = try await bring(try await export("foundations"), as: .new)
    let differences = try await differences("foundations", copy)
    #expect(differences.isEmpty, "\(differences.prefix(5))")
  }

  @Test func `gives an archive to those who may change the course, for a week`() async throws {
    let page = try await school.get("/teach/courses/clay-and-fire/archive", as: .tom)
    #expect(page.contains("Make an archive"))
    for caller in [Caller.mia, try await school.add("Eve", .instructor)] {
      #expect(try await school.post("/teach/courses/clay-and-fire/archive", as: caller).status == 403)
      #expect(try await school.call(.post, "/api/v1/courses/clay-and-fire/exports", as: caller).status == 403)
    }
    #expect(try await school.post("/teach/courses/clay-and-fire/archive", as: .tom).status == 303)
    #expect(try await school.post("/teach/courses/clay-and-fire/archive", as: .tom).status == 303)
    try await school.doJobs()
    let list = try await school.call(.get, "/api/v1/courses/clay-and-fire/exports", as: .tom)
    #expect(list["data"]?.elements?.count == 1, "asked for twice, made once")
    let id = try #require(list["data", "0", "id"]?.string)
    let address = "/teach/courses/clay-and-fire/archive/\(id)/course.zip"
    #expect(try await school.get("/teach/courses/clay-and-fire/archive", as: .tom).contains(address))
    let file = try await school.get(address, as: .tom)
    #expect(file.header("content-type") == "application/zip" && file.bytes.starts(with: Array("PK".utf8)))
    #expect(file.header("content-disposition") == "attachment; filename=\"clay-and-fire.zip\"")
    #expect(try await school.get(address, as: .mia).status == 403)
    #expect(
      try await school.get(address.replacing("clay-and-fire", with: "bread-from-scratch"), as: .tom).status == 404)
    let text = String(decoding: file.bytes, as: UTF8.self)
    for name in ["Tom", "Mia", "evolv.example"] { #expect(!text.contains(name), "no people in it") }
    #expect(try await school.get(address, as: .ada).status == 200)
    let leo = try await school.add("Lea", .admin)
    school.wait(.days(8))
    #expect(try await school.get(address, as: leo).status == 404)
  }

  // MARK: -

  /// Gives the course a video, two materials and a picture.
  private func enrich(_ slug: String) async throws {
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
  private func sayWhatOpensWhen(_ slug: String) async throws {
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

  private func export(_ slug: String) async throws -> [UInt8] {
    school.wait(.minutes(1))
    #expect(try await school.call(.post, "/api/v1/courses/\(slug)/exports", as: .tom).status == 201)
    try await school.doJobs()
    let list = try await school.call(.get, "/api/v1/courses/\(slug)/exports", as: .tom)
    let url = try #require(list["data", "0", "url"]?.string, "\(list.text)")
    return try await school.call(.get, url, as: .tom).bytes
  }

  private enum Target: String { case new }

  private func read(_ bytes: [UInt8], into slug: String? = nil) async throws -> String {
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
  private func bring(_ bytes: [UInt8], as _: Target) async throws -> String {
    let id = try await read(bytes)
    let started = try await school.call(.post, "/api/v1/course-imports/\(id)/application", as: .tom)
    #expect(started.status == 200, "\(started.text)")
    try await school.doJobs()
    let done = try await school.call(.get, "/api/v1/course-imports/\(id)", as: .tom)
    #expect(done["state"]?.string == "applied", "\(done.text)")
    let course: ID<Person> = try await school.db.value(
      "SELECT course_id FROM course_imports WHERE id = \(ID<Person>(pathText: id))")
    return try await school.db.value("SELECT slug FROM courses WHERE id = \(course)")
  }

  /// What the two courses say differently, but for names, numbers and times of their own.
  private func differences(_ one: String, _ two: String) async throws -> [String] {
    let (first, second) = (try await facts(of: one), try await facts(of: two))
    if first.count != second.count { return ["\(first.count) and \(second.count) facts"] }
    return zip(first, second).filter { $0 != $1 }.map { "\($0) | \($1)" }
  }

  private func facts(of slug: String) async throws -> [String] {
    let course = try await school.call(.get, "/api/v1/courses/\(slug)", as: .tom)
    let own = try #require(course["id"]?.string)
    var facts = [
      "title", "short_description", "description", "level", "language", "enrollment_mode", "category_id", "price",
    ].map { "\($0)=\(course[$0]?.string ?? course[$0]?.number ?? "")" }
    facts.append("cover=\(course["thumbnail_url"]?.string != nil)")
    let terms = try await school.call(.get, "/api/v1/courses/\(slug)/terms", as: .tom)
    facts.append(
      "access_days=\(terms["access_days"]?.number ?? "") offer_hours=\(terms["offer_hours"]?.number ?? "")"
        + " prerequisites=\(terms["prerequisites"]?.elements?.count ?? 0)")
    for section in course["sections"]?.elements ?? [] {
      facts.append("section \(section.step("title")?.string ?? "") \(section.step("description")?.string ?? "")")
      for item in section.step("items")?.elements ?? [] {
        let kind = try #require(item.step("type")?.string), id = try #require(item.step("id")?.string)
        let whole = try await school.call(.get, "/api/v1/\(kind)s/\(id)", as: .tom)
        var seen = kind
        for key in [
          "title", "slug", "position", "minutes", "is_preview", "markdown", "html", "word_count", "duration_seconds",
          "description", "video_type", "video_url", "youtube_id", "requires_code", "link", "file_name", "file_type",
          "file_size", "file_sha256", "is_downloadable",
        ] {
          let value = whole[key]
          var text = value?.string ?? value?.number ?? value?.bool.map { "\($0)" } ?? "-"
          text = text.replacing("/learn/\(slug)/", with: "/learn/COURSE/").replacing("/courses/\(own)/", with: "/C/")
          text = text.replacing(/\/C\/files\/[0-9a-f-]+/, with: "/C/files/F")
          seen += "\n\(key)=\(text)"
        }
        facts.append(seen + "\n" + (try await opening(of: id)))
      }
    }
    return facts
  }

  private func opening(of item: String) async throws -> String {
    let condition = try await school.call(.get, "/api/v1/items/\(item)/condition", as: .tom)
    var after = ""
    if let first = condition["after_item_id"]?.string {
      after = try await school.db.value(
        "SELECT slug FROM course_items WHERE id = \(try #require(ID<Person>(pathText: first)))")
    }
    return "after=\(after) opens_at=\(condition["opens_at"]?.string ?? "")"
      + " days_after=\(condition["days_after"]?.number ?? "")"
  }
}
