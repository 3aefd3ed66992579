import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Foundation
import JobQueue
import Payloads
import Routing
import SQLStore
import Teaching
import Testing

/// A course from an archive: what is shown before, what is made, what a second time changes, and the way back.
@Suite(.school) struct `Bringing courses in` {
  let school = School.current

  static let course: [SentEntry] = [
    SentEntry("kiln/basics/1_clay.md", "# Clay\n\nSee [fire](2_fire.md#hot) and ![a kiln](kiln.png)."),
    SentEntry(
      "kiln/basics/2_fire.md", "# Fire\n\n## Hot\n\n<script>x</script><details><summary>s</summary>d</details>"),
    SentEntry("kiln/basics/kiln.png", SentFile.picture(width: 4, height: 3).bytes),
    SentEntry("kiln/glaze/10_last.md", "# Last"), SentEntry("kiln/glaze/9_first.md", "[gone](nowhere.md)"),
    SentEntry("kiln/notes.txt", "x"), SentEntry("__MACOSX/kiln/._x", "x"),
  ]

  @Test func `shows what would happen, does it, and takes it back`() async throws {
    let before = try await courses()
    let id = try await begin(Self.course)
    let waiting = try await school.get("/teach/imports/\(id)", as: .tom)
    #expect(waiting.contains("You can leave this page"))
    #expect(waiting.header("refresh") == "1")
    try await school.doJobs()
    let page = try await school.get("/teach/imports/\(id)", as: .tom)
    #expect(page.header("refresh") == nil)
    #expect(page.contains("Make the course") && page.contains("basics/1_clay.md"))
    #expect(try await courses() == before, "a look makes nothing")

    try await apply(id)
    let plan = try await call(id)
    #expect(plan["state"]?.string == "applied" && plan["makes_course"]?.bool == true)
    let outline = try await school.call(.get, "/api/v1/courses/kiln/outline", as: .tom)
    #expect(outline["sections", "0", "title"]?.string == "Basics")
    #expect(outline["sections", "1", "items", "0", "title"]?.string == "First")
    let lesson = try await school.get("/learn/kiln/clay", as: .tom)
    #expect(lesson.contains("href=\"/learn/kiln/fire#h-hot\""))
    #expect(lesson.contains("width=\"4\" height=\"3\" alt=\"a kiln\""))
    let picture = try #require(lesson.text.split(separator: "src=\"/courses/").dropFirst().first?.prefix { $0 != "\"" })
    #expect(try await school.get("/courses/" + picture, as: .tom).bytes == SentFile.picture(width: 4, height: 3).bytes)

    #expect(try await undo(id).status == 303)
    #expect(try await courses() == before)
    #expect(try await school.get("/learn/kiln/clay", as: .tom).status == 404)
    #expect(try await call(id)["state"]?.string == "undone")
    #expect(try await school.call(.post, "/api/v1/course-imports/\(id)/undoing", as: .tom).status == 409)
  }

  @Test func `reports of every file what was taken, rewritten, left out and not found`() async throws {
    let id = try await bring(Self.course)
    for (part, words) in [
      ("rewritten", "Nothing of this kind"), ("dropped", "&lt;script&gt;"), ("dropped", "notes.txt"),
      ("missing", "nowhere.md"), ("files", "kiln.png"),
    ] {
      let page = try await school.get("/teach/imports/\(id)?part=\(part)", as: .tom)
      #expect(page.contains(words), "\(part): \(words)")
    }
    let report = try await school.get("/teach/imports/\(id)/report.csv", as: .tom)
    #expect(report.header("content-type") == "text/csv; charset=utf-8")
    #expect(report.contains("basics/2_fire.md,5,Left out,<script>,"))
    #expect(report.contains("basics/1_clay.md,,New,lesson Clay,"))
    #expect(report.contains("notes.txt,,Left out,file,It is neither a lesson in Markdown nor an image."))
  }

