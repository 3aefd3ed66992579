internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

/// An import as the API tells of it.
struct CourseImportAnswer: Payload, Located {
  let id: ID<CourseImport>, fileName: String, title: String, state: CourseImportState, course: ID<Course>?
  let makesCourse: Bool, step: String, stepDone: Int, stepTotal: Int, fault: String?
  let added: Int, updated: Int, unchanged: Int, gone: Int, rewritten: Int, dropped: Int, missing: Int
  let createdAt: Instant
  var location: Link { CourseImportAPI.show.path(id) }

  static let shape = Shape(
    "CourseImport", Self.init, Field("id", \.id), Field("file_name", \.fileName), Field("title", \.title),
    Field("state", \.state), Field("course_id", \.course), Field("makes_course", \.makesCourse),
    Field("step", \.step, "What is being done"), Field("step_done", \.stepDone), Field("step_total", \.stepTotal),
    Field("fault", \.fault, "Why nothing was brought in"),
    Field("added", \.added, "Lessons, videos and materials that are new"),
    Field("updated", \.updated), Field("unchanged", \.unchanged),
    Field("gone", \.gone, "Parts that came from there before and are not in the archive any more; they stay"),
    Field("rewritten", \.rewritten, "Lines of the report"), Field("dropped", \.dropped), Field("missing", \.missing),
    Field("created_at", \.createdAt))
}

extension CourseImportAnswer {
  init(_ record: CourseImportRecord, _ counts: ImportCounts) {
    self.init(
      id: record.id, fileName: record.fileName, title: record.title, state: record.state, course: record.course,
      makesCourse: record.makesCourse, step: record.step, stepDone: record.done, stepTotal: record.total,
      fault: record.fault, added: counts[.added], updated: counts[.updated], unchanged: counts[.unchanged],
      gone: counts[.gone], rewritten: counts[.changed], dropped: counts[.dropped], missing: counts[.missing],
      createdAt: record.createdAt)
  }
}

/// A line of a report as the API tells of it.
struct CourseImportLineAnswer: Payload {
  let number: Int, file: String, line: Int?, result: String, what: String, why: String
  static let shape = Shape(
    "CourseImportLine", Self.init, Field("number", \.number), Field("file", \.file), Field("line", \.line),
    Field("result", \.result), Field("what", \.what), Field("why", \.why))
}

struct CourseImportLines: Payload {
  let data: [CourseImportLineAnswer]
  static let shape = Shape("CourseImportLines", Self.init(data:), Field("data", \.data))
}

/// Imports of courses by the API; the steps are those of the pages.
enum CourseImportAPI {
  static let begin = Route.post(
    "/api/v1/course-imports", by: .may(.createCourses), body: .upload(limit: CourseArchive.purpose.bodyLimit),
    "Take in an archive of a course: a zip as the part `file`"
  ).creates(CourseImportAnswer.self)
  static let show = Route.get(
    "/api/v1/course-imports/{import}", ID<CourseImport>.self, by: .may(.createCourses), "Show an import of a course"
  ).answers(CourseImportAnswer.self)
  static let lines = Route.get(
    "/api/v1/course-imports/{import}/lines", ID<CourseImport>.self, by: .may(.createCourses),
    "The report of an import of a course, a thousand lines at a time"
  ).takes(ImportLinesQuery.self, answers: CourseImportLines.self)
  static let apply = Route.post(
    "/api/v1/course-imports/{import}/application", ID<CourseImport>.self, by: .may(.createCourses),
    "Bring a course in that was read"
  ).answers(CourseImportAnswer.self)
  static let undo = Route.post(
    "/api/v1/course-imports/{import}/undoing", ID<CourseImport>.self, by: .may(.createCourses),
    "Take an import of a course back"
  ).answers(CourseImportAnswer.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(begin) { context in
      let form = try context.form(CourseImportForm.self)
      return try await context.courseImportAnswer(try await context.beginCourseImport(form.choice))
    }
    table.on(show) { context, id in try await context.courseImportAnswer(id) }
    table.on(lines) { context, query, id in
      _ = try await context.db.courseImport(id, for: context.viewer)
      let lines = try await context.db.importLines(
        of: id, kinds: query.part?.kinds ?? ReportPart.allKinds, after: query.after?.value ?? 0, limit: 1_000)
      return CourseImportLines(
        data: lines.map {
          CourseImportLineAnswer(
            number: $0.number, file: $0.file, line: $0.line, result: $0.words, what: $0.what, why: $0.why)
        })
    }
    table.on(apply) { context, id in
      try await context.startCourseImport(id)
      return try await context.courseImportAnswer(id)
    }
    table.on(undo) { context, id in
      try await context.undoCourseImport(id)
      return try await context.courseImportAnswer(id)
    }
  }
}

extension Context {
  fileprivate func courseImportAnswer(_ id: ID<CourseImport>) async throws -> CourseImportAnswer {
    let (record, counts) = try await db.courseImport(id, for: viewer)
    return CourseImportAnswer(record, counts)
  }
}
