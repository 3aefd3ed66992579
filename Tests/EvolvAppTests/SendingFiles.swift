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

/// Files of courses, from the teacher who sends them to the learner who takes them along.
@Suite(.school) struct `Sending files` {
  let school = School.current

  @Test func `gives a material to those who learn, and to nobody else`() async throws {
    let section = try await section()
    let added = try await school.upload(
      .document(), to: "/teach/sections/\(section)/new/material", form: ["title": "Kiln sheet", "link": ""], as: .tom)
    #expect(added.status == 303, "\(added.text)")
    let item = try await item("kiln-sheet")
    for caller in [Caller.mia, .tom, .ada] {
      let file = try await school.get("/materials/\(item)/file", as: caller)
      #expect(file.status == 200)
      #expect(file.bytes == SentFile.document().bytes)
      #expect(file.header("content-type") == "application/pdf")
      #expect(file.header("content-disposition") == "attachment; filename*=UTF-8''sheet.pdf")
      #expect(file.header("x-content-type-options") == "nosniff")
      #expect(file.response.fields.contains { $0.value == "default-src 'none'; sandbox" })
    }
    #expect(try await school.get("/learn/clay-and-fire/kiln-sheet", as: .mia).contains("sheet.pdf"))
    #expect(try await school.get("/materials/\(item)/file").status == 303)
    #expect(try await school.call(.get, "/api/v1/materials/\(item)/download").status == 401)
    #expect(try await school.get("/materials/\(item)/file", as: try await school.add("Nora")).status == 403)
    #expect(try await school.call(.get, "/api/v1/materials/\(item)/download", as: .mia).status == 200)
    let material = try await school.call(.get, "/api/v1/materials/\(item)", as: .mia)
    #expect(material["download_count"]?.number == "4")
    #expect(material["file_size"]?.number == "\(SentFile.document().bytes.count)")
    #expect(material["file_sha256"]?.string?.count == 64)
    // The door of pictures does not open to the files of materials.
    let id: String = try await text("SELECT file_id FROM course_materials WHERE file_id IS NOT NULL")
    #expect(try await school.get("/courses/\(try await course())/files/\(id)", as: .mia).status == 404)
  }

  @Test func `keeps the file when the material is saved, and replaces it when another is sent`() async throws {
    let item = try await add(.document())
    let edit = try await school.get("/teach/items/\(item)", as: .tom)
    #expect(edit.contains("sheet.pdf"))
    let saved = try await school.upload(
      nil, to: "/teach/materials/\(item)", form: ["title": "Renamed", "link": "", "description": "Read it."], as: .tom)
    #expect(saved.status == 303)
    let kept = try await school.call(.get, "/api/v1/materials/\(item)", as: .mia)
    #expect(kept["title"]?.string == "Renamed")
    #expect(kept["file_name"]?.string == "sheet.pdf")
    #expect(kept["description"]?.string == "Read it.")
    let replaced = try await school.upload(
      .document("second.pdf", pages: "two"), to: "/teach/materials/\(item)", form: ["title": "Renamed"], as: .tom)
    #expect(replaced.status == 303)
    #expect(try await school.get("/materials/\(item)/file", as: .mia).bytes == SentFile.document(pages: "two").bytes)
    #expect(try await files() == 1)
    let link = try await school.upload(
      nil, to: "/teach/materials/\(item)", form: ["title": "Renamed", "link": "https://example.org/a"], as: .tom)
    #expect(link.status == 303)
    #expect(try await school.get("/materials/\(item)/file", as: .mia).location == "https://example.org/a")
    #expect(try await files() == 0)
  }

