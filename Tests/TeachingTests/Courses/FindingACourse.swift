import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Teaching

@Suite struct `Finding a course` {
  private func titles(_ work: Workshop, _ filter: CourseFilter) async throws -> Set<String> {
    let list = try await work.published(filter)
    #expect(list.total == list.courses.count)
    return Set(list.courses.map(\.title))
  }

  @Test(arguments: Engine.all) func `words are found in title, summary, teacher and outline`(_ engine: Engine)
    async throws
  {
    let work = try await Workshop(engine)
    _ = try await work.publish("Clay & glazes")
    _ = try await work.publish("Résumé writing")
    _ = try await work.make("Clay draft")
    func search(_ text: String) async throws -> Set<String> {
      try await titles(work, CourseFilter(terms: SearchTerms(text)))
    }
    #expect(try await search("clay") == ["Clay & glazes"])
    #expect(try await search("CLAY gla") == ["Clay & glazes"])
    #expect(try await search("tom teach").count == 2)
    #expect(try await search("first steps").count == 2)
    #expect(try await search("clay writing").isEmpty)
    for trick in ["clay OR writing", "\"", "title:clay*", "clay -glazes NEAR(x)", "') --", "a' | 'b", "* ^ :"] {
      _ = try await search(trick)
    }
  }

  @Test(arguments: Engine.all) func `what changes is found by its new words`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.publish("Clay")
    _ = try await work.db.transaction {
      try await $0.editCourse(course.reference, CourseChanges(title: Text("Stone")), by: work.tom, at: work.now)
    }
    #expect(try await titles(work, CourseFilter(terms: SearchTerms("stone"))) == ["Stone"])
    #expect(try await titles(work, CourseFilter(terms: SearchTerms("clay"))) == ["Stone"], "its summary still says so")
  }

  @Test(arguments: Engine.all) func `filters narrow the list`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let craft = try await work.category("Craft"), clay = try await work.category("Clay", under: craft)
    _ = try await work.publish("A") {
      $0.categoryID = clay.id; $0.level = .advanced; $0.language = LanguageTag("fr")
    }
    _ = try await work.publish("B") {
      $0.categoryID = craft.id; $0.price = DecimalAmount(minorUnits: 100)
    }
    _ = try await work.publish("C")
    #expect(try await titles(work, CourseFilter(category: .slug(craft.slug))) == ["A", "B"])
    #expect(try await titles(work, CourseFilter(category: .id(clay.id))) == ["A"])
    #expect(try await titles(work, CourseFilter(level: .advanced)) == ["A"])
    #expect(try await titles(work, CourseFilter(language: LanguageTag("FR"))) == ["A"])
    #expect(try await titles(work, CourseFilter(price: .paid)) == ["B"])
    #expect(try await titles(work, CourseFilter(price: .free)) == ["A", "C"])
    #expect(try await titles(work, CourseFilter(category: .slug(Slug(pathText: "none")!))).isEmpty)
    #expect(try await titles(work, CourseFilter()) == ["A", "B", "C"])
  }

  @Test(arguments: Engine.all, CourseSort.allCases) func `cursors lose and repeat no course`(
    _ engine: Engine, _ sort: CourseSort
  ) async throws {
    let work = try await Workshop(engine)
    for title in ["b", "a", "B", "c", "é", "a"] { _ = try await work.publish(title) }
    let filter = CourseFilter(sort: sort)
    let whole = try await work.published(filter).courses.map(\.id)
    var walked: [ID<Course>] = [], part = ListPart.page(1)
    while true {
      let list = try await work.published(filter, part, size: 2)
      walked += list.courses.map(\.id)
      guard let next = list.next else { break }
      part = .after(try #require(CourseCursor(text: next, filter)))
    }
    #expect(walked == whole && Set(walked).count == 6)
    let second = try await work.published(filter, .page(2), size: 4)
    #expect(second.courses.map(\.id) == Array(whole.suffix(2)) && second.next == nil)
  }

  @Test func `a cursor of another order is refused`() {
    let text = Cursor<Int, Course>(key: 3, id: ID()).text
    #expect(CourseCursor(text: text, CourseFilter(sort: .popular)) != nil)
    #expect(CourseCursor(text: text, CourseFilter(sort: .title)) == nil)
    #expect(CourseCursor(text: "x", CourseFilter()) == nil)
  }

  @Test func `a list and a detail cost what they promise`() async throws {
    let work = try await Workshop(.sqlite)
    let course = try await work.publish("Clay")
    let meter = StatementMeter()
    _ = try await CourseListQuery().answer(from: work.db.metered(by: meter))
    #expect(meter.count == 2)
    _ = try await work.db.metered(by: meter).courseDetail(of: .slug(course.slug), for: work.visitor)
    #expect(meter.count == 5)
  }

  @Test(arguments: Engine.all) func `the API writes from the rows what it would say of the courses`(_ engine: Engine)
    async throws
  {
    let work = try await Workshop(engine)
    for title in ["Clay", "Say \"mud\" \\ é 陶\n", "Stone"] {
      let course = try await work.publish(title) {
        $0.price = DecimalAmount(minorUnits: 1205)
        $0.durationMinutes = title == "Clay" ? Number(90) : nil
      }
      if title == "Stone" {
        try await work.db.execute(
          "UPDATE courses SET featured_at = \(work.now), rating_hundredths = 407, rating_count = 3 WHERE id = \(course.id)"
        )
      }
    }
    for (page, size) in [(1, 2), (2, 2), (1, 3), (3, 20)] {
      let plain = try await work.published(CourseFilter(), .page(page), size: size)
      var query = CourseListQuery()
      query.page = Number(page)
      query.pageSize = Number(size)
      let written = try await query.answer(from: work.db)
      #expect(
        written.json
          == CourseListAnswer(
            data: RowList(plain.courses.map(CourseSummary.init)),
            meta: ListMeta(total: 3, page: page, pageSize: size, nextCursor: plain.next)
          ).json)
      #expect(written.data.count == plain.courses.count)
    }
  }

  @Test(arguments: Engine.all) func `the API deals the items out to their sections`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.make("Clay")
    for title in ["First", "Empty", "Third"] {
      let section = try await work.addSection(title, to: course)
      if title == "Empty" { continue }
      for number in 1...3 { _ = try await work.addLesson("\(title) \(number)", to: section) }
    }
    let outline = try await work.db.outline(of: course.reference, for: work.tom)
    let detail = try await work.db.courseDetail(of: course.reference, for: work.tom)
    #expect(detail.contents.sections.map(\.items.count) == outline.sections.map(\.items.count))
    #expect(detail.contents.sections.map(\.json) == outline.sections.map { SectionAnswer($0).json })
    #expect(try CourseDetail(json: detail.json).json == detail.json)
  }
}
