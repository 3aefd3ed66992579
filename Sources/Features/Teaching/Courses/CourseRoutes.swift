internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing
internal import SQLStore

/// A course as visitors and learners meet it.
enum CourseRoutes {
  static let show = Route.get("/courses/{course}", Slug<Course>.self, by: .everyone, "See what a course gives")
  static let preview = Route.get(
    "/courses/{course}/preview/{item}", Slug<Course>.self, Slug<CourseItem>.self, by: .everyone,
    "Try an item without an account")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, slug in try await page(of: slug, context) }
    table.on(preview) { context, slug, item in
      let open = try await context.db.openItem(item, of: .slug(slug), for: context.viewer, at: context.now)
      let outline = try await context.db.outline(of: .slug(slug), for: context.viewer)
      return context.page(PreviewPage(outline: outline, open: open, film: try await context.film(of: open)))
    }
  }

  /// One round trip, and a second one for what few courses have.
  private static func page(of slug: Slug<Course>, _ context: Context) async throws -> Response {
    let course = Reference.slug(slug), viewer = context.viewer
    let (head, sections, items) = try await context.db.fetch(
      Query<CoursePageHead>.pageHead(of: course, for: viewer, at: context.now),
      Query<[CourseSection]>.sections(of: course), Query<[CourseItem]>.items(of: course))
    let (parts, wait, asked, open) = head.hasMore ? try await more(on: course, context) : ([], nil, [], [])
    return context.page(
      CoursePage(
        outline: CourseOutline(head.outline, sections, items), category: head.outline.category, parts: parts,
        viewer: viewer, standing: CourseStanding(head.enrollment, wait, asked, open), csrf: context.forgeryToken))
  }

  /// The courses below it, and what its card says beyond the enrollment.
  private static func more(on course: Reference<Course>, _ context: Context) async throws
    -> ([CourseBrief], WaitingEntry?, [Prerequisite], [ID<CourseItem>])
  {
    let viewer = context.viewer
    return try await context.db.fetch(
      Query<[CourseBrief]>.subcourses(of: course, for: viewer),
      Query<WaitingEntry?>.waitingEntry(of: viewer, in: course),
      Prerequisite.query(of: CourseFragments.id(of: course), for: viewer.person),
      Query<[ID<CourseItem>]>.itemsOpenByCode(to: viewer, in: course, at: context.now))
  }
}
