internal import Accounts
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The learner's own addresses.
enum LearningRoutes {
  static let dashboard = Route.get("/learn", by: .signedIn, "See what to go on with")
  static let resume = Route.get("/learn/{course}", Slug<Course>.self, by: .signedIn, "Go on where one stopped")
  static let item = Route.get(
    "/learn/{course}/{item}", Slug<Course>.self, Slug<CourseItem>.self, by: .signedIn, "Study an item")
  static let complete = Route.post(
    "/learn/{course}/{item}/completion", Slug<Course>.self, Slug<CourseItem>.self, by: .signedIn, "Mark an item done")
  static let visit = Route.post(
    "/learn/{course}/{item}/visit", Slug<Course>.self, Slug<CourseItem>.self, by: .signedIn, "Remember where one is")
  static let reopen = Route.post(
    "/learn/{course}/{item}/reopening", Slug<Course>.self, Slug<CourseItem>.self, by: .signedIn, "Mark an item not done"
  )

  static func register(on table: inout RouteTable<Context>) {
    table.on(dashboard) { context in
      let person = try context.viewer.requirePerson()
      let (courses, due, recent) = try await context.db.fetch(
        Query<[CourseTaken]>.coursesTaken(by: person), DueLine.query(for: person, at: context.now),
        RecentStep.query(of: person))
      return context.page(
        DashboardPage(
          name: context.viewer.identity?.name ?? "", courses: courses, due: due, recent: recent,
          now: context.now,
          finished: try context.request.forgivingQuery(DashboardQuery.self).finished))
    }
    table.on(resume) { context, course in Redirect(to: try await firstStop(context, course)) }
    table.on(item) { context, course, item in try await study(context, course, item) }
    table.on(complete) { context, course, slug in
      let outline = try await context.db.outline(of: .slug(course), for: context.viewer)
      guard let done = outline.item(slug) else { throw Problem.notFound("lesson") }
      let made = try await context.db.complete(done.id, by: context.viewer, at: context.now)
      return leadOn(context, outline, after: slug, made)
    }
    table.on(visit) { context, course, slug in
      let open = try await context.db.openItem(slug, of: .slug(course), for: context.viewer, at: context.now)
      let enrollment = try await context.db.enrollment(of: context.viewer, in: open.course.id)
      try await remember(open.item.id, enrollment, context)
      return Response(status: 204, fields: [], body: .bytes([]))
    }
    table.on(reopen) { context, course, slug in
      let open = try await context.db.openItem(slug, of: .slug(course), for: context.viewer, at: context.now)
      _ = try await context.db.reopen(open.item.id, by: context.viewer, at: context.now)
      return Redirect(to: item.path(course, slug))
    }
  }

  /// The item before the learner last, else the first.
  private static func firstStop(_ context: Context, _ course: Slug<Course>) async throws -> Link {
    let outline = try await context.db.outline(of: .slug(course), for: context.viewer)
    let enrollment = try await context.db.enrollment(of: context.viewer, in: outline.course.id)
    let last = outline.items.first { $0.id == enrollment?.lastItem } ?? outline.items.first
    guard let last else { throw Problem.conflict("This course has no lessons yet.") }
    return item.path(course, last.slug)
  }

  private static func study(_ context: Context, _ course: Slug<Course>, _ slug: Slug<CourseItem>) async throws
    -> Response
  {
    do {
      let open = try await context.db.openItem(slug, of: .slug(course), for: context.viewer, at: context.now)
      return try await show(context, open)
    } catch Problem.locked {
      return try await LockedItemPage.answer(context, course, slug)
    }
  }

  /// The page of an item that the viewer may open; `draft` is a note that was refused.
  static func show(_ context: Context, _ open: OpenItem, draft: Draft = Draft()) async throws -> Response {
    let page = try await player(context, open, draft: draft)
    // A browser that fetches ahead has not been here yet; its page tells when it is shown.
    if context.request.head.method == "GET", context.request.head.headers["sec-purpose"] == nil {
      try await remember(open.item.id, page.record.enrollment, context)
    }
    return context.page(page)
  }

  static func player(_ context: Context, _ open: OpenItem, draft: Draft = Draft()) async throws -> PlayerPage {
    let (head, sections, items, enrollment, touched, rules, marks, allowsOffline) = try await context.db.fetch(
      Query<OutlineHead>.outlineHead(of: .id(open.course.id), for: context.viewer),
      Query<[CourseSection]>.sections(of: .id(open.course.id)),
      Query<[CourseItem]>.items(of: .id(open.course.id)),
      LearningRecord.enrollment(of: context.viewer, in: open.course.id),
      LearningRecord.touched(by: context.viewer, in: open.course.id),
      ItemRule.query(in: open.course.id, of: context.viewer.person, at: context.now),
      Query<[ItemMark]>.marks(of: context.viewer, on: open.item.id), CourseTerms.allowOffline(open.course.id))
    let record = LearningRecord(enrollment: enrollment, touched: touched, rules: rules, at: context.now)
    let film = try await context.film(of: open)
    var watching: Watching?
    if let film { watching = try await context.db.watching(film.file, in: open.item.id, by: context.viewer) }
    return PlayerPage(
      outline: CourseOutline(head, sections, items), open: open, record: record, film: film, watching: watching,
      marks: marks, draft: draft, csrf: context.forgeryToken,
      allowsOffline: record.mayKeep(isAllowed: allowsOffline, by: context.viewer))
  }

  private static func remember(_ item: ID<CourseItem>, _ enrollment: Enrollment?, _ context: Context) async throws {
    guard let enrollment, enrollment.isOpen, enrollment.lastItem != item else { return }
    try await context.db.visit(item, by: enrollment.person, at: context.now)
  }

  /// To the next item, or to the end of the course with a word about it.
  private static func leadOn(
    _ context: Context, _ outline: CourseOutline, after slug: Slug<CourseItem>, _ made: ProgressMade
  ) -> Response {
    let course = outline.course.slug
    if made.itemsDone >= made.itemCount {
      return Redirect(to: dashboard.path().query(["finished": course.text])).response()
    }
    guard let position = outline.items.firstIndex(where: { $0.slug == slug }), position + 1 < outline.items.count else {
      return Redirect(to: item.path(course, slug)).response()
    }
    return Redirect(to: item.path(course, outline.items[position + 1].slug)).response()
  }
}

/// Which course was just finished.
struct DashboardQuery: Payload {
  let finished: Slug<Course>?
  static let shape = Shape("DashboardQuery", Self.init, Field("finished", \.finished))
}
