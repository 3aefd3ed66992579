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
    // A film that is gone, and a file whose bytes are lost.
    try await school.db.execute(
      """
      UPDATE course_videos SET video_type = 'server_upload', youtube_id = NULL, media_id = \(film),
        video_url = \("/media/" + film.text)
      """)
    let digest: String = try await school.db.value("SELECT sha256 FROM course_files WHERE name = 'Blätter & mehr.pdf'")
    try await school.program.facilities.files.remove(try #require(FileDigest(pathText: digest)))
    let archive = try await export("clay-and-fire")
    let list = try await school.call(.get, "/api/v1/courses/clay-and-fire/exports", as: .tom)
    let words = (list["data", "0", "left_out"]?.elements ?? []).compactMap(\.string)
    #expect(words.contains("the film of “How a kiln is lit”, which is not kept any more"), "\(words)")
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
}
