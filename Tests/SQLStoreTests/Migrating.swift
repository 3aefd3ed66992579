import Essentials
import Foundation
import SQLStore
import Testing

@Suite struct `Migrating a schema` {
  private let colours = Migration(
    id: "20261122T0900_colours", feature: "Things",
    ["CREATE TABLE colours (name {{text}} NOT NULL PRIMARY KEY){{strict}}"])
  private let broken = Migration(
    id: "20261123T0900_broken", feature: "Things",
    ["CREATE TABLE half (a {{int}}){{strict}}", "CREATE TABLE things (a {{int}})"])

  @Test(arguments: TestEngine.all) func `runs once, in order, and again finds nothing to do`(engine: TestEngine)
    async throws
  {
    try await withStand(engine, migrations: []) { stand async throws in
      let first = try await stand.store.migrate([colours, .things])
      #expect(first.applied == ["20261121T0900_things", "20261122T0900_colours"])
      #expect(first.known == 1)
      let second = try await stand.store.migrate([colours, .things])
      #expect(second.applied.isEmpty && second.known == 3 && second.backup == nil)
    }
  }

  @Test(arguments: TestEngine.all) func `two programs that start at once apply each step once`(
    engine: TestEngine
  ) async throws {
    try await withStand(engine, migrations: []) { stand async throws in
      let other = Store(stand.configuration), colours = colours
      async let first = stand.store.migrate([.things, colours])
      async let second = other.migrate([.things, colours])
      let reports = try await [first, second]
      #expect(reports.map(\.applied.count).sorted() == [0, 2])
      await other.close()
    }
  }

  @Test(arguments: TestEngine.all) func `a program older than the schema is refused`(engine: TestEngine) async throws {
    try await withStand(engine, migrations: [.things, colours]) { stand async throws in
      await #expect(throws: StoreError.newerSchema(["20261122T0900_colours"])) {
        try await stand.store.migrate([.things])
      }
    }
  }

  @Test(arguments: TestEngine.all) func `one that fails leaves what was there`(engine: TestEngine) async throws {
    try await withStand(engine) { stand async throws in
      try await stand.database.transaction { try await $0.add(Thing(name: "clay")) }
      await #expect(throws: StoreError.self) { try await stand.store.migrate([.things, colours, broken]) }
      #expect(try await stand.database.things().map(\.name) == ["clay"])
      await #expect(throws: StoreError.self) { try await stand.database.execute("SELECT * FROM half") }
      let names = ["20261101T0000_store", "20261121T0900_things"]
      let kept = engine == .sqlite ? names : names + ["20261122T0900_colours"]
      #expect(try await stand.database.all("SELECT id FROM schema_migrations ORDER BY id") == kept)
      try await stand.database.transaction { try await $0.add(Thing(name: "glaze")) }
      #expect(try await stand.store.migrate([.things, colours]).known == kept.count)
    }
  }

  @Test func `a file in use is copied first, and the last copy is kept`() async throws {
    try await withStand(.sqlite) { stand async throws in
      try await stand.database.transaction { try await $0.add(Thing(name: "clay")) }
      let report = try await stand.store.migrate([.things, colours])
      let backup = try #require(report.backup)
      let old = Store(StoreConfiguration(engine: .sqlite(path: backup)))
      let database = try await old.database(on: stand.loop)
      #expect(try await database.things().map(\.name) == ["clay"])
      await #expect(throws: StoreError.self) { try await database.execute("SELECT * FROM colours") }
      await old.close()
      let sizes = Migration(id: "20261124T0900_sizes", feature: "Things", ["CREATE TABLE sizes (a {{int}}){{strict}}"])
      try await stand.store.migrate([.things, colours, sizes])
      #expect(!FileManager.default.fileExists(atPath: backup))
    }
  }

  @Test func `a copy of the school can be taken while it writes`() async throws {
    try await withStand(.sqlite) { stand async throws in
      async let writes: Void = {
        for number in 0..<50 { try await stand.database.transaction { try await $0.add(Thing(name: "\(number)")) } }
      }()
      let path = stand.path + "-copy"
      try await stand.store.backup(to: path)
      try await writes
      let copy = Store(StoreConfiguration(engine: .sqlite(path: path)))
      let database = try await copy.database(on: stand.loop)
      #expect(try await database.value("SELECT count(*) FROM things", as: Int.self) <= 50)
      #expect(try await database.value("PRAGMA integrity_check") == "ok")
      await copy.close()
    }
  }
}