  @Test func `takes files and links by the API`() async throws {
    let section = try await section(), fields: KeyValuePairs = ["section_id": section, "title": "Glazes"]
    let made = try await school.upload(
      .document("glaze list.pdf"), calling: "/api/v1/materials", form: fields, as: .tom)
    #expect(made.status == 201, "\(made.text)")
    #expect(made["file_name"]?.string == "glaze list.pdf")
    let item = try #require(made["id"]?.string)
    #expect(made.location == "/api/v1/materials/\(item)")
    let changed = try await school.upload(
      SentFile("notes.txt", "Cone six."), by: .patch, calling: "/api/v1/materials/\(item)", as: .tom)
    #expect(changed["file_type"]?.string == "text/plain", "\(changed.text)")
    #expect(changed["title"]?.string == "Glazes")
    let link = try await school.call(
      .post, "/api/v1/sections/\(section)/materials", json: #"{"title":"A","link":"https://example.org/a"}"#, as: .tom)
    #expect(link.status == 201)
    #expect(try await school.call(.delete, "/api/v1/materials/\(item)", as: .tom).status == 204)
    #expect(try await files() == 0)
    let both = try await school.upload(
      .document(), calling: "/api/v1/sections/\(section)/materials",
      form: ["title": "A", "link": "https://example.org/a"], as: .tom)
    #expect(both.faults == ["link excess"])
    let neither = try await school.call(
      .post, "/api/v1/sections/\(section)/materials", json: #"{"title":"A"}"#, as: .tom)
    #expect(neither.faults == ["link missing"])
    let unknown = try await school.upload(
      .document(), calling: "/api/v1/sections/\(section)/materials", form: ["title": "A", "colour": "red"], as: .tom)
    #expect(unknown.faults == ["colour unknown"])
  }

  @Test(arguments: [
    (SentFile("page.html", "<!DOCTYPE html><html><script>alert(1)</script></html>"), "page.html"),
    (SentFile("draw.svg", #"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#), "draw.svg"),
  ])
  func `never lets a browser run what it keeps`(file: SentFile, name: String) async throws {
    let item = try await add(file)
    let sent = try await school.get("/materials/\(item)/file", as: .mia)
    #expect(sent.bytes == file.bytes)
    #expect(sent.header("content-type") == "application/octet-stream")
    #expect(sent.header("content-disposition") == "attachment; filename*=UTF-8''\(name)")
  }

  @Test(arguments: [
    (SentFile("setup.exe", [0x4D, 0x5A] + [UInt8](repeating: 0, count: 200)), "file content_type"),
    (SentFile("empty.pdf", []), "file empty"),
    (.picture(width: 0, height: 9), "file broken_image"),
    (SentFile(String(repeating: "a", count: 300) + ".pdf", "%PDF-1.7"), "file file_name"),
  ])
  func `refuses what is no material, and keeps nothing of it`(file: SentFile, fault: String) async throws {
    let section = try await section()
    let reply = try await school.upload(
      file, calling: "/api/v1/sections/\(section)/materials", form: ["title": "A"], as: .tom)
    #expect(reply.status == 422)
    #expect(reply.faults == [fault], "\(reply.text)")
    let page = try await school.upload(
      file, to: "/teach/sections/\(section)/new/material", form: ["title": "Kept words"], as: .tom)
    #expect(page.status == 422)
    #expect(page.contains("Kept words"))
    #expect(try await files() == 0)
  }

  @Test func `takes nothing from those who may not change the course`() async throws {
    let section = try await section(), target = "/teach/sections/\(section)/new/material"
    let stranger = try await school.upload(.document(), calling: "/api/v1/sections/\(section)/materials", as: .visitor)
    #expect(stranger.status == 401)
    for caller in [Caller.mia, try await school.add("Rita", .instructor)] {
      let page = try await school.upload(.document(), to: target, form: ["title": "A"], as: caller)
      #expect([403, 404].contains(page.status))
      let call = try await school.upload(
        .document(), calling: "/api/v1/sections/\(section)/materials", form: ["title": "A"], as: caller)
      #expect([403, 404].contains(call.status))
      let cover = try await school.upload(
        .picture(), by: .put, calling: "/api/v1/courses/clay-and-fire/cover", as: caller)
      #expect([403, 404].contains(cover.status))
    }
    let forged = try await school.upload(.document(), to: target, form: ["title": "A"], as: .tom, token: "forged")
    #expect(forged.status == 403)
    #expect(try await files() == 0)
  }

  @Test func `shows the picture of a course`() async throws {
    #expect(try await school.get("/courses/clay-and-fire").contains("cover-picture") == false)
    let put = try await school.upload(
      .photo(width: 64, height: 36), by: .put, calling: "/api/v1/courses/clay-and-fire/cover", as: .tom)
    #expect(put.status == 200, "\(put.text)")
    let address = try #require(put["thumbnail_url"]?.string)
    let picture = try await school.get(address)
    #expect(picture.header("content-type") == "image/webp")
    #expect(picture.header("x-content-type-options") == "nosniff")
    for page in ["/courses/clay-and-fire", "/courses"] {
      #expect(try await school.get(page).contains(#"src="\#(address)" alt="" width="640" height="360""#))
    }
    #expect(try await school.get("/learn", as: .mia).contains(address))
    let again = try await school.upload(.photo(), to: "/teach/courses/clay-and-fire/cover", as: .tom)
    #expect(again.status == 303)
    #expect(try await school.get(address).status == 404)
    #expect(try await school.post("/teach/courses/clay-and-fire/cover/removal", as: .tom).status == 303)
    let course = try await school.call(.get, "/api/v1/courses/clay-and-fire")
    #expect(course["thumbnail_url"]?.string == nil)
    #expect(try await files() == 0)
  }

  @Test(arguments: [
    (SentFile("cover.png", "<!DOCTYPE html><html><script>alert(1)</script></html>"), 422),
    (SentFile("cover.svg", #"<svg xmlns="http://www.w3.org/2000/svg"></svg>"#), 422), (.document("cover.png"), 422),
    (.picture(width: 0, height: 5), 422), (.picture(width: 30, height: 20), 422),
    (.picture(width: 60_000, height: 60_000), 422),
    (SentFile("large.png", SentFile.picture().bytes + [UInt8](repeating: 0, count: 5 << 20)), 422),
    (SentFile("huge.png", [UInt8](repeating: 0, count: 6 << 20)), 413),
  ])
  func `takes only pictures for a cover`(file: SentFile, status: Int) async throws {
    let call = try await school.upload(file, by: .put, calling: "/api/v1/courses/clay-and-fire/cover", as: .tom)
    #expect(call.status == status, "\(call.text)")
    #expect(try await school.upload(file, to: "/teach/courses/clay-and-fire/cover", as: .tom).status == status)
    #expect(try await files() == 0)
  }

  @Test func `hides the files of a draft, and lets it go with them`() async throws {
    let put = try await school.upload(
      .photo(), by: .put, calling: "/api/v1/courses/glazes-from-ash/cover", as: .tom)
    let address = try #require(put["thumbnail_url"]?.string)
    #expect(try await school.get(address).status == 404)
    #expect(try await school.get(address, as: .tom).status == 200)
    _ = try await add(.document(), to: "glazes-from-ash")
    #expect(try await school.call(.delete, "/api/v1/courses/glazes-from-ash", as: .tom).status == 204)
    #expect(try await files() == 0)
  }

  @Test func `counts what one person sends`() async throws {
    for _ in 1...10 {
      let reply = try await school.upload(
        .photo(), by: .put, calling: "/api/v1/courses/clay-and-fire/cover", as: .tom)
      #expect(reply.status == 200)
    }
    let reply = try await school.upload(.photo(), by: .put, calling: "/api/v1/courses/clay-and-fire/cover", as: .tom)
    #expect(reply.status == 429)
    #expect(reply.header("retry-after") == "60")
  }

  private func course(_ slug: String = "clay-and-fire") async throws -> String {
    try #require(await school.call(.get, "/api/v1/courses/\(slug)", as: .tom)["id"]?.string)
  }
  private func section(of slug: String = "clay-and-fire") async throws -> String {
    try #require(await school.call(.get, "/api/v1/courses/\(slug)", as: .tom)["sections", "0", "id"]?.string)
  }
  private func add(_ file: SentFile, to slug: String = "clay-and-fire") async throws -> String {
    let reply = try await school.upload(
      file, calling: "/api/v1/sections/\(try await section(of: slug))/materials", form: ["title": "Material"], as: .tom)
    return try #require(reply["id"]?.string, "\(reply.text)")
  }
  private func item(_ slug: String) async throws -> String {
    let id: ID<School> = try await school.db.value("SELECT id FROM course_items WHERE slug = \(slug)")
    return id.text
  }
  private func text(_ sql: SQL) async throws -> String { (try await school.db.value(sql) as ID<School>).text }
  private func files() async throws -> Int { try await school.db.value("SELECT count(*) FROM course_files") }
}
