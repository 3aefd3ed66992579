internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The reviewers' desk: what waits, one course read through, and the decision.
enum ReviewRoutes {
  static let list = Route.get("/admin/courses", by: .may(.approveCourses), "See what waits for review")
  static let show = Route.get(
    "/admin/courses/{course}", Slug<Course>.self, by: .may(.approveCourses), "Review a course")
  static let approve = Route.post(
    "/admin/courses/{course}/approval", Slug<Course>.self, by: .may(.approveCourses), "Publish a course")
  static let reject = Route.post(
    "/admin/courses/{course}/rejection", Slug<Course>.self, by: .may(.approveCourses), "Send a course back")
  static let feature = Route.post(
    "/admin/courses/{course}/feature", Slug<Course>.self, by: .may(.featureCourses),
    "Put a course on the first page or take it off")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in try await desk(context) }
    table.on(show) { context, slug in try await page(of: slug, context, Draft()) }
    table.on(approve) { context, slug in
      try await context.act {
        try await $0.approveCourse(.slug(slug), by: $1, at: $2)
      } then: {
        (list.path(), "\($0.title) is published.")
      }
    }
    table.on(reject) { context, slug in
      try await context.form(Rejection.self) { rejection in
        try await context.act {
          try await $0.rejectCourse(.slug(slug), rejection, by: $1, at: $2)
        } then: {
          (list.path(), "\($0.title) went back to \($0.instructorName).")
        }
      } again: {
        try await page(of: slug, context, $0)
      }
    }
    table.on(feature) { context, slug in
      let isFeatured = try context.form(FeatureForm.self).isFeatured
      return try await context.act {
        isFeatured
          ? try await $0.featureCourse(.slug(slug), by: $1, at: $2)
          : try await $0.unfeatureCourse(.slug(slug), by: $1, at: $2)
      } then: { _ in
        (show.path(slug), isFeatured ? "It stands on the first page." : "It is off the first page.")
      }
    }
  }

  private static func desk(_ context: Context) async throws -> Response {
    let query = try context.request.forgivingQuery(DeskQuery.self)
    let (courses, total, waiting) = try await context.db.desk(query, size: DeskPage.size)
    return context.page(DeskPage(query: query, courses: courses, total: total, waiting: waiting))
  }

  private static func page(of slug: Slug<Course>, _ context: Context, _ draft: Draft) async throws -> Response {
    let outline = try await context.db.outline(of: .slug(slug), for: context.viewer)
    return context.page(
      ReviewPage(
        outline: outline, mayFeature: context.viewer.may(.featureCourses), draft: draft, csrf: context.forgeryToken))
  }
}

/// Whether a course stands on the first page.
struct FeatureForm: Payload {
  let isFeatured: Bool
  static let shape = Shape("FeatureForm", Self.init, Field("is_featured", \.isFeatured))
}

/// Which courses the desk shows.
struct DeskQuery: Payload {
  var status: CourseStatus?
  var q: String?
  var page: Number<PageNumber>?
  static let shape = Shape(
    "DeskQuery", Self.init, Field("status", \.status), Field("q", \.q), Field("page", \.page))

  var terms: SearchTerms? { q.flatMap { SearchTerms($0) } }
}

extension Reading {
  /// A page of the desk, how many it has in all, and how many wait for review.
  func desk(_ query: DeskQuery, size: Int) async throws -> ([Course], total: Int, waiting: Int) {
    let offset = ((query.page?.value ?? 1) - 1) * size
    var conditions: [SQL] = [query.status.map { "courses.status = \($0)" } ?? "TRUE"]
    if let terms = query.terms { conditions.append(CourseFragments.matches(terms)) }
    let condition = SQL.joined(conditions, separator: " AND ")
    // Who waits longest comes first; among all, who waits, then what changed last.
    let order: SQL =
      query.status == .submitted
      ? "courses.submitted_at, courses.id"
      : "CASE courses.status WHEN 'submitted' THEN 0 ELSE 1 END, courses.updated_at DESC, courses.id DESC"
    let (courses, total, waiting) = try await fetch(
      Query<[Course]>.all(
        """
        SELECT \(Course.columns) FROM \(Course.source) WHERE \(condition) ORDER BY \(order) \(SQL.limit(size, offset: offset))
        """),
      Query<Int>.value("SELECT count(*) FROM courses WHERE \(condition)"),
      Query<Int>.value("SELECT count(*) FROM courses WHERE status = 'submitted'"))
    return (courses, total, waiting)
  }
}
