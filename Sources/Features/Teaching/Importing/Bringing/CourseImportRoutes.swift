internal import Documents
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

/// Bringing a course in from an archive: send it, look at what would happen, have it done, take it back.
enum CourseImportRoutes {
  static let list = Route.get("/teach/imports", by: .may(.createCourses), "List imports of courses")
  static let begin = Route.post(
    "/teach/imports", by: .may(.createCourses), body: .upload(limit: CourseArchive.purpose.bodyLimit),
    "Take in an archive of a course")
  static let show = Route.get(
    "/teach/imports/{import}", ID<CourseImport>.self, by: .may(.createCourses), "Show an import of a course")
  static let apply = Route.post(
    "/teach/imports/{import}/application", ID<CourseImport>.self, by: .may(.createCourses), "Bring a course in")
  static let undo = Route.post(
    "/teach/imports/{import}/undoing", ID<CourseImport>.self, by: .may(.createCourses),
    "Take an import of a course back")
  static let discard = Route.post(
    "/teach/imports/{import}/removal", ID<CourseImport>.self, by: .may(.createCourses),
    "Discard an import of a course")
  static let report = Route.get(
    "/teach/imports/{import}/report.csv", ID<CourseImport>.self, by: .may(.createCourses),
    "Take the report of an import of a course along")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in context.page(try await CourseImportsPage(context)) }
    table.on(begin) { context in
      do {
        let form = try context.form(CourseImportForm.self)
        return Redirect(to: show.path(try await context.beginCourseImport(form.choice))).response()
      } catch Problem.invalid(let faults) {
        let fault = faults.first.map { "The \($0.field == "file" ? "archive" : $0.field) \($0.message)." }
        return context.page(try await CourseImportsPage(context, fault: fault), status: 422)
      }
    }
    registerSteps(on: &table)
    table.on(report) { context, id in try await context.courseImportReport(id) }
  }

  private static func registerSteps(on table: inout RouteTable<Context>) {
    table.on(show) { context, id in
      let query = try context.request.forgivingQuery(ImportLinesQuery.self)
      let page = try await CourseImportPage(of: id, query, context)
      var response = context.page(page)
      // The page shows how far the job is until it is done.
      if page.record.state.isUnderWay { response.fields.append(("Refresh", "1")) }
      return response
    }
    table.on(apply) { context, id in
      try await context.startCourseImport(id)
      return Redirect(to: show.path(id)).response()
    }
    table.on(undo) { context, id in
      do { try await context.undoCourseImport(id) } catch Problem.conflict(let words) {
        return context.redirect(to: show.path(id), saying: words, .warn)
      }
      return context.redirect(to: show.path(id), saying: "Everything is as it was before.")
    }
    table.on(discard) { context, id in
      try await context.discardCourseImport(id)
      return context.redirect(to: list.path(), saying: "The archive is discarded; no course was touched.")
    }
  }
}

/// What is sent with an archive.
struct CourseImportForm: Payload {
  var target: ImportTarget?
  /// The course that is to be brought up to date.
  var course: ID<Course>?
  static let shape = Shape(
    "CourseImportForm", Self.init,
    Field("target", \.target, "known: the course it was brought into before, or else a new one"),
    Field("course", \.course, "The course to bring up to date"))

  var choice: ImportChoice {
    if let course { return ImportChoice(target: .course, course: course) }
    return ImportChoice(target: target == .new ? .new : .known, course: nil)
  }
}

/// Which lines of a report are wanted.
struct ImportLinesQuery: Payload {
  var part: ReportPart?
  var after: Number<LineNumber>?
  static let shape = Shape(
    "CourseImportLinesQuery", Self.init, Field("part", \.part), Field("after", \.after, "The number of a line"))
}

enum LineNumber: NumberRule { static let range = 0...1_000_000 }

/// A part of a report.
enum ReportPart: String, PayloadChoice {
  case items, rewritten, dropped, missing, files

  var kinds: [String] {
    switch self {
    case .items: PartOutcome.allCases.map(\.rawValue) + ["part_added", "part_updated"]
    case .rewritten: [ReportLine.Kind.changed.rawValue]
    case .dropped: [ReportLine.Kind.dropped.rawValue]
    case .missing: [ReportLine.Kind.missing.rawValue]
    case .files: [ReportLine.Kind.taken.rawValue]
    }
  }
  static let allKinds = allCases.flatMap(\.kinds)

  var words: String {
    switch self {
    case .items: "Course"
    case .rewritten: "Rewritten"
    case .dropped: "Left out"
    case .missing: "Not found"
    case .files: "Taken"
    }
  }
}

extension Context {
  /// Every line of the report, as a file that opens in any spreadsheet.
  fileprivate func courseImportReport(_ id: ID<CourseImport>) async throws -> Response {
    _ = try await db.courseImport(id, for: viewer)
    let lines = try await db.importLines(of: id, kinds: ReportPart.allKinds, limit: 30_000)
    let bytes = try await facilities.aside {
      // The mark tells spreadsheets that it is UTF-8.
      var text = "\u{FEFF}" + SeparatedValues.line(["file", "line", "result", "what", "why"])
      for line in lines {
        text += SeparatedValues.line([line.file, line.line.map(String.init) ?? "", line.words, line.what, line.why])
      }
      return Array(text.utf8)
    }
    var response = Response(status: 200, type: "text/csv; charset=utf-8", bytes)
    response.fields += [
      ("Content-Disposition", "attachment; filename=\"course-import-report.csv\""), ("Cache-Control", "no-store"),
    ]
    return response
  }
}
