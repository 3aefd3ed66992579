import Essentials
import SQLStore
import Testing

@testable import JobQueue

@Suite struct `Keeping schedules` {
  private let hourly = Schedule(.every(.hours(1)), Note(text: "tick"))

  @Test(arguments: TestEngine.all) func `each time comes round once, however many workers there are`(engine: TestEngine)
    async throws
  {
    let stand = try await Stand(engine), workers = (0..<3).map { _ in stand.worker(schedules: [hourly]) }
    func all() async throws { for worker in workers { try await worker.runDue() } }
    try await all()
    #expect(stand.diary.lines.isEmpty)  // New: it begins with its next time.
    for turn in 1...3 {
      stand.hands.move(3600)
      try await all()
      #expect(stand.diary.lines.count == turn)
    }
    try await all()
    #expect(stand.diary.lines.count == 3)
  }

  @Test(arguments: TestEngine.all) func `times that nobody was there for are made up for by one`(engine: TestEngine)
    async throws
  {
    let stand = try await Stand(engine)
    try await stand.worker(schedules: [hourly]).runDue()
    stand.hands.move(100 * 3600)
    try await stand.worker(schedules: [hourly]).runDue()
    #expect(stand.diary.lines == ["tick 1"])
  }

  @Test(arguments: [
    ("* * * * *", "2026-11-21T09:05:59Z", "2026-11-21T09:05:00Z"),
    ("0 3 * * *", "2026-11-21T09:05:59Z", "2026-11-21T03:00:00Z"),
    ("0 3 * * *", "2026-11-21T02:59:59Z", "2026-11-20T03:00:00Z"),
    ("0 3 * * *", "2026-11-21T03:00:00Z", "2026-11-21T03:00:00Z"),
    ("*/15 * * * *", "2026-11-21T09:44:00Z", "2026-11-21T09:30:00Z"),
    ("5-10/2,50 9 * * *", "2026-11-21T09:49:00Z", "2026-11-21T09:09:00Z"),
    ("0 8 * * 1", "2026-11-21T09:00:00Z", "2026-11-16T08:00:00Z"),
    ("0 8 * * 1-5", "2026-11-21T09:00:00Z", "2026-11-20T08:00:00Z"),
    ("0 8 * * 7", "2026-11-21T09:00:00Z", "2026-11-15T08:00:00Z"),
    ("0 0 1 1 *", "2026-11-21T09:00:00Z", "2026-01-01T00:00:00Z"),
    ("0 0 29 2 *", "2027-11-21T09:00:00Z", "2024-02-29T00:00:00Z"),
    ("0 0 13 * 5", "2026-11-21T09:00:00Z", "2026-11-20T00:00:00Z"),
    ("30 23 31 12 *", "2026-01-01T00:00:00Z", "2025-12-31T23:30:00Z"),
  ])
  func `a crontab line names its last time`(line: String, now: String, last: String) throws {
    let cron = try #require(Cron(line))
    #expect(Cadence.cron(cron).latest(at: try #require(Instant(text: now)))?.text == last)
  }

  @Test(arguments: [
    "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "a * * * *",
    "5-1 * * * *", "*/0 * * * *", "1,,2 * * * *", "-1 * * * *", "1- * * * *", "99999999999999999999 * * * *",
  ])
  func `is no crontab line`(line: String) { #expect(Cron(line) == nil) }

  @Test func `a day that never comes has no last time`() throws {
    #expect(Cadence.cron(try #require(Cron("0 0 30 2 *"))).latest(at: .now()) == nil)
  }

  @Test func `daily and every count in UTC`() throws {
    let now = try #require(Instant(text: "2026-11-21T09:05:00Z"))
    #expect(Cadence.daily(hour: 9, minute: 5).latest(at: now)?.text == "2026-11-21T09:05:00Z")
    #expect(Cadence.daily(hour: 9, minute: 6).latest(at: now)?.text == "2026-11-20T09:06:00Z")
    #expect(Cadence.every(.minutes(10)).latest(at: now)?.text == "2026-11-21T09:00:00Z")
    #expect(("0 3 * * *" as Cadence).latest(at: now)?.text == "2026-11-21T03:00:00Z")
  }

  @Test func `the waits between tries double, are bounded and spread`() {
    let rule = JobRule(firstWait: Seconds(10), longestWait: Seconds(1000)), now = Instant(microseconds: 0)
    func wait(_ attempt: Int, _ chance: Double) -> Int64 {
      rule.retry(after: attempt, at: now, chance: chance).seconds(since: now)
    }
    #expect([1, 2, 3, 7, 8, 60].map { wait($0, 0.5) } == [10, 20, 40, 640, 1000, 1000])
    #expect(wait(1, 0) == 7 && wait(1, 0.999) == 12)
  }
}
