import Essentials
import EvolvTesting
import Payloads
import Routing
import SQLStore
import Testing

/// Learners write beside their lessons; what they write is theirs alone.
@Suite(.school) struct `Taking notes` {
  let school = School.current
  private let course = "reading-the-night-sky"

  private func item(_ index: Int = 0, as caller: Caller = .mia) async throws -> (id: String, page: String) {
    let outline = try await school.call(.get, "/api/v1/courses/\(course)/outline", as: caller)
    let id = try #require(outline["sections", "1", "items", "\(index)", "id"]?.string)
    let slug = try #require(outline["sections", "1", "items", "\(index)", "slug"]?.string)
    return (id, "/learn/\(course)/\(slug)")
  }
  private func enroll(_ caller: Caller) async throws {
    #expect(try await school.post("/courses/\(course)/enrollment", form: [:], as: caller).status == 303)
  }

  @Test func `a note stands beside its lesson and among all notes`() async throws {
    try await enroll(.mia)
    let item = try await item()
    let written = try await school.post("\(item.page)/notes", form: ["text": "Orion <rises> in the east"], as: .mia)
    #expect(written.status == 303 && written.location == item.page)
    for page in [item.page, "/notes", "/notes?q=ORION"] {
      #expect(try await school.get(page, as: .mia).text.contains("Orion &lt;rises&gt; in the east"), "\(page)")
    }
    #expect(try await !school.get("/notes?q=100%25", as: .mia).text.contains("Orion"))
    let lines: Int = try await school.db.value("SELECT count(*) FROM audit_log WHERE action = 'note.written'")
    #expect(lines == 1)
  }

  @Test func `nobody else reads, changes or deletes it`() async throws {
    try await enroll(.mia)
    let item = try await item()
    let note = try await school.call(.post, "/api/v1/items/\(item.id)/notes", json: #"{"text":"mine"}"#, as: .mia)
    let id = try #require(note["id"]?.string)
    #expect(note.status == 201)
    for caller in [Caller.leo, .tom, .ada] {
      #expect(try await school.get("/notes/\(id)", as: caller).status == 404)
      #expect(try await school.post("/notes/\(id)", form: ["text": "yours"], as: caller).status == 404)
      #expect(try await school.post("/notes/\(id)/deletion", form: [:], as: caller).status == 404)
      #expect(
        try await school.call(.patch, "/api/v1/notes/\(id)", json: #"{"text":"yours"}"#, as: caller).status == 404)
      #expect(try await school.call(.delete, "/api/v1/notes/\(id)", as: caller).status == 404)
      #expect(try await !school.get(item.page, as: caller).text.contains("mine</p>"))
    }
    #expect(try await school.call(.get, "/api/v1/notes", as: .mia)["data", "0", "text"]?.string == "mine")
  }

  @Test func `its writer changes and deletes it`() async throws {
    try await enroll(.mia)
    let item = try await item()
    let note = try await school.call(.post, "/api/v1/items/\(item.id)/notes", json: #"{"text":"frist"}"#, as: .mia)
    let id = try #require(note["id"]?.string)
    #expect(try await school.post("/notes/\(id)", form: ["text": "first"], as: .mia).status == 303)
    #expect(try await school.get("/notes/\(id)", as: .mia).text.contains("first</textarea>"))
    #expect(try await school.post("/notes/\(id)/deletion", form: [:], as: .mia).status == 303)
    #expect(try await school.get("/notes/\(id)", as: .mia).status == 404)
    #expect(try await school.get("/notes", as: .mia).text.contains("No notes yet"))
  }

  @Test func `who may not open a lesson writes nothing beside it`() async throws {
    let stranger = try await school.add("Nils"), item = try await item()
    for caller in [Caller.visitor, stranger] {
      let refused = try await school.call(
        .post, "/api/v1/items/\(item.id)/notes", json: #"{"text":"let me in"}"#, as: caller)
      #expect([401, 403, 404].contains(refused.status), "\(refused.status)")
      #expect(try await school.call(.put, "/api/v1/items/\(item.id)/bookmark", as: caller).status >= 401)
    }
    #expect(try await school.db.value("SELECT count(*) FROM notes") == 0)
  }

  @Test(arguments: [
    (#"{"text":""}"#, "text"), (#"{}"#, "text"), (#"{"text":"x","at_seconds":-1}"#, "at_seconds"),
    (#"{"text":"x","at_seconds":86400}"#, "at_seconds"), (#"{"text":"x","color":"red"}"#, "color"),
  ]) func `a note that is none is refused, and kept in its form`(json: String, field: String) async throws {
    try await enroll(.mia)
    let item = try await item()
    let refused = try await school.call(.post, "/api/v1/items/\(item.id)/notes", json: json, as: .mia)
    #expect(refused.status == 422 && refused["errors", "0", "field"]?.string == field)
    let form = try await school.post("\(item.page)/notes", form: ["text": "kept words", "at": "soon"], as: .mia)
    #expect(form.status == 422 && form.text.contains("kept words</textarea>"))
    #expect(try await school.db.value("SELECT count(*) FROM notes") == 0)
  }

  @Test func `a bookmark is set once and taken away`() async throws {
    try await enroll(.mia)
    let item = try await item()
    for _ in 0..<2 {
      #expect(try await school.post("\(item.page)/bookmark", form: [:], as: .mia).status == 303)
    }
    #expect(try await school.call(.get, "/api/v1/bookmarks", as: .mia)["data"]?.elements?.count == 1)
    #expect(try await school.call(.get, "/api/v1/bookmarks", as: .leo)["data"]?.elements?.isEmpty == true)
    #expect(try await school.get("/notes", as: .mia).text.contains(item.page))
    #expect(try await school.post("\(item.page)/bookmark/removal", form: [:], as: .mia).status == 303)
    #expect(try await school.call(.get, "/api/v1/bookmarks", as: .mia)["data"]?.elements?.isEmpty == true)
    let lines: Int = try await school.db.value("SELECT count(*) FROM audit_log WHERE action = 'bookmark.set'")
    #expect(lines == 2)
  }

  @Test func `notes are read in pieces`() async throws {
    try await enroll(.mia)
    let item = try await item()
    for number in 0..<35 {
      school.wait(Seconds(1))
      _ = try await school.call(
        .post, "/api/v1/items/\(item.id)/notes", json: #"{"text":"note \#(number)."}"#, as: .mia)
    }
    let first = try await school.call(.get, "/api/v1/notes", as: .mia)
    let cursor = try #require(first["next_cursor"]?.string)
    let rest = try await school.call(.get, "/api/v1/notes?cursor=\(cursor)", as: .mia)
    #expect(first["data"]?.elements?.count == 30 && rest["data"]?.elements?.count == 5)
    #expect(rest["data", "4", "text"]?.string == "note 0.")
    #expect(try await school.call(.get, "/api/v1/notes?cursor=x", as: .mia).status == 422)
  }
}