  @Test(
    arguments: [
      ([SentEntry("../x.md", "x")], "would land outside its folder: ../x.md"),
      ([SentEntry("/x.md", "x")], "would land outside its folder"),
      ([.link("a.md", to: "/etc/passwd")], "a link or a device where a file should be: a.md"),
      ([SentEntry("a.md", "x"), SentEntry("a.md", "y")], "has a file twice: a.md"),
      ([SentEntry("a.md", "x").with { $0.flags |= 1 }], "is locked with a password"),
      ([SentEntry("a.txt", "x")], "has no lessons"),
      ([SentEntry("a/course.json", "{"), SentEntry("a/b.md", "x")], "course.json"),
      ((0..<4_001).map { SentEntry("f\($0).md", "x") }, "has more than 4000 files"),
      ([SentEntry("a.md", "x").with { $0.claimedSize = 1_100 << 20 }], "more than 1024 MB: a.md"),
      ([SentEntry(String(repeating: "d/", count: 30) + "a.md", "x")], "below more than 16 folders"),
    ] as [([SentEntry], String)])
  func `says in words why an archive is not taken`(entries: [SentEntry], words: String) async throws {
    let before = try await courses()
    let id = try await begin(entries)
    try await school.doJobs()
    let page = try await school.get("/teach/imports/\(id)", as: .tom)
    #expect(page.contains("Nothing was brought in") && page.contains(words), "\(words)")
    #expect(try await call(id)["state"]?.string == "failed")
    #expect(try await school.post("/teach/imports/\(id)/application", as: .tom).status == 409)
    #expect(try await courses() == before)
    #expect(try await school.post("/teach/imports/\(id)/removal", as: .tom).status == 303)
    #expect(try await school.get("/teach/imports/\(id)", as: .tom).status == 404)
  }

  @Test func `takes nothing that is no archive`() async throws {
    for (file, words) in [(SentFile("a.zip", "no zip"), "is no zip archive"), (nil, "is required")] {
      let reply = try await school.upload(file, to: "/teach/imports", as: .tom)
      #expect(reply.status == 422 && reply.contains("The archive \(words)"), "\(words)")
    }
  }

  @Test func `shows an import to its maker and the editors alone`() async throws {
    let id = try await begin(Self.course)
    try await school.doJobs()
    let eve = try await school.add("Eve", .instructor)
    for path in ["/teach/imports/\(id)", "/teach/imports/\(id)/report.csv"] {
      #expect(try await school.get(path, as: eve).status == 404)
      #expect(try await school.get(path, as: .mia).status == 403)
      #expect(try await school.get(path, as: .ada).status == 200)
    }
    #expect(try await school.post("/teach/imports/\(id)/application", as: eve).status == 404)
    let course = try await school.call(.get, "/api/v1/courses/clay-and-fire")["id"]?.string
    let target = try await school.upload(
      .archive(Self.course), to: "/teach/imports", form: ["course": course ?? ""], as: eve)
    #expect(target.status == 403)
  }

