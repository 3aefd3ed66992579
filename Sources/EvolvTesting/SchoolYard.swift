internal import Accounts
internal import Configuration
internal import Essentials
internal import EvolvApp
internal import EvolvCore
internal import Foundation
internal import SQLStore
internal import StoreTesting
internal import Telemetry

// Each school is a copy of one that the process filled once. A gate keeps the open ones below what a server has
// connections for.

/// Makes and removes schools.
actor SchoolYard {
  static let shared = SchoolYard()

  private let gate = Gate(places: 6)
  private let template = StoreTemplate(TestEngine.chosen) { configuration in
    let folder = NSTemporaryDirectory() + "school-template-" + ID<School>().text
    let program = try SchoolYard.program(configuration, in: folder, Locked(School.opening))
    try await program.migrate()
    let db = try await program.store.database(on: School.loop)
    let people = try await SampleSchool.fill(db, passwordHash: School.passwordHash, at: School.opening)
    await program.store.close()
    try FileManager.default.removeItem(atPath: folder)
    return people
  }

  func withSchool(_ use: (School) async throws -> Void) async throws {
    await gate.enter()
    defer { gate.leave() }
    let (configuration, people) = try await template.copy()
    let school = try await open(configuration, people)
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await use(school)) } catch { outcome = .failure(error) }
    await school.program.store.close()
    try template.remove(configuration)
    try FileManager.default.removeItem(atPath: school.folder)
    try outcome.get()
  }

  /// With what the school has chosen, as a program that starts reads it.
  private func open(_ configuration: StoreConfiguration, _ people: SampleSchool) async throws -> School {
    let folder = NSTemporaryDirectory() + "school-" + ID<School>().text, clock = Locked(School.opening)
    let program = try Self.program(configuration, in: folder, clock)
    let db = try await program.store.database(on: School.loop)
    try await program.facilities.chosen.renew(from: db)
    return School(program: program, db: db, people: people, folder: folder, configuration, clock: clock)
  }

  private static func program(
    _ configuration: StoreConfiguration, in folder: String, _ clock: Locked<Instant>
  ) throws -> Program {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let environment = [
      "EVOLV_DATA": folder, "EVOLV_SECRET": "a secret of the tests that nobody else has", "EVOLV_LOOPS": "1",
      "EVOLV_API_LIMIT": "100000",
      "EVOLV_LOG_LEVEL": "error", "EVOLV_INSIDE_CALLS": "127.0.0.1",
    ]
    let settings = try Settings.read(arguments: [], environment: environment) { _ in nil }.settings
    var database = configuration
    database.connectionsPerLoop = 4
    // Faults are told: a 500 in a test is of no use without its reason.
    let log = Log(to: .standardError, level: .error)
    return try Program(settings, log: log, database: database, hashing: .quick) { clock.withLock { $0 } }
  }
}
