import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Teaching

@Suite struct `Writing a course` {
  @Test(arguments: Engine.all) func `an instructor needs only a title`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.db.transaction {
      try await $0.createCourse(NewCourse(title: Text("Clay")!), by: work.tom, at: work.now)
    }
    #expect(course.slug.text == "clay" && course.status == .draft && course.instructorName == "Tom Teacher")
    #expect(course.level == .beginner && course.language == .english && course.isFree)
  }

  @Test(arguments: Engine.all) func `a draft exists only for its maker and the editors`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let draft = try await work.make("Clay")
    for viewer in [work.tom, work.ada] {
      #expect(try await work.db.course(draft.reference, for: viewer).id == draft.id)
    }
    for viewer in [work.eve, work.mia, work.visitor] {
      await #expect(throws: NothingFound.self) { try await work.db.course(draft.reference, for: viewer) }
      await #expect(throws: NothingFound.self) { try await work.db.outline(of: .slug(draft.slug), for: viewer) }
      await #expect(throws: NothingFound.self) {
        try await work.db.transaction {
          try await $0.editCourse(draft.reference, CourseChanges(), by: viewer, at: work.now)
        }
      }
    }
  }

  @Test(arguments: Engine.all) func `students and visitors make none`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    await #expect(throws: Problem.forbidden("create courses")) { try await work.make("Clay", by: work.mia) }
    await #expect(throws: Problem.signInNeeded) { try await work.make("Clay", by: work.visitor) }
  }

  @Test(arguments: Engine.all) func `titles of any script give readable, free names`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let titles = ["Clay", "CLAY!", "New", "أساسيات", "</title><script>alert(1)</script>", "🎨", "💡"]
    var slugs: Set<String> = []
    for title in titles {
      let course = try await work.make(title)
      #expect(course.title == title)
      slugs.insert(course.slug.text)
    }
    #expect(slugs.count == titles.count && !slugs.contains("new") && slugs.contains("clay-2"))
  }

  @Test(arguments: Engine.all) func `what is left out of a change stays, and null clears`(_ engine: Engine) async throws
  {
    let work = try await Workshop(engine)
    let category = try await work.category("Craft")
    let course = try await work.make("Clay") {
      $0.categoryID = category.id
      $0.maxStudents = Number(12)
      $0.price = DecimalAmount(minorUnits: 4_900)
    }
    let changes = CourseChanges(description: Text("*Wet* hands"), maxStudents: .clear)
    let changed = try await work.db.transaction {
      try await $0.editCourse(course.reference, changes, by: work.tom, at: work.now)
    }
    #expect(changed.maxStudents == nil && changed.categoryID == category.id && changed.price.minorUnits == 4_900)
    #expect(try await work.db.outline(of: course.reference, for: work.tom).description == "*Wet* hands")
  }

  @Test(arguments: Engine.all) func `what it refers to must be there and one's own`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let other = try await work.make("Glass", by: work.eve)
    func refusal(_ change: (inout NewCourse) -> Void) async -> String? {
      do { _ = try await work.make("Clay", change) } catch Problem.invalid(let errors) {
        return errors.first?.field
      } catch {}
      return nil
    }
    #expect(await refusal { $0.categoryID = ID() } == "category_id")
    #expect(await refusal { $0.parentID = other.id } == "parent_id")
    await #expect(throws: Problem.forbidden("edit any course")) {
      try await work.make("Clay") { $0.instructorID = work.eve.person }
    }
    await #expect(throws: Problem.self) {
      try await work.make("Clay", by: work.ada) { $0.instructorID = work.mia.person }
    }
    let given = try await work.make("Clay", by: work.ada) { $0.instructorID = work.tom.person }
    #expect(given.instructorID == work.tom.person)
  }

  @Test(arguments: Engine.all) func `parts go one level deep`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let whole = try await work.make("Crafts")
    let part = try await work.make("Clay") { $0.parentID = whole.id }
    await #expect(throws: Problem.self) { try await work.make("Glaze") { $0.parentID = part.id } }
    await #expect(throws: Problem.self) {
      try await work.db.transaction {
        try await $0.editCourse(whole.reference, CourseChanges(parentID: .set(part.id)), by: work.tom, at: work.now)
      }
    }
    #expect(
      try await work.db.fetch(Query<[CourseBrief]>.subcourses(of: .slug(whole.slug), for: work.tom)).map(\.id) == [
        part.id
      ])
  }

  @Test(arguments: Engine.all) func `a draft can be deleted, and nothing of it stays`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.make("Clay")
    let section = try await work.addSection("Start", to: course)
    _ = try await work.addLesson("One", to: section)
    try await work.db.transaction { try await $0.deleteCourse(course.reference, by: work.tom, at: work.now) }
    await #expect(throws: NothingFound.self) { try await work.db.course(course.reference, for: work.ada) }
    #expect(try await work.db.value("SELECT count(*) FROM course_lessons", as: Int.self) == 0)
    #expect(try await work.db.value("SELECT count(*) FROM course_words", as: Int.self) == 0)
  }

  @Test(arguments: Engine.all) func `every change leaves an audit line and an event`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.make("Clay")
    let section = try await work.addSection("Start", to: course)
    _ = try await work.addLesson("One", to: section)
    let actions: [String] = try await work.db.all("SELECT action FROM audit_log ORDER BY id")
    #expect(actions == ["course.created", "course.outline_changed", "course.outline_changed"])
    #expect(try await work.db.value("SELECT count(*) FROM outbox", as: Int.self) == 3)
  }
}
