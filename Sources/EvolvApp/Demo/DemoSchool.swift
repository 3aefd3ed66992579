internal import Accounts
internal import Configuration
internal import Cryptography
internal import Essentials
internal import EventLoops
internal import EvolvCore
internal import Foundation
internal import Payloads
internal import SQLStore
internal import Teaching
internal import Telemetry

/// Loads the sample school into an empty database and writes its accounts beside it, so that scripts can sign in.
struct DemoSchool {
  let program: Program
  init(_ program: Program) { self.program = program }

  /// Once; a school that has people is left alone.
  func load(into db: Database) async throws {
    let count: Int = try await db.value("SELECT count(*) FROM users")
    guard count == 0 else { return }
    let password = "Demo-" + CodeWords.random() + "7!"
    let hasher = program.facilities.passwords
    let hash = try await program.facilities.hashing.run { hasher.hash(password) }
    let school = try await SampleSchool.fill(db, passwordHash: hash, at: program.clock())
    let sealer = program.facilities.sealer, now = program.clock()
    try await db.transaction {
      try await $0.addSampleProvider(sealer, by: .program, at: now)
      try await $0.addSampleRole(by: school.ada.viewer, at: now)
      try await $0.addSampleProfiles(
        director: school.ada.viewer, teacher: school.tom.viewer, learners: [school.mia.viewer, school.leo.viewer],
        at: now)
    }
    let people = SamplePeople(
      director: school.ada.viewer, teacher: school.tom.viewer, learners: [school.mia.viewer, school.leo.viewer])
    try await SampleAccess.fill(db, for: people, at: now)
    try await Self.name(db, by: school.ada.viewer, at: program.clock())
    try await program.facilities.chosen.renew(from: db)
    let sample = SamplePeople(
      director: school.ada.viewer, teacher: school.tom.viewer, learners: [school.mia.viewer, school.leo.viewer])
    try await SampleCertificates.fill(db, for: sample, from: program.facilities, at: now)
    try await DemoFilm(db: db, teacher: school.tom.viewer).announce(at: now)
    let accounts = DemoAccounts(
      accounts: school.members.map { DemoAccount(email: $0.email, password: password, role: $0.role.rawValue) })
    try Self.write(accounts, to: program.settings.dataFolder)
    program.log.info("demo school loaded", ["people": .number(school.members.count)])
  }

  private static func name(_ db: Database, by viewer: Viewer, at now: Instant) async throws {
    let json = #"{"school_name":"Evolv Academy","contact_email":"office@evolv.example"}"#
    let change = try SectionChange<GeneralSettings>(json: Array(json.utf8))
    _ = try await db.transaction {
      try await $0.changeSettings(GeneralSettings.self, by: viewer, at: now) { try change.applied(to: $0) }
    }
  }

  /// What the terminal shows of the accounts.
  static func accountsText(in folder: String) -> String {
    guard let data = FileManager.default.contents(atPath: folder + "/demo-accounts.json") else { return "" }
    do {
      let accounts = try [DemoAccount](document: Array(data))
      return "\nDemo accounts:\n"
        + accounts.map {
          "  \($0.role.padding(toLength: 12, withPad: " ", startingAt: 0))\($0.email)  \($0.password)\n"
        }.joined() + "\n"
    } catch { return "" }
  }

  private static func write(_ accounts: DemoAccounts, to folder: String) throws {
    var json = JSONWriter()
    accounts.accounts.write(to: &json)
    let path = folder + "/demo-accounts.json"
    guard
      FileManager.default.createFile(atPath: path, contents: Data(json.bytes), attributes: [.posixPermissions: 0o600])
    else {
      throw UsageFault("cannot write \(path)")
    }
  }
}

struct DemoAccount: Payload {
  let email: String, password: String, role: String
  static let shape = Shape(
    "DemoAccount", Self.init, Field("email", \.email), Field("password", \.password), Field("role", \.role))
}

struct DemoAccounts { let accounts: [DemoAccount] }

extension [DemoAccount] {
  fileprivate init(document bytes: [UInt8]) throws {
    var faults = Faults()
    guard let list = [DemoAccount].read(try JSONDocument(bytes).root, into: &faults) else { throw faults }
    self = list
  }
}

/// Letters that can be read out, for passwords that people type once.
private enum CodeWords {
  static func random() -> String {
    let letters = Array("abcdefghjkmnpqrstuvwxyz23456789".utf8)
    return String(decoding: Randomness.bytes(8).map { letters[Int($0) % letters.count] }, as: UTF8.self)
  }
}
