internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// Taking a course along as an archive that any school takes in.
enum CourseExportRoutes {
  static let show = Route.get(
    "/teach/courses/{course}/archive", Slug<Course>.self, by: .signedIn, "See the archives of a course")
  static let ask = Route.post(
    "/teach/courses/{course}/archive", Slug<Course>.self, by: .signedIn, "Ask for an archive of a course")
  static let take = Route.get(
    "/teach/courses/{course}/archive/{archive}/course.zip", Slug<Course>.self, ID<CourseExport>.self, by: .signedIn,
    "Take an archive of a course along")
  static let askCall = Route.post(
    "/api/v1/courses/{course}/exports", Reference<Course>.self, by: .signedIn, "Ask for an archive of a course"
  ).creates(CourseExportAnswer.self)
  static let list = Route.get(
    "/api/v1/courses/{course}/exports", Reference<Course>.self, by: .signedIn, "The archives of a course"
  ).answers(CourseExportList.self)
  static let takeCall = Route.get(
    "/api/v1/courses/{course}/exports/{export}/course.zip", Reference<Course>.self, ID<CourseExport>.self,
    by: .signedIn, "Take an archive of a course along")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, slug in
      let page = try await CourseExportPage(of: slug, context)
      var response = context.page(page)
      if page.exports.contains(where: { $0.readyAt == nil }) { response.fields.append(("Refresh", "1")) }
      return response
    }
    table.on(ask) { context, slug in
      _ = try await context.askCourseExport(of: try await context.courseToExport(.slug(slug)))
      return Redirect(to: show.path(slug)).response()
    }
    table.on(take) { context, slug, id in
      try await context.takeCourseExport(id, of: try await context.courseToExport(.slug(slug)))
    }
    table.on(askCall) { context, reference in
      let course = try await context.courseToExport(reference)
      return CourseExportAnswer(try await context.askCourseExport(of: course))
    }
    table.on(list) { context, reference in
      let course = try await context.courseToExport(reference)
      let exports = try await context.db.courseExports(of: course.id, at: context.now)
      return CourseExportList(data: exports.map { CourseExportAnswer($0) })
    }
    table.on(takeCall) { context, reference, id in
      try await context.takeCourseExport(id, of: try await context.courseToExport(reference))
    }
  }
}

/// An archive of a course as the API tells of it.
struct CourseExportAnswer: Payload, Located {
  let id: ID<CourseExport>, course: ID<Course>, isReady: Bool, size: Int?, leftOut: [String], url: String?
  let createdAt: Instant, expiresAt: Instant
  var location: Link { CourseExportRoutes.takeCall.path(.id(course), id) }
  static let shape = Shape(
    "CourseExport", Self.init, Field("id", \.id), Field("course_id", \.course), Field("is_ready", \.isReady),
    Field("size", \.size), Field("left_out", \.leftOut, "What the archive lacks, in words"),
    Field("url", \.url, "Null until it is ready"), Field("created_at", \.createdAt),
    Field("expires_at", \.expiresAt))
}

extension CourseExportAnswer {
  init(_ record: CourseExportRecord) {
    self.init(
      id: record.id, course: record.course, isReady: record.readyAt != nil, size: record.size,
      leftOut: record.leftOut,
      url: record.readyAt.map { _ in CourseExportRoutes.takeCall.path(.id(record.course), record.id).text },
      createdAt: record.createdAt, expiresAt: record.expiresAt)
  }
}

struct CourseExportList: Payload {
  let data: [CourseExportAnswer]
  static let shape = Shape("CourseExportList", Self.init(data:), Field("data", \.data))
}

/// The archives of a course, and a button for a new one.
struct CourseExportPage: Page {
  let course: Course
  let exports: [CourseExportRecord]
  let csrf: String
  var title: String { "Archive of \(course.title)" }

  init(of slug: Slug<Course>, _ context: Context) async throws {
    course = try await context.courseToExport(.slug(slug))
    exports = try await context.db.courseExports(of: course.id, at: context.now)
    csrf = context.forgeryToken
  }

  var body: HTML {
    CourseHead(course: course, current: .archive)
    div(.class("stack-wide")) {
      section(.class("stack")) {
        h2 { "Take the course along" }
        p {
          "An archive with every lesson, file, condition and setting of the course, but nobody’s name. Any school like this one makes an equal course of it. Films of your media come along as long as the archive has at most \(CourseArchive.most.asBytes); the list names what does not."
        }
        Form(CourseExportRoutes.ask.path(course.slug), csrf: csrf, .plain) {
          Button("Make an archive", .primary, icon: .download, busy: "Asking")
        }
      }
      if !exports.isEmpty { archives }
      section(.class("stack")) {
        h2 { "Bring it up to date" }
        p { "Changed the lessons elsewhere? Bring the archive in again: what changed is changed, nothing is doubled." }
        p { Button("Bring in an archive", to: CourseImportRoutes.list.path(), icon: .upload) }
      }
    }
  }

  private var archives: HTML {
    Table("Archives", exports) {
      Column("Made", .name) { export in Moment(instant: export.createdAt) }
      Column("State") { export in
        if export.readyAt != nil { "Ready, \((export.size ?? 0).asBytes)" } else { "Being made" }
        if !export.leftOut.isEmpty { p(.class("soft small")) { "Without " + export.leftOut.joined(separator: ", ") } }
      }
      Column("Until", .short) { export in Day(instant: export.expiresAt) }
      Column("Take", .actions) { export in
        if export.readyAt != nil {
          Button(
            "Download", to: CourseExportRoutes.take.path(course.slug, export.id), icon: .download, size: .small)
        }
      }
    }.body
  }
}
