import Essentials
import SQLStore
import Testing

private struct Course {}

@Suite struct `Searching text` {
  private static let search = SearchIndex(table: "courses", columns: ["title", "summary"])
  private static let courses = Migration(
    id: "20261121T0900_courses", feature: "Courses",
    [
      "CREATE TABLE courses (id {{id}} NOT NULL PRIMARY KEY, title {{text}} NOT NULL, summary {{text}}){{strict}}",
      search.creation,
    ])

  private func find(_ text: String, _ database: Database) async throws -> [String] {
    guard let terms = SearchTerms(text) else { return [] }
    return try await database.all(
      "SELECT title FROM courses WHERE \(Self.search.matches(terms)) ORDER BY \(Self.search.rank(terms)), title")
  }

  private func withCourses(_ engine: TestEngine, _ body: (Database) async throws -> Void) async throws {
    let courses: [(String, String?)] = [
      ("Throwing clay", "Bowls and cups"), ("Glazing", "What clay becomes"), ("Node.js for all", nil),
      ("الرياضيات", "مقدمة"), ("C++ templates", "OR is a word, NEAR too"),
    ]
    try await withStand(engine, migrations: [Self.courses]) { stand async throws in
      let rows: [SQL] = courses.map { "(\(ID<Course>()), \($0.0), \($0.1))" }
      try await stand.database.execute("INSERT INTO courses (id, title, summary) VALUES \(SQL.joined(rows))")
      try await body(stand.database)
    }
  }

  @Test(arguments: TestEngine.all) func `finds words, the best first, the last one unfinished`(
    engine: TestEngine
  ) async throws {
    try await withCourses(engine) { database async throws in
      #expect(try await find("clay", database) == ["Throwing clay", "Glazing"])
      #expect(try await find("THROW", database) == ["Throwing clay"])
      #expect(try await find("clay bow", database) == ["Throwing clay"])
      #expect(try await find("bow clay cu", database) == [])
      #expect(try await find("node", database) == ["Node.js for all"])
      #expect(try await find("node.js", database) == ["Node.js for all"])
      #expect(try await find("الرياض", database) == ["الرياضيات"])
      #expect(try await find("c++ tem", database) == ["C++ templates"])
    }
  }

  @Test(arguments: TestEngine.all) func `follows changes of the row`(engine: TestEngine) async throws {
    try await withCourses(engine) { database async throws in
      try await database.execute("UPDATE courses SET title = 'Kilns' WHERE title = 'Glazing'")
      #expect(try await find("kiln", database) == ["Kilns"])
      #expect(try await find("glazing", database) == [])
      try await database.execute("DELETE FROM courses WHERE title = 'Kilns'")
      #expect(try await find("kiln", database) == [])
    }
  }

  @Test(
    arguments: TestEngine.all,
    [
      "clay OR glazing", "clay AND NOT glazing", "NEAR(clay glazing)", "title:clay \"", "glazing* ^clay", "{title}: x",
      "clay & !glazing",
      "glazing:*", "'; DROP TABLE courses; --", "((((", "clay <-> x", "\\", "\u{0}", "🎓", "-", "a'b\"c",
    ]) func `an operator in the text is only text`(engine: TestEngine, text: String) async throws
  {
    try await withCourses(engine) { database async throws in
      #expect(try await find(text, database).count <= 1)
      #expect(try await database.value("SELECT count(*) FROM courses") == 5)
    }
  }

  @Test func `text without a word has no terms, and long text few`() {
    #expect(SearchTerms(" -- \"'* ") == nil)
    #expect(SearchTerms(String(repeating: "word ", count: 1000))?.words.count == 10)
    #expect(SearchTerms(String(repeating: "a", count: 1000))?.words.first?.count == 64)
  }
}

@Suite struct `Going on in a list` {
  @Test func `a cursor comes back as it was`() {
    let id = ID<Thing>()
    let text = Cursor(key: "Ωmega, 'x'", id: id), number = Cursor(key: -5, id: id)
    let time = Cursor(key: Instant(microseconds: 7), id: id)
    #expect(Cursor<String, Thing>(text: text.text)?.key == text.key)
    #expect(Cursor<Int, Thing>(text: number.text)?.key == -5)
    #expect(Cursor<Instant, Thing>(text: time.text)?.key == time.key)
    #expect(Cursor<String, Thing>(text: text.text)?.id == id)
  }

  @Test func `a cursor that was tampered with is none`() {
    let text = Cursor(key: 12, id: ID<Thing>()).text
    #expect(Cursor<String, Thing>(text: text) == nil)
    #expect(Cursor<Int, Thing>(text: String(text.dropLast())) == nil)
    #expect(Cursor<Int, Thing>(text: text + "A") == nil)
    #expect(Cursor<Int, Thing>(text: text + "=") == nil)
    #expect(Cursor<Int, Thing>(text: "") == nil)
    #expect(Cursor<Int, Thing>(text: "!!!!") == nil)
    #expect(Cursor<Int, Thing>(text: String(repeating: "A", count: 10_000)) == nil)
  }

  @Test(arguments: TestEngine.all) func `the parts of a list make the whole, without gap or double`(
    engine: TestEngine
  ) async throws {
    try await withStand(engine) { stand async throws in
      try await stand.database.transaction { tx in
        for number in 0..<25 {
          let id = ID<Thing>()
          try await tx.execute("INSERT INTO things (id, name, price) VALUES (\(id), \("n\(number)"), \(number % 3))")
        }
      }
      struct Line: RowDecodable {
        let price: Int, id: ID<Thing>
        init(row: inout Row) throws {
          price = try row.next()
          id = try row.next()
        }
      }
      var seen: [Line] = [], cursor: Cursor<Int, Thing>?
      repeat {
        let after: SQL = cursor.map { "WHERE (price, id) > (\($0.key), \($0.id))" } ?? ""
        let rows = try await stand.database.all(
          "SELECT price, id FROM things \(after) ORDER BY price, id LIMIT \(11)", as: Line.self)
        let page = ListPage(rows: rows, limit: 10) { Cursor(key: $0.price, id: $0.id) }
        seen += page.items
        cursor = page.next.flatMap { Cursor(text: $0) }
      } while cursor != nil
      #expect(seen.count == 25 && Set(seen.map(\.id)).count == 25)
      #expect(seen.map(\.price) == seen.map(\.price).sorted())
    }
  }
}
