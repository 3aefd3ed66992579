internal import Accounts
internal import Configuration
internal import Cryptography
internal import Essentials
internal import EventLoops
internal import EvolvCore
internal import Foundation
internal import HTTPServing
internal import RedisStore
internal import Routing
internal import SQLStore
internal import Teaching

extension Command {
  static let seed = Command(name: "seed", usage: "seed", about: "Load the demo school into an empty database.") {
    _, program in
    try await program.onLoop { db in try await DemoSchool(program).load(into: db) }
    CommandLineProgram.tell(DemoSchool.accountsText(in: program.settings.dataFolder))
  }

  static let createUser = Command(
    name: "user create", usage: "user create --email ADDRESS --role ROLE",
    about: "Create a person; the password is read from standard input.",
    flags: [
      Flag("--email", placeholder: "ADDRESS", about: "The person's mail address."),
      Flag("--role", placeholder: "ROLE", about: "owner, admin, instructor, student or another role's key."),
      Flag("--name", placeholder: "NAME", about: "First and last name; what stands before the @ if left out."),
    ]
  ) { start, program in try await program.createUser(start.arguments) }

  static let importCourse = Command(
    name: "import course", usage: "import course DIR [--publish]",
    about: "Bring in a course from a folder of Markdown.",
    flags: [
      Flag("--publish", about: "Publish it at once."),
      Flag("--teacher", placeholder: "ADDRESS", about: "Who teaches it; the first administrator if left out."),
      Flag("--order", placeholder: "LIST", about: "The folders in the order of the course, with commas."),
      Flag("--report", about: "Print every line of the report."),
      Flag("--try", about: "Only say what would happen."),
    ]
  ) { start, program in try await program.importCourse(start.arguments) }

  static let undoImport = Command(
    name: "import undo", usage: "import undo IMPORT",
    about: "Take an import back within 30 days; `import course` says its name."
  ) { start, program in try await program.undoImport(start.arguments) }

  static let exportCourse = Command(
    name: "export course", usage: "export course SLUG FILE",
    about: "Write a course into an archive that any school takes in."
  ) { start, program in try await program.exportCourse(start.arguments) }

  static let doctor = Command(name: "doctor", usage: "doctor", about: "Check settings, database and counts.") {
    _, program in try await program.examine()
  }
}

extension Program {
  /// Runs `body` with a database on a loop of its own, after bringing the schema up to date.
  func onLoop<Value: Sendable>(_ body: @escaping @Sendable (Database) async throws -> Value) async throws -> Value {
    try await migrate()
    let loop = EventLoop(name: "command")
    loop.start()
    let database = try await store.database(on: loop)
    let value = try await loop.perform { _ in try await body(database) }
    await store.close()
    await loop.stop()
    return value
  }

  fileprivate func createUser(_ arguments: Arguments) async throws {
    guard let address = arguments.value(of: "--email"), let email = EmailAddress(address) else {
      throw UsageFault("--email needs a mail address")
    }
    guard let role = Role(rawValue: arguments.value(of: "--role") ?? "student") else {
      throw UsageFault("--role is the key of a role: \(Self.roleKeys(.builtIn))")
    }
    let names = (arguments.value(of: "--name") ?? String(email.text.prefix { $0 != "@" })).split(
      separator: " ", maxSplits: 1
    ).map(String.init)
    guard let first = PersonName(names[0]), let last = PersonName(names.count > 1 ? names[1] : "-") else {
      throw UsageFault("--name is not a name")
    }
    CommandLineProgram.tell("Password: ")
    let password = readLine() ?? ""
    let faults = facilities.passwordPolicy.faults(in: password, names: names, email: email.text)
    guard faults.isEmpty else { throw UsageFault("the password " + faults.map(\.message).joined(separator: ", ")) }
    let hasher = facilities.passwords
    let hash = try await facilities.hashing.run { hasher.hash(password) }
    let new = NewPerson(
      firstName: first, lastName: last, email: email, role: role, passwordHash: hash, isEmailVerified: true)
    let now = clock()
    let roles = facilities.roles
    try await onLoop { db in
      try await roles.renew(from: db)
      guard roles.current[role] != nil else {
        throw UsageFault("--role is the key of a role: \(Self.roleKeys(roles.current))")
      }
      try await db.transaction { _ = try await $0.createPerson(new, by: .program, at: now) }
    }
    CommandLineProgram.tell("\(email.text) is \(roles.current.title(of: role).lowercased()) now.\n")
  }

