internal import Documents
internal import Essentials
internal import EvolvCore
internal import Foundation
internal import JobQueue
internal import Payloads
internal import Routing
internal import SQLStore

/// What of a file is read.
enum ImportLimits {
  static let file = 10 << 20
  static let table = TableLimits(rows: 20_001, columns: 100, bytes: 16 << 20)
  /// Rows of one transaction.
  static let chunk = 100
}

/// What the importer says of the file.
struct ImportChoice: Sendable {
  let mapping: ColumnMapping, defaultRole: Role, updates: Bool, invites: Bool
}

extension Context {
  /// Takes a file in: its rows are kept as they are, and the columns guessed. The file itself goes with the request.
  func takeImport() async throws -> ID<PeopleImport> {
    try await facilities.limits.upload.take(viewer.requirePerson().text, at: now)
    guard let file = try request.file("file") else { throw Problem.invalid("file", "missing", "is required") }
    guard file.range.count <= ImportLimits.file else {
      throw Problem.invalid("file", "too_large", "must have at most \(ImportLimits.file.asBytes)")
    }
    let table = try await facilities.aside { try file.table() }
    guard table.rows.count > 1, let headings = table.rows.first else {
      throw Problem.invalid("file", "empty", "needs a line of headings and at least one person")
    }
    let id = ID<PeopleImport>(at: now), viewer = viewer, now = now
    try await db.transaction { transaction in
      try await transaction.begin(
        id, file.name, headings.cells, Array(table.rows.dropFirst()), note: table.note, by: viewer, at: now)
    }
    return id
  }

  /// Says of every row what is to become of it; nothing else happens. May be asked again with other columns.
  func checkImport(_ id: ID<PeopleImport>, _ choice: ImportChoice) async throws {
    let record = try await db.peopleImport(id).0
    try choice.mapping.check(columnCount: record.headings.count)
    let rules = ImportRules(
      defaultRole: choice.defaultRole, updates: choice.updates, roles: viewer.rolesToImport(roles))
    let roles = roles
    let lines = try await db.importLines(id, limit: ImportLimits.table.rows)
    let rows = try await facilities.aside {
      PlannedRow.read(lines.map { ($0.number, $0.cells) }, choice.mapping, roles)
    }
    let accounts = try await db.importAccounts(for: rows)
    let planned = try await facilities.aside { rows.map { PlannedRow($0, accounts, rules) } }
    try await db.transaction { transaction in
      try await transaction.keepPlan(planned, of: id, choice, rules)
    }
  }

  /// Begins to do what the check said; a job does it.
  func startImport(_ id: ID<PeopleImport>) async throws {
    let viewer = viewer, now = now
    try await db.transaction { transaction in
      try await transaction.move(id, from: .checked, to: .applying)
      transaction.later(
        """
        UPDATE people_import_rows SET outcome = verdict, note = reason
        WHERE import_id = \(id) AND verdict IN ('same', 'refused')
        """)
      transaction.enqueue(ApplyImport(id: id), now: now, key: id.text)
      transaction.record(PeopleImportStarted(id: id), by: viewer, at: now)
    }
  }

  /// Begins to take back what an import did.
  func undoImport(_ id: ID<PeopleImport>) async throws {
    let viewer = viewer, now = now
    try await db.transaction { transaction in
      let (record, _) = try await transaction.peopleImport(id)
      guard record.mayBeUndone(at: now) else {
        throw Problem.conflict("This import was taken back already, is still under way, or is older than 30 days.")
      }
      try await transaction.move(id, from: .applied, to: .undoing)
      transaction.enqueue(UndoImport(id: id), now: now, key: id.text)
      transaction.record(PeopleImportUndone(id: id), by: viewer, at: now)
    }
  }

  func discardImport(_ id: ID<PeopleImport>) async throws {
    try await db.transaction { transaction in
      let count = try await transaction.execute(
        "DELETE FROM people_imports WHERE id = \(id) AND state IN ('mapping', 'checked')")
      guard count == 1 else { throw Problem.conflict("Only an import that was not applied can be discarded.") }
    }
  }
}

extension Viewer {
  /// The roles whose people the viewer may make and change.
  fileprivate func rolesToImport(_ roles: RoleTable) -> Set<Role> {
    let allowed = roles.all.filter { definition in
      (definition.role == .student || mayAssign(definition)) && mayManage(Rights(everywhere: definition.permissions))
    }
    return Set(allowed.map(\.role))
  }
}

extension UploadedFile {
  /// Its rows; a workbook is told by its first bytes.
  fileprivate func table() throws -> TableText {
    do {
      if Workbook.isOne(try bytes(4)) { return try Workbook.read(path: path, range, ImportLimits.table) }
      return try SeparatedValues.read(try bytes(range.count), ImportLimits.table)
    } catch let fault as DocumentFault {
      throw Problem.invalid(field, "unreadable", "\(fault)")
    }
  }
}

