internal import Documents
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// An import as the API tells of it.
struct ImportAnswer: Payload, Located {
  let id: ID<PeopleImport>, fileName: String, state: ImportState, headings: [String], rows: Int
  let created: Int, changed: Int, unchanged: Int, refused: Int, undone: Int, kept: Int, createdAt: Instant
  var location: Link { ImportAPI.show.path(id) }

  static let shape = Shape(
    "PeopleImport", Self.init, Field("id", \.id), Field("file_name", \.fileName), Field("state", \.state),
    Field("headings", \.headings), Field("rows", \.rows),
    Field("created", \.created, "New people; before the application, those to be"), Field("changed", \.changed),
    Field("unchanged", \.unchanged), Field("refused", \.refused), Field("undone", \.undone, "Rows taken back"),
    Field("kept", \.kept, "Rows that could not be taken back"), Field("created_at", \.createdAt))
}

extension ImportAnswer {
  init(_ record: ImportRecord, _ summary: ImportSummary) {
    let isDone = ![.mapping, .checked].contains(record.state)
    let count: (ImportVerdict) -> Int = { isDone ? summary.done($0) : summary.planned($0) }
    self.init(
      id: record.id, fileName: record.fileName, state: record.state, headings: record.headings, rows: summary.total,
      created: count(.create), changed: count(.change), unchanged: count(.same), refused: count(.refused),
      undone: summary.taken(.undone), kept: summary.taken(.kept), createdAt: record.createdAt)
  }
}

/// A row of an import as the API tells of it.
struct ImportRowAnswer: Payload {
  let line: Int, result: String, reason: String, person: ID<Person>?
  static let shape = Shape(
    "PeopleImportRow", Self.init, Field("line", \.line), Field("result", \.result), Field("reason", \.reason),
    Field("user_id", \.person))
}

struct ImportRows: Payload {
  let data: [ImportRowAnswer]
  static let shape = Shape("PeopleImportRows", Self.init(data:), Field("data", \.data))
}

/// Imports of people by the API; the steps are those of the pages.
enum ImportAPI {
  static let begin = Route.post(
    "/api/v1/users/imports", by: .may(.managePeople), body: .upload(limit: ImportLimits.file + 512 << 10),
    "Take in a file of people: CSV or XLSX as the part `file`"
  ).creates(ImportAnswer.self)
  static let show = Route.get(
    "/api/v1/users/imports/{import}", ID<PeopleImport>.self, by: .may(.managePeople), "Show an import of people"
  ).answers(ImportAnswer.self)
  static let check = Route.put(
    "/api/v1/users/imports/{import}/columns", ID<PeopleImport>.self, by: .may(.managePeople),
    "Say what the columns mean, and check every row"
  ).takes(ColumnsForm.self, answers: ImportAnswer.self)
  static let rows = Route.get(
    "/api/v1/users/imports/{import}/rows", ID<PeopleImport>.self, by: .may(.managePeople),
    "What came of the rows of an import"
  ).answers(ImportRows.self)
  static let apply = Route.post(
    "/api/v1/users/imports/{import}/application", ID<PeopleImport>.self, by: .may(.managePeople),
    "Apply an import of people"
  ).answers(ImportAnswer.self)
  static let undo = Route.post(
    "/api/v1/users/imports/{import}/undoing", ID<PeopleImport>.self, by: .may(.managePeople),
    "Take an import of people back"
  ).answers(ImportAnswer.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(begin) { context in try await context.importAnswer(try await context.takeImport()) }
    table.on(show) { context, id in try await context.importAnswer(id) }
    table.on(check) { context, form, id in
      try await context.checkImport(id, form.choice)
      return try await context.importAnswer(id)
    }
    table.on(rows) { context, id in
      _ = try await context.db.peopleImport(id)
      let lines = try await context.db.importLines(id, limit: ImportLimits.table.rows)
      return ImportRows(
        data: lines.map { ImportRowAnswer(line: $0.number, result: $0.words, reason: $0.why, person: $0.person) })
    }
    table.on(apply) { context, id in
      try await context.startImport(id)
      return try await context.importAnswer(id)
    }
    table.on(undo) { context, id in
      try await context.undoImport(id)
      return try await context.importAnswer(id)
    }
  }
}

extension Context {
  fileprivate func importAnswer(_ id: ID<PeopleImport>) async throws -> ImportAnswer {
    let (record, summary) = try await db.peopleImport(id)
    return ImportAnswer(record, summary)
  }
}
