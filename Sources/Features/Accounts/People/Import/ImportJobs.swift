internal import Essentials
public import EvolvCore
public import JobQueue
public import Payloads
internal import SQLStore

/// Does what an import says, a hundred rows at a time; one that was interrupted goes on where it stopped.
struct ApplyImport: Job {
  let id: ID<PeopleImport>
  static let name = "apply import of people"
  static let shape = Shape("ApplyImport", Self.init(id:), Field("import", \.id))

  func run(_ work: Errand) async throws {
    let id = id, now = work.now, roles = work.surroundings.roles.current
    while true {
      let goesOn = try await work.db.transaction { transaction in
        guard let step = try await transaction.importUnderWay(id, .applying, roles) else { return false }
        return try await transaction.applyRows(of: step, at: now)
      }
      if !goesOn { return }
    }
  }
}

/// Takes an import back, row by row.
struct UndoImport: Job {
  let id: ID<PeopleImport>
  static let name = "undo import of people"
  static let shape = Shape("UndoImport", Self.init(id:), Field("import", \.id))

  func run(_ work: Errand) async throws {
    let id = id, now = work.now, parts = work.surroundings.personalData
    let roles = work.surroundings.roles.current
    var count = ImportLimits.chunk
    while true {
      do {
        let size = count
        let goesOn = try await work.db.transaction { transaction in
          guard let step = try await transaction.importUnderWay(id, .undoing, roles) else { return false }
          return try await transaction.undoRows(size, of: step, parts, at: now)
        }
        if !goesOn { return }
      } catch StoreError.foreignKey where count > 0 {
        // Something of the school's is in the name of one of them: look for whom, one by one, and keep them.
        if count == 1 { try await work.db.transaction { try await $0.keepNextRow(of: id) } }
        count = 1
      }
    }
  }
}

/// Forgets imports that nobody can take back any more, and what stood in their files.
public struct ForgetImports: Job {
  public static let name = "forget imports of people"
  public static let rule = JobRule(priority: .bulk)
  public static let shape = Shape("ForgetImports", Self.init)
  public init() {}

  public func run(_ work: Errand) async throws {
    let limit = work.now - ImportRecord.grace - .days(1)
    try await work.db.execute(
      "DELETE FROM people_imports WHERE created_at < \(limit) AND state NOT IN ('applying', 'undoing')")
  }
}

/// An import that a job works on, and for whom.
struct ImportStep: Sendable {
  let record: ImportRecord
  /// Whoever started it, as the audit log shall name them; what they may do was settled by the check.
  let viewer: Viewer
  let roles: RoleTable
}

extension Transaction {
  /// nil for one that is not at this step; holds it while the transaction lasts.
  fileprivate func importUnderWay(_ id: ID<PeopleImport>, _ state: ImportState, _ roles: RoleTable) async throws
    -> ImportStep?
  {
    let record = try await first(
      "SELECT \(ImportRecord.columns) FROM people_imports WHERE id = \(id) AND state = \(state) \(SQL.forUpdate)",
      as: ImportRecord.self)
    guard let record else { return nil }
    var identity: Viewer.Identity?
    if let creator = record.creator, let person = try await personIfThere(creator) {
      identity = Viewer.Identity(
        person: person.id, session: ID(bits: id.bits), name: person.name, email: person.email, role: person.role)
    }
    return ImportStep(
      record: record, viewer: Viewer(identity: identity, permissions: .all, origin: Origin(actor: "import")),
      roles: roles)
  }

  fileprivate func keepNextRow(of id: ID<PeopleImport>) async throws {
    try await execute(
      """
      UPDATE people_import_rows SET undo = 'kept', note = 'Something of the school’s is in their name'
      WHERE import_id = \(id) AND number = (SELECT max(number) FROM people_import_rows
        WHERE import_id = \(id) AND outcome IN ('create', 'change') AND undo IS NULL)
      """)
  }
}
