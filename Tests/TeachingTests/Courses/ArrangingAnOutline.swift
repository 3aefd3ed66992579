import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Teaching

@Suite struct `Arranging an outline` {
  private func titles(_ work: Workshop, _ course: Course) async throws -> [String] {
    let outline = try await work.db.outline(of: course.reference, for: work.tom)
    #expect(outline.sections.map(\.position).elementsEqual(1..<outline.sections.count + 1))
    for section in outline.sections {
      #expect(section.items.map(\.position).elementsEqual(1..<section.items.count + 1))
    }
    return outline.sections.map { "\($0.title): \($0.items.map(\.title).joined(separator: " "))" }
  }

  @Test(arguments: Engine.all) func `sections and items stand where they were put`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.make("Clay")
    let second = try await work.addSection("Second", to: course)
    let first = try await work.addSection("First", to: course, at: 1)
    _ = try await work.addSection("Last", to: course, at: 99)
    for title in ["b", "c"] { _ = try await work.addLesson(title, to: first) }
    _ = try await work.addLesson("a", to: first, at: 1)
    _ = try await work.addLesson("x", to: second)
    #expect(try await titles(work, course) == ["First: a b c", "Second: x", "Last: "])
  }

  @Test(arguments: Engine.all) func `an item moves in its section and to another`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.make("Clay")
    let first = try await work.addSection("First", to: course), second = try await work.addSection("Second", to: course)
    var items: [CourseItem] = []
    for title in ["a", "b", "c"] { items.append(try await work.addLesson(title, to: first)) }
    _ = try await work.addLesson("x", to: second)
    func move(_ item: CourseItem, to section: CourseSection? = nil, _ position: Int?) async throws {
      let changes = ItemChanges(section: section?.id, position: position.flatMap { Number($0) })
      _ = try await work.db.transaction { try await $0.editItem(item.id, changes, by: work.tom, at: work.now) }
    }
    try await move(items[0], 3)
    #expect(try await titles(work, course) == ["First: b c a", "Second: x"])
    try await move(items[2], to: second, 1)
    #expect(try await titles(work, course) == ["First: b a", "Second: c x"])
    try await move(items[0], to: second, nil)
    #expect(try await titles(work, course) == ["First: b", "Second: c x a"])
    let other = try await work.addSection("Elsewhere", to: try await work.make("Glass"))
    await #expect(throws: Problem.self) { try await move(items[0], to: other, nil) }
  }

  @Test(arguments: Engine.all) func `sections move, and close up when one goes`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.make("Clay")
    var sections: [CourseSection] = []
    for title in ["a", "b", "c"] { sections.append(try await work.addSection(title, to: course)) }
    _ = try await work.addLesson("x", to: sections[1])
    let changes = SectionChanges(position: Number(1))
    _ = try await work.db.transaction { [sections] in
      try await $0.editSection(sections[2].id, changes, by: work.tom, at: work.now)
    }
    #expect(try await titles(work, course) == ["c: ", "a: ", "b: x"])
    for section in [sections[0], sections[1]] {
      try await work.db.transaction { try await $0.removeSection(section.id, by: work.tom, at: work.now) }
    }
    #expect(try await titles(work, course) == ["c: "])
    let (kept, counted) = try await work.counts()
    #expect(kept == counted)
  }

  @Test(arguments: Engine.all) func `counts stay right whatever comes and goes`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.publish("Clay")
    let section = try await work.addSection("More", to: course)
    let item = try await work.addLesson("a", to: section)
    _ = try await work.addLesson("b", to: section)
    let link = try #require(WebLink("https://youtu.be/dQw4w9WgXcQ"))
    let film = NewVideo(title: Text("Film")!, videoURL: VideoAddress(link), durationSeconds: Number(100))
    _ = try await work.db.transaction { try await $0.addItem(film.item, to: section.id, by: work.tom, at: work.now) }
    _ = try await work.db.transaction { try await $0.removeItem(item.id, by: work.tom, at: work.now) }
    let found = try await work.db.course(course.reference, for: work.visitor)
    #expect(found.itemCount == 3 && found.lessonCount == 2)
    let (kept, counted) = try await work.counts()
    #expect(kept == counted)
    #expect(try await titles(work, course) == ["Start: First steps", "More: b Film"])
  }

  @Test(arguments: Engine.all) func `only its maker and the editors arrange it`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.publish("Clay")
    let section = try #require(try await work.db.outline(of: course.reference, for: work.tom).sections.first)
    for viewer in [work.eve, work.mia] {
      await #expect(throws: Problem.forbidden("edit this course")) {
        try await work.db.transaction { try await $0.removeSection(section.id, by: viewer, at: work.now) }
      }
    }
    await #expect(throws: Problem.signInNeeded) {
      try await work.db.transaction { try await $0.removeItem(section.items[0].id, by: work.visitor, at: work.now) }
    }
    _ = try await work.db.transaction { try await $0.removeItem(section.items[0].id, by: work.ada, at: work.now) }
  }

  @Test func `moving renumbers only what changes place`() {
    #expect(["a", "b", "c"].moving("a", to: 2).map { "\($0.position)\($0.element)" } == ["1b", "2a"])
    #expect(["a", "b", "c"].moving("c", to: 9).isEmpty)
    #expect(["a", "b", "c"].moving("c", to: -5).map(\.element) == ["c", "a", "b"])
  }
}
