import Essentials
import EventLoops
import SQLStore
import Synchronization
import Testing

@Suite struct `Changing rows` {
  @Test(arguments: TestEngine.all) func `what a transaction wrote can be read, inside and afterwards`(
    engine: TestEngine
  ) async throws {
    try await withStand(engine) { stand async throws in
      let thing = Thing(name: "clay")
      let seen = try await stand.database.transaction { tx in
        try await tx.add(thing)
        return try await tx.things()
      }
      #expect(seen == [thing])
      #expect(try await stand.database.things() == [thing])
    }
  }

  @Test(arguments: TestEngine.all) func `concurrent transactions are all kept, and one that fails harms no other`(
    engine: TestEngine
  ) async throws {
    try await withStand(engine) { stand async throws in
      let kept = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<100 {
          group.addTask {
            do {
              try await stand.database.transaction { tx in
                try await tx.add(Thing(name: "thing \(number)"))
                if number % 10 == 0 { await Task.yield() }
                if number == 50 { throw NothingFound() }
              }
              return 1
            } catch is NothingFound { return 0 }
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(kept == 99)
      #expect(try await stand.database.value("SELECT count(*) FROM things") == 99)
      #expect(
        try await stand.database.first("SELECT id FROM things WHERE name = 'thing 50'", as: ID<Thing>.self) == nil)
    }
  }

  @Test(arguments: TestEngine.all) func `a failing later statement fails the transaction`(engine: TestEngine)
    async throws
  {
    try await withStand(engine) { stand async throws in
      let thing = Thing(name: "clay")
      await #expect(throws: StoreError.unique("things.name")) {
        try await stand.database.transaction { tx in
          try await tx.add(thing)
          tx.later("INSERT INTO things (id, name) VALUES (\(ID<Thing>()), \(thing.name))")
        }
      }
      #expect(try await stand.database.things().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all) func `later statements alone are a transaction`(engine: TestEngine) async throws {
    try await withStand(engine) { stand async throws in
      try await stand.database.transaction { tx in
        tx.later("INSERT INTO things (id, name) VALUES (\(ID<Thing>()), 'a')")
        tx.later("INSERT INTO things (id, name) VALUES (\(ID<Thing>()), 'b')")
      }
      #expect(try await stand.database.things().map(\.name) == ["a", "b"])
    }
  }

  @Test(arguments: TestEngine.all) func `an error that the body hides still fails the transaction`(
    engine: TestEngine
  ) async throws {
    try await withStand(engine) { stand async throws in
      await #expect(throws: StoreError.unique("things.name")) {
        try await stand.database.transaction { tx in
          try await tx.add(Thing(name: "clay"))
          do { try await tx.add(Thing(name: "clay")) } catch {}
        }
      }
      #expect(try await stand.database.things().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all) func `several changes known beforehand happen together or not at all`(
    engine: TestEngine
  ) async throws {
    try await withStand(engine) { stand async throws in
      let insert: SQL = "INSERT INTO things (id, name) VALUES"
      let counts = try await stand.database.write(
        Query<Int>.execute("\(insert) (\(ID<Thing>()), 'a'), (\(ID<Thing>()), 'b')"),
        Query<[String]>.all("UPDATE things SET price = 5 WHERE name = 'a' RETURNING name"))
      #expect(counts.0 == 2 && counts.1 == ["a"])
      await #expect(throws: StoreError.check("things_price")) {
        _ = try await stand.database.write(
          Query<Int>.execute("\(insert) (\(ID<Thing>()), 'c')"), Query<Int>.execute("UPDATE things SET price = -1"))
      }
      #expect(try await stand.database.things().map(\.name) == ["a", "b"])
    }
  }

  @Test(arguments: TestEngine.all) func `a transaction inside a transaction, or after its end, is refused`(
    engine: TestEngine
  ) async throws {
    try await withStand(engine) { stand async throws in
      await #expect(throws: StoreError.misuse("a transaction inside a transaction")) {
        try await stand.database.transaction { _ in try await stand.database.execute("DELETE FROM things") }
      }
      let escaped = try await stand.database.transaction { tx in
        try await tx.add(Thing(name: "clay"))
        return tx
      }
      await #expect(throws: StoreError.misuse("a transaction was used after its end")) { try await escaped.things() }
    }
  }

  @Test(arguments: TestEngine.all) func `reads of one fetch see one moment`(engine: TestEngine) async throws {
    try await withStand(engine) { stand async throws in
      try await stand.database.transaction { tx in
        for name in ["a", "b"] { try await tx.add(Thing(name: name)) }
      }
      async let writes: Void = {
        for _ in 0..<100 { try await stand.database.execute("UPDATE things SET price = price + 1") }
      }()
      for _ in 0..<100 {
        let price = { (name: String) in Query<Int>.value("SELECT price FROM things WHERE name = \(name)") }
        let prices = try await stand.database.fetch(price("a"), price("b"))
        #expect(prices.0 == prices.1)
      }
      try await writes
    }
  }

  @Test(arguments: TestEngine.all) func `a deferred reference is checked for the member that owns it`(
    engine: TestEngine
  ) async throws {
    try await withStand(engine, migrations: [.things, .notes]) { stand async throws in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<20 {
          group.addTask {
            do {
              try await stand.database.transaction { tx in
                let thing = Thing(name: "\(number)")
                try await tx.execute("INSERT INTO notes (thing_id) VALUES (\(thing.id))")
                if number != 7 { try await tx.add(thing) }
              }
              #expect(number != 7)
            } catch StoreError.foreignKey { #expect(number == 7) }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await stand.database.value("SELECT count(*) FROM notes") == 19)
    }
  }
}
