import Essentials
import SQLStore
import Testing

/// Adds a thing, copies it with the name that a second link made, and counts what is there.
private func chain(_ thing: Thing, copy: Thing, last: SQL) -> Chain<Thing> {
  var chain = Chain<Thing>()
  let made = chain.add(
    "made",
    "INSERT INTO things (id, name) SELECT \(thing.id), \(thing.name) WHERE \(thing.name) <> 'nothing'",
    columns: "id, name",
    again: "SELECT id, name FROM things WHERE id = \(thing.id)")
  _ = chain.answer(
    "copied", "INSERT INTO things (id, name) SELECT \(copy.id), made.name || ' again' FROM \(made)",
    columns: "id, name",
    again: "SELECT id, name FROM things WHERE id = \(copy.id)")
  chain.add("last", last)
  return chain
}

@Suite struct `Chains of changes` {
  private static let nothing: SQL = "DELETE FROM things WHERE name = 'of nobody'"

  @Test(arguments: TestEngine.all) func `a link goes on with the rows of the one before`(engine: TestEngine)
    async throws
  {
    try await withStand(engine) { stand async throws in
      let thing = Thing(name: "clay"), copy = Thing(name: "clay again")
      #expect(try await stand.database.run(chain(thing, copy: copy, last: Self.nothing)) == copy)
      #expect(Set(try await stand.database.things().map(\.name)) == ["clay", "clay again"])
    }
  }

  @Test(arguments: TestEngine.all) func `nothing follows where the first link changed nothing`(engine: TestEngine)
    async throws
  {
    try await withStand(engine) { stand async throws in
      let thing = Thing(name: "nothing")
      #expect(try await stand.database.run(chain(thing, copy: Thing(name: ""), last: Self.nothing)) == nil)
      #expect(try await stand.database.things().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all) func `a link that fails takes the others with it`(engine: TestEngine) async throws {
    try await withStand(engine) { stand async throws in
      let thing = Thing(name: "clay"), other = Thing(name: "stone")
      try await stand.database.transaction { try await $0.add(other) }
      let twice: SQL = "INSERT INTO things (id, name) VALUES (\(ID<Thing>()), \(other.name))"
      await #expect(throws: StoreError.unique("things.name")) {
        try await stand.database.run(chain(thing, copy: Thing(name: ""), last: twice))
      }
      #expect(try await stand.database.things() == [other])
    }
  }

  @Test(arguments: TestEngine.all) func `within a transaction it ends with it`(engine: TestEngine) async throws {
    try await withStand(engine) { stand async throws in
      let thing = Thing(name: "clay"), copy = Thing(name: "clay again")
      await #expect(throws: NothingFound.self) {
        try await stand.database.transaction { tx in
          #expect(try await tx.run(chain(thing, copy: copy, last: Self.nothing)) == copy)
          #expect(try await tx.things().count == 2)
          throw NothingFound()
        }
      }
      #expect(try await stand.database.things().isEmpty)
    }
  }
}