extension UploadedFile {
  /// Its first bytes.
  func bytes(_ count: Int) throws -> [UInt8] {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { file.closeFile() }
    try file.seek(toOffset: UInt64(range.lowerBound))
    return Array(try file.read(upToCount: min(count, range.count)) ?? Data())
  }
}

extension Transaction {
  fileprivate func begin(
    _ id: ID<PeopleImport>, _ name: String, _ headings: [String], _ rows: [(number: Int, cells: [String])],
    note: String?, by viewer: Viewer, at now: Instant
  ) async throws {
    let mapping = ColumnMapping(ImportField.guesses(from: headings))
    try await execute(
      """
      INSERT INTO people_imports (id, created_by, file_name, note, headings, mapping, default_role, allowed_roles, updates,
        invites, state, created_at)
      VALUES (\(id), \(viewer.person), \(name), \(note), \(CellTexts(headings)), \(mapping.text), \(Role.student), '',
        \(true), \(true), \(ImportState.mapping), \(now))
      """)
    for start in stride(from: 0, to: rows.count, by: 1_000) {
      try await add(rows[start..<min(start + 1_000, rows.count)], to: id)
    }
    record(PeopleImportBegun(id: id), by: viewer, at: now)
  }

  /// Many rows in one statement.
  private func add(_ rows: ArraySlice<(number: Int, cells: [String])>, to id: ID<PeopleImport>) async throws {
    let list = JSONText.list(rows) { row, json in
      json.key("number")
      json.number(row.number)
      json.key("cells")
      row.cells.write(to: &json)
    }
    try await execute(
      .sqlite(
        """
        INSERT INTO people_import_rows (import_id, number, cells)
        SELECT \(id), value ->> '$.number', value -> '$.cells' FROM json_each(\(list))
        """
      ).postgres(
        """
        INSERT INTO people_import_rows (import_id, number, cells)
        SELECT \(id), (value ->> 'number')::bigint, value -> 'cells' FROM jsonb_array_elements(\(list)) AS rows(value)
        """))
  }

  fileprivate func keepPlan(
    _ planned: [PlannedRow], of id: ID<PeopleImport>, _ choice: ImportChoice, _ rules: ImportRules
  ) async throws {
    let roles = rules.roles.map(\.rawValue).sorted().joined(separator: ",")
    let count = try await execute(
      """
      UPDATE people_imports SET state = 'checked', mapping = \(choice.mapping.text), default_role = \(rules.defaultRole),
        allowed_roles = \(roles), updates = \(rules.updates), invites = \(choice.invites)
      WHERE id = \(id) AND state IN ('mapping', 'checked')
      """)
    guard count == 1 else { throw Problem.conflict("This import is under way or done already.") }
    for start in stride(from: 0, to: planned.count, by: 1_000) {
      try await keep(planned[start..<min(start + 1_000, planned.count)], of: id)
    }
  }

  private func keep(_ planned: ArraySlice<PlannedRow>, of id: ID<PeopleImport>) async throws {
    let list = JSONText.list(planned) { row, json in
      json.key("number")
      json.number(row.number)
      json.key("verdict")
      json.string(row.verdict.rawValue)
      json.key("reason")
      row.reason.write(to: &json)
    }
    try await execute(
      .sqlite(
        """
        UPDATE people_import_rows SET verdict = plan.value ->> '$.verdict', reason = plan.value ->> '$.reason'
        FROM json_each(\(list)) AS plan
        WHERE import_id = \(id) AND number = plan.value ->> '$.number'
        """
      ).postgres(
        """
        UPDATE people_import_rows SET verdict = plan.verdict, reason = plan.reason
        FROM jsonb_to_recordset(\(list)) AS plan(number bigint, verdict text, reason text)
        WHERE import_id = \(id) AND people_import_rows.number = plan.number
        """))
  }

  /// Of many who ask for the same step at once one gets it, the others learn that it was done.
  fileprivate func move(_ id: ID<PeopleImport>, from old: ImportState, to new: ImportState) async throws {
    let count = try await execute("UPDATE people_imports SET state = \(new) WHERE id = \(id) AND state = \(old)")
    guard count == 1 else { throw Problem.conflict("This import is not at that step any more. Look at it again.") }
  }
}

extension JSONText {
  /// A list of objects, each written by `write`.
  fileprivate static func list<Rows: Sequence>(_ rows: Rows, _ write: (Rows.Element, inout JSONWriter) -> Void)
    -> JSONText
  {
    var json = JSONWriter()
    json.openArray()
    for row in rows {
      json.openObject()
      write(row, &json)
      json.closeObject()
    }
    json.closeArray()
    return JSONText(String(decoding: json.bytes, as: UTF8.self))
  }
}