  @Test func `changes what changed when it comes again, and keeps what learners did`() async throws {
    try await bring(Self.course)
    let (items, done) = try await learn()
    let same = try await begin(Self.course)
    try await school.doJobs()
    let twice = try await call(same)
    #expect(twice["unchanged"]?.number == "4" && twice["makes_course"]?.bool == false, "\(twice.text)")
    #expect(try await school.get("/teach/imports/\(same)", as: .tom).contains("There is nothing to do"))

    var next = Self.course
    next[1] = SentEntry("kiln/basics/2_fire.md", "# Fire\n\n## Hot\n\nAnother text.")
    next[4] = SentEntry("kiln/glaze/11_new.md", "# New one")
    let id = try await begin(next)
    try await school.doJobs()
    let plan = try await call(id)
    #expect(plan["added"]?.number == "1" && plan["updated"]?.number == "1" && plan["unchanged"]?.number == "2")
    #expect(plan["gone"]?.number == "1")
    try await apply(id)
    #expect(try await school.get("/learn/kiln/fire", as: .mia).contains("Another text."))
    #expect(try await self.items() == items + 1, "what is gone from the archive stays")
    #expect(try await self.done() == done)

    #expect(try await undo(id).status == 303)
    #expect(try await call(id)["state"]?.string == "undone")
    #expect(try await self.items() == items)
    #expect(try await school.get("/learn/kiln/fire", as: .mia).contains("<details>"))
    #expect(try await self.done() == done)
    let faults = try await TeachingCounts.faults(in: school.db)
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test func `keeps what was changed here, and does not take back what somebody changed since`() async throws {
    let first = try await bring(Self.course)
    try await edit("clay", #"{"title":"Our clay"}"#)
    let undone = try await undo(first)
    #expect(undone.status == 303)
    let refused = try await school.call(.post, "/api/v1/course-imports/\(first)/undoing", as: .tom)
    #expect(refused.status == 409 && refused["detail"]?.string?.contains("“Clay”") == true, "\(refused.text)")
    #expect(try await call(first)["state"]?.string == "applied")

    let again = try await begin(Self.course)
    try await school.doJobs()
    #expect(try await call(again)["unchanged"]?.number == "4")
    let page = try await school.get("/teach/imports/\(again)", as: .tom)
    #expect(page.contains("so the change stays"))
    try await apply(again)
    #expect(try await school.get("/learn/kiln/clay", as: .tom).contains("Our clay"))

    var next = Self.course
    next[0] = SentEntry("kiln/basics/1_clay.md", "# Clay\n\nNew words.")
    let replaced = try await begin(next)
    try await school.doJobs()
    #expect(try await school.get("/teach/imports/\(replaced)", as: .tom).contains("takes its place"))
    try await apply(replaced)
    #expect(try await school.get("/learn/kiln/clay", as: .tom).contains("New words."))
  }

  @Test func `shows of pictures what is seen, and nothing of where they were taken`() async throws {
    var entries = Array(Self.course.prefix(2))
    entries.append(SentEntry("kiln/basics/kiln.png", SentFile.photo(hiding: "latitude 51.5").bytes))
    for (name, turn) in [("straight", 1), ("turned", 6)] {
      entries.append(SentEntry("kiln/basics/\(name).jpg", try await SentFile.located(school, turn: turn).bytes))
    }
    entries[0] = SentEntry(
      "kiln/basics/1_clay.md", "# Clay\n\n![a](kiln.png) ![b](straight.jpg) ![c](turned.jpg)")
    try await bring(entries)
    let lesson = try await school.get("/learn/kiln/clay", as: .tom)
    let shown = lesson.text.split(separator: "<img src=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(shown.count == 3, "\(shown)")
    for address in shown {
      let picture = try await school.get(String(address), as: .tom)
      #expect(picture.status == 200 && picture.bytes.count > 100)
      for secret in ["Somewhere", "Exif", "latitude"] { #expect(!picture.bytes.contains(secret.utf8), "\(address)") }
      #expect(!picture.bytes.contains(Exif.place))
    }
    // One that lay on its side stands upright now.
    #expect(lesson.contains("width=\"40\" height=\"20\" alt=\"b\""))
    #expect(lesson.contains("width=\"20\" height=\"40\" alt=\"c\""))
    let again = try await begin(entries)
    try await school.doJobs()
    #expect(try await school.get("/teach/imports/\(again)", as: .tom).contains("There is nothing to do"))
    let files: Int = try await school.db.value("SELECT count(*) FROM course_files WHERE source_key IS NOT NULL")
    #expect(files == 3)
  }

  @Test func `leads where it led when somebody goes on writing a lesson`() async throws {
    try await bring(Self.course)
    try await edit("clay", #"{"markdown":"Now: [fire](2_fire.md#hot), ![kiln](kiln.png), [no](nowhere.md)."}"#)
    let lesson = try await school.get("/learn/kiln/clay", as: .tom)
    #expect(lesson.contains("Now: <a href=\"/learn/kiln/fire#h-hot\">fire</a>"))
    #expect(lesson.contains("width=\"4\" height=\"3\" alt=\"kiln\""))
    #expect(!lesson.contains("nowhere.md"))
  }

  @Test func `can be taken back for thirty days, and is forgotten after`() async throws {
    let id = try await bring(Self.course)
    school.wait(.days(31))
    #expect(try await school.post("/teach/imports/\(id)/undoing", as: .ada).status == 303)
    #expect(try await school.get("/teach/imports/\(id)", as: .ada).contains("Brought in, from kiln.zip"))
    _ = try await school.db.transaction { [school] in $0.enqueue(ForgetCourseImports(), now: school.now) }
    try await school.doJobs()
    #expect(try await school.get("/teach/imports/\(id)", as: .ada).status == 404)
    #expect(try await school.get("/learn/kiln/clay", as: .ada).status == 200)
  }

  // MARK: -

  func begin(_ entries: [SentEntry]) async throws -> String {
    school.wait(.minutes(1))
    let reply = try await school.upload(.archive(entries, named: "kiln.zip"), to: "/teach/imports", as: .tom)
    #expect(reply.status == 303, "\(reply.text)")
    return try #require(reply.location?.split(separator: "/").last.map(String.init))
  }
  func apply(_ id: String) async throws {
    school.wait(.minutes(1))
    let reply = try await school.post("/teach/imports/\(id)/application", as: .tom)
    #expect(reply.status == 303, "\(reply.text)")
    try await school.doJobs()
    let done = try await call(id)
    #expect(done["state"]?.string == "applied", "\(done.text)")
  }
  @discardableResult func bring(_ entries: [SentEntry]) async throws -> String {
    let id = try await begin(entries)
    try await school.doJobs()
    try await apply(id)
    return id
  }
  private func undo(_ id: String) async throws -> Reply {
    school.wait(.minutes(1))
    return try await school.post("/teach/imports/\(id)/undoing", as: .tom)
  }
  func call(_ id: String) async throws -> Reply {
    try await school.call(.get, "/api/v1/course-imports/\(id)", as: .tom)
  }
  func courses() async throws -> Int { try await school.db.value("SELECT count(*) FROM courses") }
  private func items() async throws -> Int {
    try await school.db.value(
      "SELECT count(*) FROM course_items JOIN courses ON courses.id = course_id WHERE courses.slug = 'kiln'")
  }
  private func done() async throws -> Int {
    try await school.db.value(
      """
      SELECT items_done FROM course_enrollments JOIN courses ON courses.id = course_id WHERE courses.slug = 'kiln'
      """)
  }
  /// Publishes the course; Mia does two lessons of it.
  private func learn() async throws -> (items: Int, done: Int) {
    for (step, caller) in [("submission", Caller.tom), ("approval", .ada)] {
      let reply = try await school.call(.post, "/api/v1/courses/kiln/\(step)", as: caller)
      #expect(reply.status < 300, "\(step): \(reply.text)")
    }
    #expect(try await school.call(.post, "/api/v1/courses/kiln/enroll", json: "{}", as: .mia).status == 201)
    for lesson in ["clay", "fire"] {
      #expect(try await school.post("/learn/kiln/\(lesson)/completion", as: .mia).status == 303)
    }
    return (try await items(), try await done())
  }
  private func edit(_ lesson: String, _ json: String) async throws {
    school.wait(.minutes(1))
    let id: ID<Person> = try await school.db.value(
      """
      SELECT course_items.id FROM course_items JOIN courses ON courses.id = course_id
      WHERE courses.slug = 'kiln' AND course_items.slug = \(lesson)
      """)
    let reply = try await school.call(.patch, "/api/v1/lessons/\(id.text)", json: json, as: .tom)
    #expect(reply.status == 200, "\(reply.text)")
  }
}
