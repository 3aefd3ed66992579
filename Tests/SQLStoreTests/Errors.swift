import Essentials
import SQLStore
import Synchronization
import Testing

@Suite struct `What a database refuses` {
  @Test(arguments: TestEngine.all) func `both engines name the broken rule alike`(engine: TestEngine) async throws {
    let pairs = Migration(
      id: "20261121T1000_pairs", feature: "Things",
      [
        "CREATE TABLE pairs (a {{int}} NOT NULL, b {{int}} NOT NULL, c {{text}}, UNIQUE (a, b)){{strict}}",
        "CREATE UNIQUE INDEX pairs_c ON pairs (lower(c))",
      ])
    try await withStand(engine, migrations: [.things, pairs]) { stand async throws in
      func expect(_ error: StoreError, _ sql: SQL) async {
        await #expect(throws: error) { try await stand.database.execute(sql) }
      }
      let id = ID<Thing>()
      try await stand.database.execute("INSERT INTO things (id, name) VALUES (\(id), 'a')")
      try await stand.database.execute("INSERT INTO pairs VALUES (1, 2, 'X')")
      await expect(.unique("things.name"), "INSERT INTO things (id, name) VALUES (\(ID<Thing>()), 'a')")
      await expect(.unique("things.id"), "INSERT INTO things (id, name) VALUES (\(id), 'b')")
      await expect(.unique("pairs.a, pairs.b"), "INSERT INTO pairs VALUES (1, 2, 'Y')")
      await expect(.unique("pairs_c"), "INSERT INTO pairs VALUES (1, 3, 'x')")
      await expect(.check("things_price"), "UPDATE things SET price = -1")
      await expect(.notNull("things.name"), "INSERT INTO things (id) VALUES (\(ID<Thing>()))")
      await expect(.foreignKey, "UPDATE things SET parent_id = \(ID<Thing>())")
      await #expect(throws: NothingFound.self) {
        try await stand.database.one("SELECT \(Thing.columns) FROM things WHERE name = 'z'", as: Thing.self)
      }
      await #expect(throws: StoreError.self) { try await stand.database.execute("SELEC 1") }
      await #expect(throws: StoreError.self) {
        try await stand.database.all("DELETE FROM things RETURNING \(Thing.columns)", as: Thing.self)
      }
      #expect(try await stand.database.things().count == 1)
    }
  }

  @Test(arguments: TestEngine.all) func `a statement that runs too long is stopped`(engine: TestEngine) async throws {
    let told = Mutex<[SlowStatement]>([])
    try await withStand(engine) { configuration in
      configuration.statementTimeoutMilliseconds = 1000
      configuration.slowMilliseconds = 5
      configuration.log = { slow in told.withLock { $0.append(slow) } }
    } _: { stand async throws in
      let endless: SQL = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(Int(1_000_000_000))) SELECT count(*) FROM n
        """
      await #expect(throws: StoreError.timeout) { try await stand.database.value(endless, as: Int.self) }
      #expect(try await stand.database.value("SELECT 1") == 1)
      let long = SQL.postgres("SELECT 1 FROM pg_sleep(0.05)").sqlite(
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT count(*) FROM n WHERE i > 1e9 OR i = 1
        """)
      #expect(try await stand.database.value(long) == 1)
      #expect(told.withLock { $0.contains { $0.text.contains("SELECT") && $0.milliseconds >= 5 } })
    }
  }

  @Test(arguments: TestEngine.all) func `a meter counts the statements of its request`(engine: TestEngine) async throws
  {
    try await withStand(engine) { stand async throws in
      let meter = StatementMeter(), database = stand.database.metered(by: meter)
      _ = try await database.fetch(Query<Int>.value("SELECT 1"), Query<Int>.value("SELECT 2"))
      try await database.transaction { tx in
        try await tx.add(Thing(name: "a"))
        tx.later("UPDATE things SET price = 1")
      }
      #expect(meter.count == 4)
    }
  }

  @Test(arguments: TestEngine.all) func `the audit log only grows, save by the law's retention`(
    engine: TestEngine
  ) async throws {
    try await withStand(engine) { stand async throws in
      let now = Instant(microseconds: 1_795_222_800_000_000)
      try await stand.database.transaction { tx in
        for days in [0, 10] {
          var line = AuditLine(
            at: now - .days(Int64(days)), actor: ID(), actorName: "Ada", action: "publish", entityType: "course")
          line.newValues = JSONText(#"{"title": "Clay"}"#)
          tx.appendAudit(line)
        }
        tx.appendEvent(name: "CoursePublished", payload: JSONText("{}"), at: now)
      }
      let refused = StoreError.refused("audit_log is append-only")
      await #expect(throws: refused) { try await stand.database.execute("UPDATE audit_log SET action = 'none'") }
      await #expect(throws: refused) { try await stand.database.execute("DELETE FROM audit_log") }
      let deleted = try await stand.database.transaction { try await $0.deleteAudit(before: now - .days(5)) }
      #expect(deleted == 1)
      await #expect(throws: refused) { try await stand.database.execute("DELETE FROM audit_log") }
      let counts = try await stand.database.fetch(
        Query<Int>.value("SELECT count(*) FROM audit_log"), Query<Int>.value("SELECT count(*) FROM outbox"))
      #expect(counts == (1, 1))
    }
  }
}
