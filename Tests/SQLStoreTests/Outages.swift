import Essentials
import EventLoops
import Foundation
import SQLStore
import Testing

@Suite(.enabled(if: TestEngine.address != nil)) struct `When PostgreSQL goes away` {
  @Test func `a server that is not there is told at once`() async throws {
    var configuration = StoreConfiguration(engine: .postgres(url: "postgres://nobody@127.0.0.1:1/none"))
    configuration.schema = "none"
    let loop = EventLoop(name: "test")
    loop.start()
    let store = Store(configuration), database = try await store.database(on: loop)
    for _ in 0..<3 {
      await #expect(throws: StoreError.self) { try await database.value("SELECT 1", as: Int.self) }
      await #expect(throws: StoreError.self) { try await database.execute("SELECT 1") }
      await #expect(throws: StoreError.self) { try await database.transaction { try await $0.execute("SELECT 1") } }
    }
    await #expect(throws: StoreError.self) { try await store.migrate([]) }
    await store.close()
    await loop.stop()
  }

  @Test func `a crowd opens no more connections than a loop may have`() async throws {
    try await withStand(.postgres, { $0.connectionsPerLoop = 6 }) { stand async throws in
      let database = stand.database
      let processes = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<400 {
          group.addTask {
            try await database.transaction { try await $0.value("SELECT pg_backend_pid(), pg_sleep(0.001)") }
          }
        }
        return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
      }
      #expect(processes.count == 4)  // two more are for reading
    }
  }

  @Test func `ended connections are replaced`() async throws {
    try await withStand(.postgres) { stand async throws in
      let database = stand.database
      try await database.transaction { try await $0.add(Thing(name: "before")) }
      let outsider = Store(stand.configuration), other = try await outsider.database(on: stand.loop)
      let mine = try await Self.processes(database)
      for process in mine { _ = try await other.value("SELECT pg_terminate_backend(\(process)::int)", as: Bool.self) }
      // Both must come back by themselves; what was under way may fail.
      try await Self.eventually { try await database.things().map(\.name) == ["before"] }
      try await Self.eventually {
        try await database.transaction { try await $0.add(Thing(name: "after")) }
        return true
      }
      #expect(try await database.things().map(\.name) == ["before", "after"])
      await outsider.close()
    }
  }

  @Test(.timeLimit(.minutes(1))) func `a server that stops is told at once, and found again when it is back`()
    async throws
  {
    try await withStand(.postgres) { stand async throws in
      try await withLine(stand) { line, store, database async throws in
        try await database.transaction { try await $0.add(Thing(name: "before")) }
        line.cut()
        for _ in 0..<5 {
          await #expect(throws: StoreError.self) { try await database.things() }
          await #expect(throws: StoreError.self) { try await database.execute("DELETE FROM things") }
          await #expect(throws: StoreError.self) { try await store.ping() }
        }
        line.mend()
        try await Self.eventually { try await database.things().map(\.name) == ["before"] }
        try await Self.eventually {
          try await database.transaction { try await $0.add(Thing(name: "after")) }
          return true
        }
        try await store.ping()
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func `a server that falls silent keeps nobody waiting for ever`() async throws {
    try await withStand(.postgres) { stand async throws in
      try await withLine(stand) { line, store, database async throws in
        try await database.transaction { try await $0.add(Thing(name: "before")) }
        line.silence()
        let first = Task { try await database.things() }
        let second = Task { try await database.transaction { try await $0.add(Thing(name: "after")) } }
        await #expect(throws: StoreError.self) { try await first.value }
        await #expect(throws: StoreError.self) { try await second.value }
        #expect(try await stand.database.things().map(\.name) == ["before"])
      }
    }
  }

  /// A second store on the stand's schema, over a line of its own.
  private func withLine(_ stand: Stand, _ body: (Line, Store, Database) async throws -> Void) async throws {
    var address = try #require(URLComponents(string: TestEngine.address ?? ""))
    let line = try Line(toServerAt: address.port ?? 5432)
    address.port = Int(line.port)
    address.host = "127.0.0.1"
    var configuration = StoreConfiguration(engine: .postgres(url: address.string ?? ""))
    configuration.schema = stand.configuration.schema
    configuration.statementTimeoutMilliseconds = 500
    let store = Store(configuration), database = try await store.database(on: stand.loop)
    try await body(line, store, database)
    await store.close()
    line.cut()
  }

  @Test func `a connection that ends inside a transaction fails it and no other`() async throws {
    try await withStand(.postgres) { stand async throws in
      await #expect(throws: StoreError.self) {
        try await stand.database.transaction { tx in
          try await tx.add(Thing(name: "lost"))
          _ = try await tx.value("SELECT pg_terminate_backend(pg_backend_pid())", as: Bool.self)
        }
      }
      try await stand.database.transaction { try await $0.add(Thing(name: "kept")) }
      #expect(try await stand.database.things().map(\.name) == ["kept"])
    }
  }

  @Test func `more transactions than connections wait for their turn`() async throws {
    try await withStand(.postgres) {
      $0.connectionsPerLoop = 3
    } _: { stand async throws in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<30 {
          group.addTask {
            try await stand.database.transaction { tx in
              try await tx.add(Thing(name: "\(number)"))
              _ = try await tx.all("SELECT 1 FROM pg_sleep(0.002)", as: Int.self)
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await stand.database.value("SELECT count(*) FROM things") == 30)
    }
  }

  @Test func `a serializable transaction that meets another is run again`() async throws {
    try await withStand(.postgres) { stand async throws in
      let outsider = Store(stand.configuration), other = try await outsider.database(on: stand.loop)
      let meter = StatementMeter(), database = stand.database.metered(by: meter)
      try await stand.database.transaction { try await $0.add(Thing(name: "seats")) }
      try await database.transaction(isolation: .serializable) { tx in
        let isFirst = meter.count == 0
        let taken: Int = try await tx.value("SELECT price FROM things")
        if isFirst { try await other.execute("UPDATE things SET price = price + 10") }
        try await tx.execute("UPDATE things SET price = \(taken + 1)")
      }
      #expect(try await stand.database.value("SELECT price FROM things") == 11)
      #expect(meter.count == 4)
      await outsider.close()
    }
  }

  @Test func `one that always meets another is given up`() async throws {
    try await withStand(.postgres) { stand async throws in
      let outsider = Store(stand.configuration), other = try await outsider.database(on: stand.loop)
      try await stand.database.transaction { try await $0.add(Thing(name: "seats")) }
      await #expect(throws: StoreError.contended) {
        try await stand.database.transaction(isolation: .serializable) { tx in
          let taken: Int = try await tx.value("SELECT price FROM things")
          try await other.execute("UPDATE things SET price = price + 10")
          try await tx.execute("UPDATE things SET price = \(taken + 1)")
        }
      }
      #expect(try await stand.database.value("SELECT price FROM things") == 40)
      await outsider.close()
    }
  }

  @Test func `a statement prepared before its table changed goes on`() async throws {
    try await withStand(.postgres) { stand async throws in
      let query: SQL = "SELECT * FROM things ORDER BY id"
      try await stand.database.transaction { try await $0.add(Thing(name: "a")) }
      for _ in 0..<3 { _ = try await stand.database.all(query, as: Thing.self) }
      try await stand.database.execute("ALTER TABLE things ADD COLUMN extra text")
      for _ in 0..<3 { #expect(try await stand.database.all(query, as: Thing.self).map(\.name) == ["a"]) }
    }
  }

  private static func processes(_ database: Database) async throws -> [Int] {
    let query = Query<Int>.value("SELECT pg_backend_pid()")
    async let first = database.fetch(query)
    async let second = database.fetch(query)
    let writing = try await database.write(query)
    return try await [first, second, writing]
  }

  private static func eventually(_ isTrue: () async throws -> Bool) async throws {
    for _ in 0..<200 {
      do { if try await isTrue() { return } } catch is StoreError {}
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("It did not happen within two seconds.")
  }
}
