import Essentials
import SQLStore
import Telemetry
import Testing

@testable import JobQueue

@Suite struct `Doing jobs` {
  @Test(arguments: TestEngine.all) func `a job exists exactly if its transaction does`(engine: TestEngine) async throws
  {
    let stand = try await Stand(engine)
    try await stand.enqueue("kept")
    await #expect(throws: Broken.self) {
      try await stand.database.transaction { [now = stand.hands.now] transaction in
        transaction.enqueue(Note(text: "undone"), now: now)
        throw Broken()
      }
    }
    #expect(try await stand.worker().runDue() == 1)
    #expect(stand.diary.lines == ["kept 1"])
    #expect(try await stand.counts().isEmpty)
  }

  @Test(arguments: TestEngine.all) func `the urgent go first, then the oldest, and none before its time`(
    engine: TestEngine
  ) async throws {
    let stand = try await Stand(engine), worker = stand.worker(concurrency: 1), now = stand.hands.now
    try await stand.enqueue("tomorrow", after: 86400)
    try await stand.enqueue("a", "b")
    try await stand.database.transaction { $0.enqueue(Urgent(text: "fire"), now: now) }
    #expect(try await worker.runDue() == 3)
    #expect(stand.diary.lines == ["fire", "a 1", "b 1"])
    stand.hands.move(86399)
    #expect(try await worker.runDue() == 0)
    stand.hands.move(1)
    #expect(try await worker.runDue() == 1)
  }

  @Test(arguments: TestEngine.all) func `of equal ones that wait, one is kept; one that runs does not count`(
    engine: TestEngine
  ) async throws {
    let stand = try await Stand(engine), worker = stand.worker()
    try await stand.enqueue("x", key: "k")
    try await stand.enqueue("y", key: "k")
    try await stand.enqueue("z", key: "other")
    stand.diary.shut()
    try await worker.round()
    try await stand.enqueue("again", key: "k")
    stand.diary.open()
    try await worker.runDue()
    #expect(stand.diary.lines.sorted() == ["again 1", "x 1", "z 1"])
  }

  @Test(arguments: TestEngine.all) func `what fails is tried again, later each time, and then kept for a person`(
    engine: TestEngine
  ) async throws {
    let stand = try await Stand(engine), worker = stand.worker()
    stand.diary.fail("f", times: 99)
    try await stand.enqueue("f")
    #expect(try await worker.runDue() == 1)
    let waiting = try #require(try await stand.database.jobs(.waiting).first)
    #expect(
      (75...125).contains(waiting.runAt.seconds(since: stand.hands.now)) && waiting.lastError == "Broken()"
        && waiting.attempts == 1)
    stand.hands.move(125)
    try await worker.runDue()
    #expect(
      (150...250).contains(
        try #require(try await stand.database.jobs(.waiting).first).runAt.seconds(since: stand.hands.now)))
    stand.hands.move(250)
    try await worker.runDue()
    stand.hands.move(100_000)
    #expect(try await worker.runDue() == 0)
    #expect(stand.diary.lines == ["f 1", "f 2", "f 3"])
    #expect(try await stand.counts() == [.dead: 1])
    #expect(
      stand.log.lines.count { $0.contains("job_failed") } == 2 && stand.log.lines.count { $0.contains("job_dead") } == 1
    )
    #expect(
      String(decoding: stand.metrics.text(), as: UTF8.self).contains(#"evolv_jobs_total{job="note",outcome="dead"} 1"#))
  }

  @Test(arguments: TestEngine.all) func `a dead one can be tried again or discarded, a living one cannot`(
    engine: TestEngine
  ) async throws {
    let stand = try await Stand(engine), worker = stand.worker(), now = stand.hands.now, db = stand.database
    try await stand.enqueue("hopeless", "hopeless", "hopeless")
    #expect(try await worker.runDue() == 3)
    let dead = try await db.jobs(.dead)
    #expect(dead.count == 3 && dead.allSatisfy { $0.lastError == "It never works." && $0.attempts == 1 })
    #expect(try await db.transaction { try await $0.discardJob(dead[0].id) })
    #expect(try await db.transaction { try await $0.retryJob(dead[1].id, at: now) })
    #expect(try await !db.transaction { try await $0.retryJob(dead[1].id, at: now) })
    #expect(try await !db.transaction { try await $0.discardJob(dead[1].id) })
    #expect(try await !db.transaction { try await $0.discardJob(ID()) })
    #expect(try await db.transaction { try await $0.retryJobs(named: "note", at: now) } == 1)
    #expect(try await stand.counts() == [.waiting: 2])
    #expect(try await worker.runDue() == 2)
  }

  @Test(arguments: TestEngine.all) func `a payload that does not fit is told, a job nobody knows waits`(
    engine: TestEngine
  ) async throws {
    let stand = try await Stand(engine), now = stand.hands.now, one = ID<JobRecord>(), two = ID<JobRecord>()
    try await stand.database.execute(
      """
      INSERT INTO jobs (id, name, payload, priority, state, run_at, created_at, changed_at)
      VALUES (\(one), 'note', '{"txt":1}', 5, 'waiting', \(now), \(now), \(now)), (\(two), 'newer', '{}', 5, 'waiting', \(now), \(now), \(now))
      """)
    #expect(try await stand.worker().runDue() == 1)
    #expect(try await stand.counts() == [.dead: 1, .waiting: 1])
    let reason = try #require(try await stand.database.jobs(.dead).first?.lastError)
    #expect(reason.contains("does not fit Note") && reason.contains("text is required"))
  }

  @Test(arguments: TestEngine.all) func `a worker does no more at a time than it may`(engine: TestEngine) async throws {
    let stand = try await Stand(engine), worker = stand.worker(concurrency: 3)
    try await stand.enqueue("a", "b", "c", "d", "e")
    stand.diary.shut()
    for _ in 0..<3 { try await worker.round() }
    while stand.diary.held < 3 { await Task.yield() }
    #expect(try await stand.counts() == [.running: 3, .waiting: 2])
    stand.diary.open()
    try await worker.runDue()
    #expect(stand.diary.most == 3 && stand.diary.lines.count == 5)
  }

  @Test(arguments: TestEngine.all) func `many workers do each job once`(engine: TestEngine) async throws {
    let stand = try await Stand(engine), now = stand.hands.now
    try await stand.database.transaction { for number in 0..<300 { $0.enqueue(Note(text: "\(number)"), now: now) } }
    let workers = (0..<4).map { _ in stand.worker(concurrency: 10) }
    try await withThrowingTaskGroup { group in
      for worker in workers { group.addTask { try await worker.runDue() } }
      try await group.waitForAll()
    }
    #expect(stand.diary.lines.count == 300 && Set(stand.diary.lines).count == 300)
    #expect(try await stand.counts().isEmpty)
  }

  @Test(arguments: TestEngine.all) func `a started worker does what is enqueued until it is stopped`(engine: TestEngine)
    async throws
  {
    let stand = try await Stand(engine), worker = stand.worker()
    await worker.start()
    try await stand.enqueue("a", "b")
    worker.ring()
    while stand.diary.lines.count < 2 { await Task.yield() }
    await worker.stop()
    #expect(try await stand.counts().isEmpty)
    try await stand.enqueue("late")
    worker.ring()
    #expect(try await stand.counts() == [.waiting: 1])
  }
}
