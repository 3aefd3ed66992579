internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// Making codes and looking after them.
enum AccessCodeRoutes {
  static let redeem = RedeemRoutes.redeem
  static let link = RedeemRoutes.link
  static let use = RedeemRoutes.use
  static let list = Route.get(
    "/teach/courses/{course}/codes", Slug<Course>.self, by: .signedIn, "See the access codes of a course")
  static let new = Route.get(
    "/teach/courses/{course}/codes/new", Slug<Course>.self, by: .signedIn, "Begin a batch of access codes")
  static let generate = Route.post(
    "/teach/courses/{course}/codes", Slug<Course>.self, by: .signedIn, "Make access codes")
  static let choose = Route.post(
    "/teach/courses/{course}/codes/changes", Slug<Course>.self, by: .signedIn, "Deactivate or reactivate many codes")
  static let file = Route.get(
    "/teach/courses/{course}/codes.csv", Slug<Course>.self, by: .signedIn, "Take the access codes of a course along")
  static let sheet = Route.get(
    "/teach/courses/{course}/codes/sheet", Slug<Course>.self, by: .signedIn, "Print access codes")
  static let log = Route.get(
    "/teach/courses/{course}/codes/attempts", Slug<Course>.self, by: .signedIn,
    "See who tried the access codes of a course")
  static let show = Route.get("/teach/codes/{code}", ID<AccessCode>.self, by: .signedIn, "See one access code")
  static let deactivate = Route.post(
    "/teach/codes/{code}/deactivation", ID<AccessCode>.self, by: .signedIn, "Make an access code useless")
  static let reactivate = Route.post(
    "/teach/codes/{code}/reactivation", ID<AccessCode>.self, by: .signedIn, "Let an access code be used again")
  static let attempts = Route.get("/codes/attempts", by: .may(.seeAnyCodes), "See every attempt to use a code")

  static func register(on table: inout RouteTable<Context>) {
    RedeemRoutes.register(on: &table)
    table.on(list) { context, slug in try await show(context, slug) }
    table.on(new) { context, slug in try await form(context, slug, Draft()) }
    table.on(generate) { context, slug in try await make(context, slug) }
    table.on(choose) { context, slug in try await change(context, slug) }
    table.on(file) { context, slug in
      let (course, rows, _) = try await codes(context, slug, size: 5000)
      return CodeFile(course: course, codes: rows, address: context.facilities.baseAddress).response
    }
    table.on(sheet) { context, slug in
      let (course, rows, total) = try await codes(context, slug, size: CodeSheetPage.most)
      return context.page(
        CodeSheetPage(
          course: course, codes: rows, total: total, address: context.facilities.baseAddress,
          school: context.facilities.schoolName))
    }
    registerAttempts(on: &table)
  }

  private static func registerAttempts(on table: inout RouteTable<Context>) {
    table.on(log) { context, slug in
      let course = try await context.db.course(.slug(slug), for: context.viewer)
      try course.requireSeeingCodes(by: context.viewer)
      return try await attempts(context, .course(course.id), course)
    }
    table.on(attempts) { context in try await attempts(context, .everyone, nil) }
    table.on(show) { context, id in
      let found = try await context.db.accessCode(id, for: context.viewer)
      let (rows, total) = try await context.db.attempts(.code(id), page: 1, size: 100)
      let outline = try await context.db.outline(of: .id(found.course.id), for: context.viewer)
      return context.page(
        CodePage(
          found: found, item: outline.items.first { $0.id == found.code.item }, attempts: rows, total: total,
          link: context.facilities.baseAddress + link.path(found.code.code.text).text, viewer: context.viewer,
          now: context.now, csrf: context.forgeryToken))
    }
    table.on(deactivate) { context, id in
      let found = try await context.db.accessCode(id, for: context.viewer)
      return try await context.act {
        try await $0.deactivate(found.code, of: found.course, by: $1, at: $2)
      } then: { _ in
        (show.path(id), "\(found.code.code.text) can no longer be used.")
      }
    }
    table.on(reactivate) { context, id in
      let found = try await context.db.accessCode(id, for: context.viewer)
      return try await context.act {
        try await $0.reactivate(found.code, of: found.course, by: $1, at: $2)
      } then: { _ in
        (show.path(id), "\(found.code.code.text) can be used again.")
      }
    }
  }

  private static func codes(_ context: Context, _ slug: Slug<Course>, size: Int) async throws -> (
    Course, [CodeLine], Int
  ) {
    let filter = try context.request.forgivingQuery(CodesFilter.self)
    let course = try await context.db.course(.slug(slug), for: context.viewer)
    let (rows, total) = try await context.db.accessCodes(
      of: course, filter, for: context.viewer, size: size, at: context.now)
    return (course, rows, total)
  }

  private static func show(_ context: Context, _ slug: Slug<Course>) async throws -> Response {
    let filter = try context.request.forgivingQuery(CodesFilter.self)
    let (course, rows, total) = try await codes(context, slug, size: CodesPage.size)
    return context.page(
      CodesPage(
        course: course, codes: rows, total: total, filter: filter, batches: try await context.db.batches(of: course),
        viewer: context.viewer, now: context.now, csrf: context.forgeryToken))
  }

  private static func form(_ context: Context, _ slug: Slug<Course>, _ draft: Draft) async throws -> Response {
    let outline = try await context.db.outline(of: .slug(slug), for: context.viewer)
    try outline.course.requireMakingCodes(by: context.viewer)
    return context.page(NewCodesPage(outline: outline, draft: draft, csrf: context.forgeryToken))
  }

  private static func make(_ context: Context, _ slug: Slug<Course>) async throws -> Response {
    try await context.form(CodeForm.self) { form in
      let course = try await context.db.course(.slug(slug), for: context.viewer)
      let order = try form.order(at: context.now)
      return try await context.act {
        try await $0.generate(order, for: course, by: $1, at: $2)
      } then: { codes in
        let way = list.path(slug).query([("batch", codes.first?.batch?.text)])
        return (way, codes.count == 1 ? "One code was made." : "\(codes.count) codes were made.")
      }
    } again: {
      try await form(context, slug, $0)
    }
  }

  private static func change(_ context: Context, _ slug: Slug<Course>) async throws -> Response {
    let choice = try context.form(CodesChoice.self)
    let course = try await context.db.course(.slug(slug), for: context.viewer)
    guard !choice.selected.isEmpty else {
      return context.redirect(to: list.path(slug), saying: "Choose at least one code.", .warn)
    }
    let isActive = choice.action == .reactivate
    return try await context.act {
      try await $0.setCodes(choice.selected, of: course, active: isActive, by: $1, at: $2)
    } then: { count in
      (list.path(slug), "\(count.counted("code")) \(isActive ? "can be used again" : "can no longer be used").")
    }
  }

  private static func attempts(_ context: Context, _ of: AttemptsOf, _ course: Course?) async throws -> Response {
    let query = try context.request.forgivingQuery(AttemptsQuery.self), page = query.page?.value ?? 1
    let (rows, total) = try await context.db.attempts(
      of, outcome: query.outcome, page: page, size: AttemptsPage.size)
    return context.page(
      AttemptsPage(course: course, attempts: rows, total: total, number: page, outcome: query.outcome))
  }
}
