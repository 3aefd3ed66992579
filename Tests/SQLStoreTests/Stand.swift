// A store of its own for each test: a SQLite file always, a PostgreSQL schema when EVOLV_TEST_POSTGRES names a server.
import Essentials
import EventLoops
import Foundation
import SQLStore
import Testing

enum TestEngine: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, postgres
  var testDescription: String { rawValue }

  static let address = ProcessInfo.processInfo.environment["EVOLV_TEST_POSTGRES"]
  static var all: [TestEngine] { address == nil ? [.sqlite] : [.sqlite, .postgres] }
}

struct Stand: Sendable {
  let store: Store
  let database: Database
  let configuration: StoreConfiguration
  let loop: EventLoop

  static let loop: EventLoop = {
    let loop = EventLoop(name: "tests")
    loop.start()
    return loop
  }()

  init(_ engine: TestEngine, migrations: [Migration] = [.things], _ change: (inout StoreConfiguration) -> Void = { _ in }) async throws {
    let name = "t" + ID<Store>().text.replacing("-", with: "")
    switch engine {
    case .sqlite:
      configuration = StoreConfiguration(engine: .sqlite(path: NSTemporaryDirectory() + "\(name).sqlite"))
    case .postgres:
      var made = StoreConfiguration(engine: .postgres(url: TestEngine.address ?? ""))
      made.schema = name
      configuration = made
    }
    store = Store(configuration)
    loop = Self.loop
    try await store.migrate(migrations)
    database = try await store.database(on: loop)
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
