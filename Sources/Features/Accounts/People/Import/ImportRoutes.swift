internal import Documents
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// Bringing in many people from a file: take it in, say what its columns mean, look, apply, take back.
enum ImportRoutes {
  static let list = Route.get("/people/imports", by: .may(.managePeople), "List imports of people")
  static let begin = Route.post(
    "/people/imports", by: .may(.managePeople), body: .upload(limit: ImportLimits.file + 512 << 10),
    "Take in a file of people")
  static let show = Route.get(
    "/people/imports/{import}", ID<PeopleImport>.self, by: .may(.managePeople), "Show an import of people")
  static let columns = Route.get(
    "/people/imports/{import}/columns", ID<PeopleImport>.self, by: .may(.managePeople), "Form for the columns of a file"
  )
  static let check = Route.post(
    "/people/imports/{import}/columns", ID<PeopleImport>.self, by: .may(.managePeople), "Check a file of people")
  static let apply = Route.post(
    "/people/imports/{import}/application", ID<PeopleImport>.self, by: .may(.managePeople), "Apply an import of people")
  static let undo = Route.post(
    "/people/imports/{import}/undoing", ID<PeopleImport>.self, by: .may(.managePeople), "Take an import of people back")
  static let discard = Route.post(
    "/people/imports/{import}/removal", ID<PeopleImport>.self, by: .may(.managePeople), "Discard an import of people")
  static let report = Route.get(
    "/people/imports/{import}/report.csv", ID<PeopleImport>.self, by: .may(.managePeople),
    "Take the report of an import along")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in context.page(try await ImportsPage(context)) }
    table.on(begin) { context in
      do {
        return context.redirect(to: columns.path(try await context.takeImport()), saying: "The file is here.")
      } catch Problem.invalid(let errors) {
        let fault = errors.first.map { "The file \($0.message)." }
        return context.page(try await ImportsPage(context, fault: fault), status: 422)
      }
    }
    registerSteps(on: &table)
    table.on(report) { context, id in try await context.importReport(id) }
  }

  private static func registerSteps(on table: inout RouteTable<Context>) {
    table.on(show) { context, id in
      let page = try await ImportPage(of: id, context)
      var response = context.page(page)
      // The page shows how far the job is until it is done.
      if page.record.state.isUnderWay { response.fields.append(("Refresh", "1")) }
      return response
    }
    table.on(columns) { context, id in context.page(try await ColumnsPage(of: id, context)) }
    table.on(check) { context, id in
      try await context.form(ColumnsForm.self) { form in
        try await context.checkImport(id, form.choice)
        return Redirect(to: show.path(id)).response()
      } again: { draft in
        context.page(try await ColumnsPage(of: id, context, draft: draft))
      }
    }
    table.on(apply) { context, id in
      try await context.startImport(id)
      return Redirect(to: show.path(id)).response()
    }
    table.on(undo) { context, id in
      try await context.undoImport(id)
      return Redirect(to: show.path(id)).response()
    }
    table.on(discard) { context, id in
      try await context.discardImport(id)
      return context.redirect(to: list.path(), saying: "The file is discarded; nobody was changed.")
    }
  }
}

/// Which column has what, and what to do with it. A column is counted from 0.
struct ColumnsForm: Payload {
  let email: Int?, username: Int?, firstName: Int?, lastName: Int?, name: Int?, role: Int?, phone: Int?, gender: Int?
  let dateOfBirth: Int?, address: Int?, city: Int?, postalCode: Int?, country: Int?, language: Int?, timeZone: Int?
  let educationLevel: Int?, specialization: Int?
  let defaultRole: Role, updates: Bool, invites: Bool

  static let shape = Shape(
    "PeopleImportColumns", Self.init, Field("email", \.email), Field("username", \.username),
    Field("first_name", \.firstName), Field("last_name", \.lastName),
    Field("name", \.name, "First and last name in one"), Field("role", \.role), Field("phone", \.phone),
    Field("gender", \.gender), Field("date_of_birth", \.dateOfBirth), Field("address", \.address),
    Field("city", \.city), Field("postal_code", \.postalCode), Field("country", \.country),
    Field("language", \.language), Field("time_zone", \.timeZone), Field("education_level", \.educationLevel),
    Field("specialization", \.specialization), Field("default_role", \.defaultRole, "For who is new and has none"),
    Field("updates", \.updates, "Whether people who are here take what the file says"),
    Field("invites", \.invites, "Whether new people are invited by mail"))

  var choice: ImportChoice {
    let columns: [(ImportField, Int?)] = [
      (.email, email), (.username, username), (.firstName, firstName), (.lastName, lastName), (.name, name),
      (.role, role), (.phone, phone), (.gender, gender), (.dateOfBirth, dateOfBirth), (.address, address),
      (.city, city), (.postalCode, postalCode), (.country, country), (.language, language), (.timeZone, timeZone),
      (.educationLevel, educationLevel), (.specialization, specialization),
    ]
    var known: [ImportField: Int] = [:]
    for (field, column) in columns { if let column { known[field] = column } }
    return ImportChoice(
      mapping: ColumnMapping(known), defaultRole: defaultRole, updates: updates, invites: invites)
  }
}

extension Context {
  /// Every row with what came of it and why, as a file that opens in any spreadsheet.
  fileprivate func importReport(_ id: ID<PeopleImport>) async throws -> Response {
    let (record, _) = try await db.peopleImport(id)
    let lines = try await db.importLines(id, limit: ImportLimits.table.rows)
    let bytes = try await facilities.aside {
      // The mark tells spreadsheets that it is UTF-8.
      var text = "\u{FEFF}" + SeparatedValues.line(["line", "result", "reason"] + record.headings)
      for line in lines { text += SeparatedValues.line([String(line.number), line.words, line.why] + line.cells) }
      return Array(text.utf8)
    }
    var response = Response(status: 200, type: "text/csv; charset=utf-8", bytes)
    response.fields += [
      ("Content-Disposition", "attachment; filename=\"import-report.csv\""), ("Cache-Control", "no-store"),
    ]
    return response
  }
}
