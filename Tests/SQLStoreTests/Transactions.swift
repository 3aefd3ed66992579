import Essentials
import EventLoops
import SQLStore
import Testing

@Suite struct `Changing rows` {
  @Test(arguments: TestEngine.all) func `what a transaction wrote can be read`(engine: TestEngine) async throws {
    let stand = try await Stand(engine), thing = Thing(name: "clay")
    let seen = try await stand.database.transaction { tx in
      try await tx.add(thing)
      return try await tx.things()
    }
    #expect(seen == [thing])
    #expect(try await stand.database.things() == [thing])
    await stand.store.close()
  }

  @Test(arguments: TestEngine.all) func `concurrent transactions share commits, and one failure harms no other`(engine: TestEngine) async throws {
    let stand = try await Stand(engine)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<100 {
        group.addTask {
          do {
            try await stand.database.transaction { tx in
              try await tx.add(Thing(name: "thing \(number)"))
              if number % 10 == 0 { await Task.yield() }
              if number == 50 { throw NothingFound() }
            }
            return true
          } catch is NothingFound { return false }
        }
      }
      var kept = 0
      for try await isKept in group { kept += isKept ? 1 : 0 }
      #expect(kept == 99)
    }
    #expect(try await stand.database.value("SELECT count(*) FROM things") == 99)
    await stand.store.close()
  }

  @Test(arguments: TestEngine.all) func `a failing later statement fails the transaction`(engine: TestEngine) async throws {
    let stand = try await Stand(engine), thing = Thing(name: "clay")
    await #expect(throws: StoreError.unique("things.name")) {
      try await stand.database.transaction { tx in
        try await tx.add(thing)
        tx.later("INSERT INTO things (id, name) VALUES (\(ID<Thing>()), \(thing.name))")
      }
    }
    #expect(try await stand.database.things().isEmpty)
    await stand.store.close()
  }
}
