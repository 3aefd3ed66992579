import Essentials
import EvolvCore
import Markup
import Payloads
import Routing
import SQLStore
import Testing

@testable import Teaching

@Suite struct `Opening an item` {
  @Test(arguments: Engine.all) func `a closed lesson is for its learners and makers`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.make("Clay")
    let section = try await work.addSection("Start", to: course)
    let closed = try await work.addLesson("Closed", "# Closed\n\nThe *text*", to: section)
    let preview = try await work.addLesson("Open", to: section, isPreview: true)
    await #expect(throws: NothingFound.self) { try await work.db.openItem(preview.id, for: work.visitor) }
    try await work.publish(course)
    await #expect(throws: Problem.signInNeeded) { try await work.db.openItem(closed.id, for: work.visitor) }
    await #expect(throws: Problem.forbidden("read the lessons of this course")) {
      try await work.db.openItem(closed.slug, of: .slug(course.slug), for: work.mia)
    }
    #expect(try await work.db.openItem(preview.id, for: work.visitor).item.isPreview)
    try await work.enroll(work.mia, in: course)
    for viewer in [work.mia, work.tom, work.ada] {
      let open = try await work.db.openItem(closed.slug, of: .slug(course.slug), for: viewer)
      guard case .lesson(let text) = open.content else { Issue.record("not a lesson"); continue }
      #expect(text.html.contains("<em>text</em>") && text.markdown.hasPrefix("# Closed") && text.wordCount > 0)
    }
  }

  @Test(arguments: Engine.all) func `every kind comes back as it was put in`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let section = try await work.addSection("Start", to: try await work.make("Clay"))
    let video = NewVideo(
      title: Text("Film")!, videoURL: VideoAddress(WebLink("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1")!),
      description: Text("d"), durationSeconds: Number(90), isPreview: true, requiresCode: true)
    let film = try await work.db.transaction {
      try await $0.addItem(video.item, to: section.id, by: work.tom, at: work.now)
    }
    #expect(try await work.db.openItem(film.id, for: work.tom).content == .video(video.video))
    let link = WebLink("https://example.org/a.pdf")!, new = NewMaterial(title: Text("Sheet")!)
    let (sheet, material) = try await work.db.transaction {
      try await $0.addMaterial(new, .link(link), to: section.id, by: work.tom, at: work.now)
    }
    #expect(material.link == link.text)
    #expect(try await work.db.openItem(sheet.id, for: work.tom).content == .material(material))
    let items = try await work.db.section(section.id, for: work.tom).items
    #expect(items.map(\.durationSeconds) == [90, nil] && items.map(\.minutes) == [2, nil])
  }

  @Test(arguments: [
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", true), ("https://youtu.be/dQw4w9WgXcQ?si=x", true),
    ("https://m.youtube.com/watch?list=1&v=dQw4w9WgXcQ", true), ("https://www.youtube.com/embed/dQw4w9WgXcQ", true),
    ("https://youtube.com/shorts/dQw4w9WgXcQ", true), ("https://www.youtube.com/watch?v=short", false),
    ("https://youtube.com.evil.org/watch?v=dQw4w9WgXcQ", false), ("https://vimeo.com/76979871", false),
  ]) func `films of YouTube are recognized by their address`(_ address: String, _ isFilm: Bool) throws {
    let video = VideoAddress(try #require(WebLink(address)))
    #expect((video.youtubeID == "dQw4w9WgXcQ") == isFilm && (video.type == .youtubePrivate) == isFilm)
  }

  @Test(arguments: [
    "http://example.org", "javascript:alert(1)", "https://", "https:///x", "https://a b.org",
    "https://user@example.org",
    "https://localhost", "https://example.org/\"onload", "data:text/html,x", "//example.org", "https://.org",
  ]) func `other addresses are refused`(_ address: String) { #expect(WebLink(address) == nil) }
}
