internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// One import of people.
enum PeopleImport {}

/// Where an import stands.
enum ImportState: String, PayloadChoice, ColumnWord {
  /// The file is here; what its columns mean is to be said.
  case mapping
  /// Every row was looked at; nothing has happened yet.
  case checked
  case applying, applied, undoing, undone

  var words: String {
    switch self {
    case .mapping: "Columns to be named"
    case .checked: "Checked, not applied"
    case .applying: "Being applied"
    case .applied: "Applied"
    case .undoing: "Being taken back"
    case .undone: "Taken back"
    }
  }
  var isUnderWay: Bool { self == .applying || self == .undoing }
}

struct ImportRecord: RowDecodable {
  let id: ID<PeopleImport>, creator: ID<Person>?, fileName: String, note: String?, headings: [String]
  let mapping: ColumnMapping, rules: ImportRules, invites: Bool, state: ImportState
  let createdAt: Instant, appliedAt: Instant?, undoneAt: Instant?

  static let columns: SQL = """
    id, created_by, file_name, note, headings, mapping, default_role, allowed_roles, updates, invites, state, created_at,
    applied_at, undone_at
    """

  init(row: inout Row) throws {
    id = try row.next()
    creator = try row.nextIfPresent()
    fileName = try row.next()
    note = try row.nextIfPresent()
    let texts: CellTexts = try row.next()
    headings = texts.texts
    mapping = ColumnMapping(text: try row.next())
    let role: Role = try row.next(), roles: String = try row.next()
    let updates: Bool = try row.next()
    rules = ImportRules(
      defaultRole: role, updates: updates,
      roles: Set(roles.split(separator: ",").compactMap { Role(rawValue: String($0)) }))
    invites = try row.next()
    state = try row.next()
    createdAt = try row.next()
    appliedAt = try row.nextIfPresent()
    undoneAt = try row.nextIfPresent()
  }

  /// For how long it can be taken back.
  static let grace = Seconds.days(30)
  func mayBeUndone(at now: Instant) -> Bool {
    state == .applied && (appliedAt.map { $0 + Self.grace > now } ?? false)
  }
}

/// The texts of a row, as JSON.
struct CellTexts: ColumnValue, RowDecodable {
  let texts: [String]
  init(_ texts: [String]) { self.texts = texts }

  static var columnType: ColumnType { .json }
  var boundValue: BoundValue { JSONText(String(decoding: bytes, as: UTF8.self)).boundValue }
  private var bytes: [UInt8] {
    var writer = JSONWriter()
    texts.write(to: &writer)
    return writer.bytes
  }
  init?(cell: borrowing Cell) {
    guard let text = JSONText(cell: cell)?.text else { return nil }
    do throws(Faults) {
      texts = try JSONDocument(Array(text.utf8)).root.elements?.compactMap(\.string) ?? []
    } catch { return nil }
  }
}

/// How many rows came to what.
struct ImportCount: RowDecodable {
  let verdict: ImportVerdict?, outcome: ImportVerdict?, undo: ImportUndo?, count: Int
  init(row: inout Row) throws {
    verdict = try row.nextIfPresent()
    outcome = try row.nextIfPresent()
    undo = try row.nextIfPresent()
    count = try row.next()
  }
}

/// What taking an import back did to a row.
enum ImportUndo: String, ColumnWord {
  case undone, kept
}

/// The counts of an import, in one value.
struct ImportSummary: Sendable {
  let counts: [ImportCount]

  func planned(_ verdict: ImportVerdict) -> Int { counts.filter { $0.verdict == verdict }.reduce(0) { $0 + $1.count } }
  func done(_ outcome: ImportVerdict) -> Int { counts.filter { $0.outcome == outcome }.reduce(0) { $0 + $1.count } }
  func taken(_ undo: ImportUndo) -> Int { counts.filter { $0.undo == undo }.reduce(0) { $0 + $1.count } }
  var total: Int { counts.reduce(0) { $0 + $1.count } }
  var finished: Int { counts.filter { $0.outcome != nil }.reduce(0) { $0 + $1.count } }
  /// Rows that changed something and so can be taken back.
  var effects: Int { done(.create) + done(.change) }
}

/// A row as pages, the report and the jobs see it.
struct ImportLine: RowDecodable {
  let number: Int, cells: [String], verdict: ImportVerdict?, reason: String?
  let outcome: ImportVerdict?, note: String?, person: ID<Person>?
  let before: ImportValues, after: ImportValues, changedAt: Instant?, undo: ImportUndo?

  static let columns: SQL = """
    number, cells, verdict, reason, outcome, note, person_id, coalesce(old_values, '{}'), coalesce(new_values, '{}'),
    changed_at, undo
    """
  init(row: inout Row) throws {
    number = try row.next()
    let texts: CellTexts = try row.next()
    cells = texts.texts
    verdict = try row.nextIfPresent()
    reason = try row.nextIfPresent()
    outcome = try row.nextIfPresent()
    note = try row.nextIfPresent()
    person = try row.nextIfPresent()
    before = try row.next()
    after = try row.next()
    changedAt = try row.nextIfPresent()
    undo = try row.nextIfPresent()
  }

  /// What is said of the row: what came of it, or what is to.
  var words: String {
    switch undo {
    case .undone: "Taken back"
    case .kept: "Kept"
    case nil: (outcome ?? verdict)?.words ?? ""
    }
  }
  var why: String { note ?? reason ?? "" }
}
