internal import Accounts
internal import Configuration
internal import Essentials
internal import EvolvApp
internal import EvolvCore
internal import Foundation
internal import SQLStore
internal import Telemetry

// The engine is the one the run was started for: PostgreSQL where EVOLV_TEST_POSTGRES holds an address, else SQLite. On
// SQLite the school is filled once per process and its file copied; on PostgreSQL each school is filled in a schema of its
// own. A gate keeps the open schools below what a server has connections for.

/// Makes and removes schools.
actor SchoolYard {
  static let shared = SchoolYard()
  static let postgres = ProcessInfo.processInfo.environment["EVOLV_TEST_POSTGRES"]

  private let gate = Gate(places: 6)
  private let folder = NSTemporaryDirectory() + "school-\(ProcessInfo.processInfo.processIdentifier)"
  private var template: Task<SampleSchool, any Error>?

  func withSchool(_ use: (School) async throws -> Void) async throws {
    await gate.enter()
    defer { gate.leave() }
    let school = try await make()
    do { try await use(school) } catch {
      try await remove(school)
      throw error
    }
    try await remove(school)
  }

  private func make() async throws -> School {
    let name = "t" + ID<School>().text.replacing("-", with: "")
    let clock = Locked(School.opening)
    let program = try Self.program(in: folder + "/" + name, schema: name, clock)
    let people: SampleSchool
    if Self.postgres == nil {
      people = try await filledTemplate()
      try FileManager.default.copyItem(atPath: folder + "/template.sqlite", toPath: folder + "/\(name)/evolv.sqlite")
      return try await school(program, people, name, clock)
    }
    try await program.migrate()
    let db = try await program.store.database(on: School.loop)
    people = try await SampleSchool.fill(db, passwordHash: School.passwordHash, at: School.opening)
    return try await school(program, people, name, clock)
  }

  /// With what the school has chosen, as a program that starts reads it.
  private func school(
    _ program: Program, _ people: SampleSchool, _ name: String, _ clock: Locked<Instant>
  ) async throws -> School {
    let db = try await program.store.database(on: School.loop)
    try await program.facilities.chosen.renew(from: db)
    return School(program: program, db: db, people: people, folder: folder + "/" + name, clock: clock)
  }

  /// Made by the first test that asks; the others wait for it. A fault is kept, so that every test reports it.
  private func filledTemplate() async throws -> SampleSchool {
    if let template { return try await template.value }
    let folder = folder
    let making = Task {
      let program = try Self.program(in: folder + "/template", schema: "template", Locked(School.opening))
      try await program.migrate()
      let db = try await program.store.database(on: School.loop)
      let people = try await SampleSchool.fill(db, passwordHash: School.passwordHash, at: School.opening)
      try await program.store.backup(to: folder + "/template.sqlite")
      await program.store.close()
      return people
    }
    template = making
    return try await making.value
  }

  private static func program(in folder: String, schema: String, _ clock: Locked<Instant>) throws -> Program {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let environment = [
      "EVOLV_DATA": folder, "EVOLV_SECRET": "a secret of the tests that nobody else has", "EVOLV_LOOPS": "1",
      "EVOLV_API_LIMIT": "100000",
      "EVOLV_LOG_LEVEL": "error", "EVOLV_INSIDE_CALLS": "127.0.0.1",
    ]
    let settings = try Settings.read(arguments: [], environment: environment) { _ in nil }.settings
    var database = StoreConfiguration(
      engine: postgres.map { .postgres(url: $0) } ?? .sqlite(path: folder + "/evolv.sqlite"))
    database.schema = schema
    database.connectionsPerLoop = 4
    // Faults are told: a 500 in a test is of no use without its reason.
    let log = Log(to: .standardError, level: .error)
    return try Program(settings, log: log, database: database, hashing: .quick) { clock.withLock { $0 } }
  }

  private func remove(_ school: School) async throws {
    if Self.postgres != nil {
      try await school.db.execute("DO $$ BEGIN EXECUTE 'DROP SCHEMA ' || current_schema() || ' CASCADE'; END $$")
    }
    await school.program.store.close()
    try FileManager.default.removeItem(atPath: school.folder)
  }
}
