// A store of its own for each test: a SQLite file, or a PostgreSQL schema when EVOLV_TEST_POSTGRES names a server.
import Essentials
import EventLoops
import Foundation
import SQLStore
import Synchronization
import Testing

enum TestEngine: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, postgres
  var testDescription: String { rawValue }

  static let address = ProcessInfo.processInfo.environment["EVOLV_TEST_POSTGRES"]
  static var all: [TestEngine] { address == nil ? [.sqlite] : [.postgres] }
}

/// Runs `body` with a store of its own, and takes it away afterwards.
func withStand(
  _ engine: TestEngine, migrations: [Migration] = [.things], _ change: (inout StoreConfiguration) -> Void = { _ in },
  _ body: (Stand) async throws -> Void
) async throws {
  await Gate.stands.enter()
  defer { Gate.stands.leave() }
  let stand = try await Stand(engine, change)
  do {
    try await stand.store.migrate(migrations)
    try await body(stand)
  } catch {
    try await stand.remove()
    throw error
  }
  try await stand.remove()
}

struct Stand: Sendable {
  let store: Store
  let database: Database
  let configuration: StoreConfiguration
  let engine: TestEngine
  let name: String

  let loop: EventLoop

  fileprivate init(_ engine: TestEngine, _ change: (inout StoreConfiguration) -> Void) async throws {
    self.engine = engine
    name = "t" + ID<Store>().text.replacing("-", with: "")
    let path = NSTemporaryDirectory() + "\(name).sqlite"
    var configuration = StoreConfiguration(
      engine: engine == .sqlite ? .sqlite(path: path) : .postgres(url: TestEngine.address ?? ""))
    configuration.schema = name
    change(&configuration)
    self.configuration = configuration
    store = Store(configuration)
    loop = EventLoop(name: "test")
    loop.start()
    database = try await store.database(on: loop)
  }

  var path: String { if case .sqlite(let path) = configuration.engine { path } else { "" } }

  fileprivate func remove() async throws {
    if engine == .postgres {
      try await database.execute("DO $$ BEGIN EXECUTE 'DROP SCHEMA ' || current_schema() || ' CASCADE'; END $$")
    }
    await store.close()
    await loop.stop()
    guard engine == .sqlite else { return }
    let folder = NSTemporaryDirectory()
    for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasPrefix(name) {
      try? FileManager.default.removeItem(atPath: folder + file)  // SQLite may remove its log first
    }
  }
}

struct Thing: RowDecodable, Equatable {
  let id: ID<Thing>, name: String
  static let columns: SQL = "id, name"
  init(id: ID<Thing> = ID(), name: String) {
    self.id = id
    self.name = name
  }
  init(row: inout Row) throws {
    id = try row.next()
    name = try row.next()
  }
}

extension Migration {
  /// Notes whose thing is looked for at the end of a transaction only.
  static let notes = Migration(
    id: "20261121T1000_notes", feature: "Things",
    ["CREATE TABLE notes (thing_id {{id}} NOT NULL REFERENCES things (id) DEFERRABLE INITIALLY DEFERRED){{strict}}"])
  static let things = Migration(
    id: "20261121T0900_things", feature: "Things",
    [
      """
      CREATE TABLE things (
        id {{id}} NOT NULL PRIMARY KEY,
        name {{text}} NOT NULL,
        price {{int}} NOT NULL DEFAULT 0 CONSTRAINT things_price CHECK (price >= 0),
        parent_id {{id}} REFERENCES things (id)
      ){{strict}};
      CREATE UNIQUE INDEX things_name ON things (name);
      """
    ])
}

extension Transaction {
  func add(_ thing: Thing) async throws {
    try await execute("INSERT INTO things (id, name) VALUES (\(thing.id), \(thing.name))")
  }
}
extension Reading {
  func things() async throws -> [Thing] { try await all("SELECT \(Thing.columns) FROM things ORDER BY id") }
}

/// Lets a few tests at a time have a store: a server has only so many connections.
final class Gate: Sendable {
  static let stands = Gate(permits: 6)
  private struct State {
    var permits: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let state: Mutex<State>
  private init(permits: Int) { state = Mutex(State(permits: permits)) }

  func enter() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        state.permits -= 1
        if state.permits < 0 { state.waiting.append(continuation) }
        return state.permits >= 0
      }
      if isOpen { continuation.resume() }
    }
  }
  func leave() {
    state.withLock { state in
      state.permits += 1
      return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
    }?.resume()
  }
}
