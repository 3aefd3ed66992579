import Essentials
import Payloads
import SQLStore
import Telemetry
import Testing

@testable import JobQueue

@Suite struct `Losing a worker` {
  /// A worker that has taken everything and then stands still, as one that was killed.
  private func takeAll(_ stand: Stand) async throws {
    stand.diary.shut()
    let lost = stand.worker()
    try await lost.round()
    while try await stand.counts()[.running] == nil { await Task.yield() }
  }

  @Test(arguments: TestEngine.all) func `another takes its jobs up when the lease is over, and not before`(
    engine: TestEngine
  ) async throws {
    let stand = try await Stand(engine), heir = stand.worker()
    try await stand.enqueue("a")
    try await takeAll(stand)
    stand.diary.open()  // For the heir; the lost one's own job ends too, too late to count.
    stand.hands.move(29)
    #expect(try await heir.runDue() == 0)
    stand.hands.move(16)
    #expect(try await heir.runDue() == 1)
    #expect(stand.diary.lines == ["a 1", "a 2"])
    #expect(try await stand.counts().isEmpty)
    #expect(stand.log.lines.contains { $0.contains("job_lost") })
  }

  @Test(arguments: TestEngine.all) func `one that is alive keeps its jobs however long they take`(engine: TestEngine)
    async throws
  {
    let stand = try await Stand(engine), worker = stand.worker(), other = stand.worker()
    try await stand.enqueue("slow")
    stand.diary.shut()
    try await worker.round()
    for _ in 0..<10 {
      stand.hands.move(20)
      await worker.beat()
      #expect(try await other.runDue() == 0)
    }
    stand.diary.open()
    try await worker.runDue()
    #expect(stand.diary.lines == ["slow 1"])
    #expect(try await stand.counts().isEmpty)
  }

  @Test(arguments: TestEngine.all) func `a job that cost three workers is dead`(engine: TestEngine) async throws {
    let stand = try await Stand(engine)
    try await stand.enqueue("poison")
    for _ in 0..<3 {
      try await takeAll(stand)
      stand.hands.move(45)
      try await stand.worker([]).round()
    }
    #expect(try await stand.counts() == [.dead: 1])
    let dead = try #require(try await stand.database.jobs(.dead).first)
    #expect(dead.losses == 3 && dead.lastError == "The worker was lost.")
    stand.diary.open()
    #expect(try await stand.worker().runDue() == 0)
  }

  @Test(arguments: TestEngine.all) func `who comes back too late changes nothing`(engine: TestEngine) async throws {
    let stand = try await Stand(engine), slow = stand.worker()
    try await stand.enqueue("a")
    stand.diary.shut()
    try await slow.round()
    stand.hands.move(45)
    let heir = stand.worker()
    try await heir.round()
    while stand.diary.held < 2 { await Task.yield() }
    stand.diary.open()
    while try await slow.round() {}  // Settles the try whose lease is another's now.
    try await slow.runDue()
    try await heir.runDue()
    #expect(stand.diary.lines == ["a 1", "a 2"])
    #expect(try await stand.counts().isEmpty)
  }

  @Test(arguments: TestEngine.all) func `one that hangs is let go of, and its place is free again`(engine: TestEngine)
    async throws
  {
    let stand = try await Stand(engine), worker = stand.worker(concurrency: 1)
    try await stand.enqueue("hangs")
    stand.diary.shut()
    try await worker.round()
    for _ in 0..<20 {
      stand.hands.move(20)
      await worker.beat()
    }
    stand.diary.open()
    stand.hands.move(45)
    #expect(try await worker.runDue() == 1)
    #expect(stand.diary.lines == ["hangs 1", "hangs 2"])
    #expect(stand.log.lines.contains { $0.contains("job_overdue") })
  }

  @Test(arguments: TestEngine.all) func `one that is stopped gives back what it had, as if it had never begun`(
    engine: TestEngine
  ) async throws {
    let stand = try await Stand(engine), worker = stand.worker()
    try await stand.enqueue("a")
    stand.diary.shut()
    try await worker.round()
    await worker.stop(grace: Seconds(0))
    let job = try #require(try await stand.database.jobs(.waiting).first)
    #expect(job.attempts == 0 && job.losses == 0 && job.lastError == nil)
    stand.diary.open()
    #expect(try await stand.worker().runDue() == 1)
    #expect(stand.diary.lines == ["a 1", "a 1"])
  }

  @Test(arguments: TestEngine.all) func `a stop that overtakes a round leaves nothing half done`(engine: TestEngine)
    async throws
  {
    for turn in 0..<10 {
      let stand = try await Stand(engine), worker = stand.worker(concurrency: 4), now = stand.hands.now
      try await stand.database.transaction { for number in 0..<30 { $0.enqueue(Note(text: "\(number)"), now: now) } }
      await worker.start()
      for _ in 0..<turn * 7 { await Task.yield() }
      await worker.stop()
      let counts = try await stand.counts()
      #expect(counts[.running] == nil && stand.diary.lines.count + (counts[.waiting] ?? 0) == 30, "turn \(turn)")
    }
  }

  @Test(arguments: TestEngine.all) func `what concludes a job happens once, though two workers do it`(
    engine: TestEngine
  )
    async throws
  {
    let stand = try await Stand(engine)
    var table = JobTable<Diary>()
    table.add(Grant.self)
    let now = stand.hands.now
    try await stand.database.execute("CREATE TABLE grants (name TEXT NOT NULL)")
    try await stand.database.transaction { $0.enqueue(Grant(), now: now) }
    stand.diary.shut()
    let slow = stand.worker(table), heir = stand.worker(table)
    try await slow.round()
    stand.hands.move(45)
    try await heir.round()
    while stand.diary.held < 2 { await Task.yield() }
    stand.diary.open()
    try await slow.runDue()
    try await heir.runDue()
    #expect(try await stand.database.value("SELECT count(*) FROM grants", as: Int.self) == 1)
    #expect(try await stand.counts().isEmpty)
  }
}

/// Gives something that must not be given twice.
private struct Grant: Job {
  static let name = "grant"
  static let shape = Shape("Grant", Grant.init)
  func run(_ work: Work<Diary>) async throws {
    await work.surroundings.pass()
    try await work.conclude { $0.later("INSERT INTO grants (name) VALUES ('seat')") }
  }
}

extension Stand {
  /// A worker that knows no jobs: it only sweeps.
  func worker(_: [Never]) -> Worker<Diary> { worker(JobTable<Diary>()) }
}
