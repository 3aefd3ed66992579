import Essentials
import JobQueue
import Payloads
import SQLStore
import Testing

private struct Published: Payload {
  let course: String
  static let shape = Shape("Published", Published.init(course:), Field("course", \.course))
}

@Suite struct `Telling events` {
  private var table: JobTable<Diary> {
    var table = JobTable<Diary>()
    table.on("course.published", Published.self, as: "mail") { event, work in
      work.surroundings.write("mail \(event.course)")
      if work.surroundings.fails("mail") { throw Broken() }
    }
    table.on("course.published", Published.self, as: "search") { event, work in
      work.surroundings.write("search \(event.course)")
    }
    return table
  }
  private func publish(_ courses: String..., on stand: Stand) async throws {
    try await stand.database.transaction { [now = stand.hands.now] transaction in
      for course in courses {
        transaction.appendEvent(name: "course.published", payload: JSONText("{ \"course\": \"\(course)\" }"), at: now)
        transaction.appendEvent(name: "nobody.listens", payload: JSONText("{}"), at: now)
      }
    }
  }

  @Test(arguments: TestEngine.all) func `each subscriber hears each event, in the order they happened`(
    engine: TestEngine
  ) async throws {
    let stand = try await Stand(engine)
    try await publish("a", "b", on: stand)
    #expect(try await stand.worker(table, concurrency: 1).runDue() == 4)
    #expect(stand.diary.lines == ["mail a", "search a", "mail b", "search b"])
    #expect(try await stand.worker(table).runDue() == 0)
  }

  @Test(arguments: TestEngine.all) func `one that fails hears it again, without the others`(engine: TestEngine)
    async throws
  {
    let stand = try await Stand(engine), worker = stand.worker(table)
    stand.diary.fail("mail", times: 1)
    try await publish("a", on: stand)
    try await worker.runDue()
    stand.hands.move(60)
    try await worker.runDue()
    #expect(stand.diary.lines.sorted() == ["mail a", "mail a", "search a"])
  }

  @Test(arguments: TestEngine.all) func `an event whose transaction failed is never told`(engine: TestEngine)
    async throws
  {
    let stand = try await Stand(engine)
    await #expect(throws: Broken.self) {
      try await stand.database.transaction { [now = stand.hands.now] transaction in
        transaction.appendEvent(name: "course.published", payload: JSONText(#"{"course":"x"}"#), at: now)
        throw Broken()
      }
    }
    #expect(try await stand.worker(table).runDue() == 0)
  }

  @Test(arguments: TestEngine.all) func `many relays tell each event once, and old ones can be forgotten`(
    engine: TestEngine
  ) async throws {
    let stand = try await Stand(engine)
    for _ in 0..<50 { try await publish("a", on: stand) }
    try await withThrowingTaskGroup { group in
      for _ in 0..<4 { group.addTask { try await stand.worker(table).runDue() } }
      try await group.waitForAll()
    }
    #expect(stand.diary.lines.count == 100)
    let count = { try await stand.database.value("SELECT count(*) FROM outbox", as: Int.self) }
    #expect(try await count() == 100)
    #expect(try await stand.database.forgetEvents(before: stand.hands.now) == 0)
    #expect(try await stand.database.forgetEvents(before: stand.hands.now + Seconds(1)) == 100)
    #expect(try await count() == 0)
  }
}
