import Essentials
import SQLStore
import Testing

private enum Level: String, ColumnWord { case beginner, expert }

private struct Everything: RowDecodable, Equatable {
  var id: ID<Thing>?, int: Int?, wide: Int64?, bool: Bool?, real: Double?, text: String?, slug: Slug<Thing>?
  var instant: Instant?, bytes: [UInt8]?, json: JSONText?, level: Level?

  init() {}
  init(row: inout Row) throws {
    id = try row.nextIfPresent()
    int = try row.nextIfPresent()
    wide = try row.nextIfPresent()
    bool = try row.nextIfPresent()
    real = try row.nextIfPresent()
    text = try row.nextIfPresent()
    slug = try row.nextIfPresent()
    instant = try row.nextIfPresent()
    bytes = try row.nextIfPresent()
    json = try row.nextIfPresent()
    level = try row.nextIfPresent()
  }
}

@Suite struct `Values in columns` {
  private static let table = Migration(
    id: "20261121T0900_everything", feature: "Things",
    [
      """
      CREATE TABLE everything (
        id {{id}}, small {{int}}, wide {{int}}, bool {{bool}}, real {{real}}, text {{text}}, slug {{text}}, instant {{instant}},
        bytes {{bytes}}, json {{json}}, level {{text}}
      ){{strict}}
      """
    ])

  private func roundTrip(_ value: Everything, _ engine: TestEngine) async throws {
    try await withStand(engine, migrations: [Self.table]) { stand async throws in
      try await stand.database.execute(
        """
        INSERT INTO everything VALUES (\(value.id), \(value.int), \(value.wide), \(value.bool), \(value.real), \(value.text),
          \(value.slug), \(value.instant), \(value.bytes), \(value.json), \(value.level))
        """)
      #expect(try await stand.database.one("SELECT * FROM everything") == value)
    }
  }

  @Test(arguments: TestEngine.all) func `every type comes back as it was`(engine: TestEngine) async throws {
    var value = Everything()
    value.id = ID()
    value.int = -42
    value.wide = .max
    value.bool = true
    value.real = 0.1
    value.text = "مرحبا بالعالم 🎓 'quoted' \"$1\" ; --"
    value.slug = Slug(pathText: "the-clay")
    value.instant = Instant(microseconds: 1_795_222_800_123_456)
    value.bytes = [0, 1, 255]
    value.json = JSONText(#"{"a": [1, "ü"]}"#)
    value.level = .expert
    try await roundTrip(value, engine)
  }

  @Test(arguments: TestEngine.all) func `the smallest values come back as they were`(engine: TestEngine) async throws {
    var value = Everything()
    value.int = 0
    value.wide = .min
    value.bool = false
    value.real = -.leastNonzeroMagnitude
    value.text = ""
    value.instant = Instant(microseconds: -1)
    value.bytes = []
    value.json = JSONText("[]")
    try await roundTrip(value, engine)
  }

  @Test(arguments: TestEngine.all) func `NULL of every type comes back as nil`(engine: TestEngine) async throws {
    try await roundTrip(Everything(), engine)
  }

  @Test(arguments: TestEngine.all) func `a column of another type is a mismatch`(engine: TestEngine) async throws {
    try await withStand(engine) { stand async throws in
      await #expect(throws: StoreError.self) { try await stand.database.value("SELECT 'text'", as: Int.self) }
      await #expect(throws: StoreError.self) { try await stand.database.value("SELECT 1", as: String.self) }
      await #expect(throws: StoreError.self) { try await stand.database.value("SELECT 'other'", as: Level.self) }
      await #expect(throws: StoreError.self) { try await stand.database.value("SELECT NULL", as: Int.self) }
      #expect(try await stand.database.value("SELECT max(price) FROM things", as: Int?.self) == nil)
    }
  }

  @Test(arguments: TestEngine.all) func `text with a NUL is refused`(engine: TestEngine) async throws {
    try await withStand(engine) { stand async throws in
      await #expect(throws: StoreError.invalidText) {
        try await stand.database.transaction { try await $0.add(Thing(name: "a\0b")) }
      }
    }
  }
}

@Suite struct `Writing SQL` {
  @Test(arguments: TestEngine.all) func `values bind and fragments splice, at any depth and number`(
    engine: TestEngine
  ) async throws {
    try await withStand(engine) { stand async throws in
      let inner: SQL = "\(2) * \(3)", outer: SQL = "\(1) + (\(inner)) + (\(inner))"
      let listed = SQL.joined((4...13).map { "\($0)" }, separator: " + ")
      #expect(try await stand.database.value("SELECT \(100) + \(outer) + \(listed) + \(1000)") == 100 + 13 + 85 + 1000)
    }
  }

  @Test(arguments: TestEngine.all) func `a dialect's text replaces the other's, also inside a larger statement`(
    engine: TestEngine
  ) async throws {
    try await withStand(engine) { stand async throws in
      let name = SQL.sqlite("\("sqlite")").postgres("\("post") || \("gres")")
      #expect(try await stand.database.value("SELECT \("on ") || \(name) || \("!")") == "on \(engine.rawValue)!")
      let other = SQL.postgres("'postgres'").sqlite("'sqlite'")
      #expect(try await stand.database.value("SELECT \(other) \(.forUpdate)") == engine.rawValue)
    }
  }

  @Test(arguments: TestEngine.all, [0, 1, 2, 3, 5, 300]) func `a list holds exactly its values`(
    engine: TestEngine, count: Int
  ) async throws {
    try await withStand(engine) { stand async throws in
      let things = (0..<6).map { Thing(name: "\($0)") }
      try await stand.database.transaction { tx in for thing in things { try await tx.add(thing) } }
      let wanted = things.prefix(count).map(\.id) + (0..<max(count - 6, 0)).map { _ in ID<Thing>() }
      let found = try await stand.database.all(
        "SELECT \(Thing.columns) FROM things WHERE id IN \(wanted)", as: Thing.self)
      #expect(Set(found.map(\.id)) == Set(things.prefix(count).map(\.id)))
      let others: Int = try await stand.database.value("SELECT count(*) FROM things WHERE id NOT IN \(wanted)")
      #expect(others == max(6 - count, 0))
    }
  }

  @Test(arguments: TestEngine.all) func `many different statements do not fill the cache`(engine: TestEngine)
    async throws
  {
    try await withStand(engine) { stand async throws in
      for length in 1...600 {
        let sum = SQL.joined(Array(repeating: "\(1)", count: length), separator: " + ")
        #expect(try await stand.database.value("SELECT \(sum)") == length)
      }
      if engine == .postgres {
        #expect(try await stand.database.value("SELECT count(*) FROM pg_prepared_statements", as: Int.self) <= 257)
      }
    }
  }
}
