// A queue of its own for each test: a SQLite file, or a PostgreSQL schema when EVOLV_TEST_POSTGRES names a server.
import Essentials
import EventLoops
import Foundation
import JobQueue
import Payloads
import SQLStore
import Synchronization
import Telemetry
import Testing

enum TestEngine: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, postgres
  var testDescription: String { rawValue }
  static let address = ProcessInfo.processInfo.environment["EVOLV_TEST_POSTGRES"]
  static var all: [TestEngine] { address == nil ? [.sqlite] : [.postgres] }
}

/// The time of a test, which only the test moves.
final class Hands: Sendable {
  private let time = Mutex(Instant(microseconds: 1_800_000_000_000_000))
  var now: Instant { time.withLock { $0 } }
  func move(_ seconds: Int64) { time.withLock { $0 = $0 + Seconds(seconds) } }
}

/// What jobs did, and the gates that hold them.
final class Diary: Sendable {
  private struct State {
    var lines: [String] = []
    var faults: [String: Int] = [:]
    var isShut = false
    var held: [CheckedContinuation<Void, Never>] = []
    var most = 0
  }
  private let state = Mutex(State())

  var lines: [String] { state.withLock { $0.lines } }
  var held: Int { state.withLock { $0.held.count } }
  var most: Int { state.withLock { $0.most } }
  func write(_ line: String) { state.withLock { $0.lines.append(line) } }
  /// The next `times` jobs of this text fail.
  func fail(_ text: String, times: Int) { state.withLock { $0.faults[text] = times } }
  func fails(_ text: String) -> Bool {
    state.withLock { state in
      guard let left = state.faults[text], left > 0 else { return false }
      state.faults[text] = left - 1
      return true
    }
  }
  func shut() { state.withLock { $0.isShut = true } }
  func open() {
    let held = state.withLock { state in
      defer { (state.isShut, state.held) = (false, []) }
      return state.held
    }
    for one in held { one.resume() }
  }
  func pass() async {
    await withCheckedContinuation { here in
      let isHeld = state.withLock { state in
        if state.isShut { state.held.append(here) }
        state.most = max(state.most, state.held.count)
        return state.isShut
      }
      if !isHeld { here.resume() }
    }
  }
}

struct Broken: Error {}

/// Writes a line, unless it is told to fail; waits at the gate.
struct Note: Job {
  let text: String
  static let name = "note"
  static let rule = JobRule(attempts: 3, firstWait: Seconds(100), limit: Seconds(300))
  static let shape = Shape("Note", Note.init(text:), Field("text", \.text))
  func run(_ work: Work<Diary>) async throws {
    work.surroundings.write("\(text) \(work.attempt)")
    await work.surroundings.pass()
    if text == "hopeless" { throw GiveUp("It never works.") }
    if work.surroundings.fails(text) { throw Broken() }
  }
}

struct Urgent: Job {
  let text: String
  static let name = "urgent"
  static let rule = JobRule(priority: .urgent)
  static let shape = Shape("Urgent", Urgent.init(text:), Field("text", \.text))
  func run(_ work: Work<Diary>) async throws { work.surroundings.write(text) }
}

struct Stand: Sendable {
  let database: Database
  let hands = Hands()
  let diary = Diary()
  let metrics = Metrics()
  let log = LogSink.memory()

  static let loop: EventLoop = {
    let loop = EventLoop(name: "jobs")
    loop.start()
    return loop
  }()
  static var table: JobTable<Diary> {
    var table = JobTable<Diary>()
    table.add(Note.self)
    table.add(Urgent.self)
    return table
  }

  init(_ engine: TestEngine) async throws {
    let name = "j" + ID<Store>().text.replacing("-", with: "")
    var configuration: StoreConfiguration
    switch engine {
    case .sqlite: configuration = StoreConfiguration(engine: .sqlite(path: NSTemporaryDirectory() + "\(name).sqlite"))
    case .postgres:
      configuration = StoreConfiguration(engine: .postgres(url: TestEngine.address ?? ""))
      configuration.schema = name
      configuration.connectionsPerLoop = 3
    }
    let store = Store(configuration)
    try await store.migrate(JobTables.migrations)
    database = try await store.database(on: Self.loop)
  }

  func worker(_ table: JobTable<Diary> = Stand.table, schedules: [Schedule] = [], concurrency: Int = 16) -> Worker<
    Diary
  > {
    Worker(
      on: Self.loop, database: database, jobs: table, schedules: schedules, surroundings: diary, log: Log(to: log),
      metrics: metrics,
      concurrency: concurrency, clock: { [hands] in hands.now })
  }

  func enqueue(_ texts: String..., key: String? = nil, after seconds: Int64 = 0) async throws {
    let now = hands.now
    try await database.transaction { transaction in
      for text in texts { transaction.enqueue(Note(text: text), now: now, at: now + Seconds(seconds), key: key) }
    }
  }

  func counts() async throws -> [JobState: Int] {
    Dictionary(uniqueKeysWithValues: try await database.jobCounts().map { ($0.state, $0.count) })
  }
}
