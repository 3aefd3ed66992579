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

  @Test(arguments: TestEngine.all) func `many at once are all made, and one that fails harms no other`(
    engine: TestEngine
  ) async throws {
    try await withStand(engine) { stand async throws in
      let taken = Thing(name: "taken")
      try await stand.database.transaction { try await $0.add(taken) }
      let answers = await withTaskGroup(of: (Int, Result<Thing?, any Error>).self) { group in
        for number in 0..<100 {
          group.addTask {
            let name = number == 50 ? taken.name : "thing \(number)"
            let chain = chain(Thing(name: name), copy: Thing(name: ""), last: Self.nothing)
            do { return (number, .success(try await stand.database.run(chain))) } catch {
              return (number, .failure(error))
            }
          }
        }
        return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      for (number, answer) in answers where number != 50 {
        #expect(try answer.get()?.name == "thing \(number) again")
      }
      #expect(throws: StoreError.unique("things.name")) { try answers[50]?.get() }
      #expect(try await stand.database.value("SELECT count(*) FROM things") == 199)
    }
  }

  @Test(arguments: TestEngine.all) func `among chains and transactions at once each is made or refused by itself`(
    engine: TestEngine
  ) async throws {
    try await withStand(engine, migrations: [.things, .notes]) { stand async throws in
      let taken = Thing(name: "taken")
      try await stand.database.transaction { try await $0.add(taken) }
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<100 {
          group.addTask {
            let thing = Thing(name: "thing \(number)"), copy = Thing(name: "thing \(number) again")
            switch number % 5 {
            case 0:
              let made = try? await stand.database.run(chain(thing, copy: copy, last: Self.nothing))
              #expect(made == copy)
            case 1:
              await #expect(throws: Never.self) { try await stand.database.transaction { try await $0.add(thing) } }
            case 2:
              await #expect(throws: NothingFound.self) {
                try await stand.database.transaction { tx in
                  try await tx.add(thing)
                  throw NothingFound()
                }
              }
            case 3:
              await #expect(throws: StoreError.unique("things.name")) {
                try await stand.database.run(chain(Thing(name: "taken"), copy: copy, last: Self.nothing))
              }
            default:
              await #expect(throws: StoreError.foreignKey) {
                let toNobody: SQL = "INSERT INTO notes (thing_id) VALUES (\(ID<Thing>()))"
                try await stand.database.run(chain(thing, copy: copy, last: toNobody))
              }
            }
          }
        }
      }
      #expect(try await stand.database.value("SELECT count(*) FROM things") == 1 + 20 * 2 + 20)
      #expect(try await stand.database.value("SELECT count(*) FROM notes") == 0)
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: TestEngine.all.filter { $0 == .postgres })
  func `one that waits for a row keeps no other from being made`(engine: TestEngine) async throws {
    try await withStand(engine, { $0.statementTimeoutMilliseconds = 600_000 }) { stand async throws in
      let held = Thing(name: "held")
      try await stand.database.transaction { try await $0.add(held) }
      let change: SQL = "UPDATE things SET price = price + 1 WHERE id = \(held.id)"
      let (isHeld, hold) = AsyncStream.makeStream(of: Void.self), (isOver, end) = AsyncStream.makeStream(of: Void.self)
      let holder = Task {
        try await stand.database.transaction { tx in
          try await tx.execute(change)
          hold.finish()
          for await _ in isOver {}
        }
      }
      for await _ in isHeld {}
      let all = (0..<60).map { number in
        Task {
          let last = number == 30 ? change : Self.nothing
          return try await stand.database.run(chain(Thing(name: "\(number)"), copy: Thing(name: ""), last: last))
        }
      }
      for (number, task) in all.enumerated() where number != 30 {
        #expect(try await task.value?.name == "\(number) again")
      }
      end.finish()
      try await holder.value
      #expect(try await all[30].value?.name == "30 again")
      #expect(try await stand.database.value("SELECT price FROM things WHERE id = \(held.id)") == 2)
      #expect(try await stand.database.value("SELECT count(*) FROM things") == 121)
    }
  }
}