  private static func roleKeys(_ roles: RoleTable) -> String { roles.all.map(\.role.rawValue).joined(separator: ", ") }

  fileprivate func importCourse(_ arguments: Arguments) async throws {
    guard let folder = arguments.words.first else { throw UsageFault("name the folder of the course") }
    let order = arguments.value(of: "--order")?.split(separator: ",").map(String.init) ?? []
    let address = arguments.value(of: "--teacher"), publishes = arguments.has("--publish"), facilities = facilities,
      isDone = !arguments.has("--try"), now = clock()
    let summary = try await onLoop { db in
      let teacher: ID<Person>? =
        if let address { try await db.person(called: address)?.id } else {
          try await db.first("SELECT id FROM users WHERE role IN ('owner', 'admin') ORDER BY created_at LIMIT 1")
        }
      guard let teacher else {
        throw UsageFault("there is nobody to teach the course; create a person first, or name one with --teacher")
      }
      return try await CourseImport.run(
        folder: folder, order: order, publishes: publishes, isDone: isDone, for: teacher, into: db, facilities, at: now)
    }
    tell(summary, inFull: arguments.has("--report"))
  }

  fileprivate func exportCourse(_ arguments: Arguments) async throws {
    guard arguments.words.count == 2 else {
      throw UsageFault("name the course by its slug, and the file to write")
    }
    let slug = arguments.words[0], path = arguments.words[1], facilities = facilities
    guard !FileManager.default.fileExists(atPath: path) else { throw UsageFault("\(path) is there already") }
    let leftOut = try await onLoop { db in try await CourseExport.write(slug, to: path, from: db, facilities) }
    CommandLineProgram.tell("\(path) holds \(slug) now.\n")
    for what in leftOut { CommandLineProgram.tell("It lacks \(what).\n") }
  }

  fileprivate func undoImport(_ arguments: Arguments) async throws {
    guard let id = arguments.words.first, arguments.words.count == 1 else {
      throw UsageFault("name the import, as `evolv import course` told it")
    }
    let now = clock()
    let title = try await onLoop { db in
      do { return try await CourseImport.undo(id, in: db, at: now) } catch let problem as Problem {
        throw UsageFault(problem.detail)
      }
    }
    CommandLineProgram.tell("\(title): everything is as it was before.\n")
  }

  private func tell(_ summary: CourseImportSummary, inFull: Bool) {
    if inFull {
      for line in summary.report {
        CommandLineProgram.tell("\(line.kind)\t\(line.place)\t\(line.what)\t\(line.why)\n")
      }
    }
    let kinds = Dictionary(grouping: summary.report, by: \.kind).mapValues(\.count).sorted { $0.key < $1.key }
    let rest = summary.gone > 0 ? ", \(summary.gone) not in the folder any more" : ""
    CommandLineProgram.tell(
      """
      \(summary.title): \(summary.added) lessons added, \(summary.updated) updated, \(summary.unchanged) unchanged\(rest), \(summary.pictures) pictures
      report: \(kinds.map { "\($0.value) \($0.key)" }.joined(separator: ", "))\(inFull ? "" : " (--report prints each line)")
      \(summary.id.isEmpty ? "Nothing was done yet." : facilities.baseAddress + summary.address)
      \(summary.id.isEmpty ? "Run it without --try to do it." : "To take it back: evolv import undo \(summary.id)")

      """)
  }

  private func tellRedis() async throws {
    guard let redis else { return CommandLineProgram.tell("redis: not set, each node counts alone\n") }
    let answers = await redis.connect()
    CommandLineProgram.tell(answers ? "redis: answers\n" : "redis: \(redis.weakness ?? "answers")\n")
  }

  fileprivate func examine() async throws {
    let report = try await migrate()
    CommandLineProgram.tell("database: answers, \(report.applied.count + report.known) migrations\n")
    try await tellRedis()
    let wrong = try await onLoop { db in try await TeachingCounts.faults(in: db) }
    for line in wrong { CommandLineProgram.tell("counts: \(line)\n") }
    CommandLineProgram.tell("style sheets: \(assets.address(of: "site.css").text)\n")
    if !wrong.isEmpty { throw UsageFault("\(wrong.count) counts differ from a recount") }
    CommandLineProgram.tell("everything is as it should be\n")
  }
}
