internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// Using codes, and making them.
enum AccessCodeRoutes {
  static let redeem = Route.get("/redeem", by: .signedIn, "Enter an access code")
  static let link = Route.get("/redeem/{code}", String.self, by: .signedIn, "Follow the link of an access code")
  static let use = Route.post("/redeem", by: .signedIn, "Use an access code")
  static let list = Route.get(
    "/teach/courses/{course}/codes", Slug<Course>.self, by: .signedIn, "See the access codes of a course")
  static let generate = Route.post(
    "/teach/courses/{course}/codes", Slug<Course>.self, by: .signedIn, "Make access codes")
  static let file = Route.get(
    "/teach/courses/{course}/codes.csv", Slug<Course>.self, by: .signedIn, "Take the access codes of a course along")
  static let deactivate = Route.post(
    "/teach/codes/{code}/deactivation", ID<AccessCode>.self, by: .signedIn, "Make an access code useless")

  static func register(on table: inout RouteTable<Context>) {
    table.on(redeem) { context in context.page(RedeemPage(draft: Draft(), csrf: context.forgeryToken)) }
    table.on(link) { context, code in
      context.page(
        RedeemPage(
          draft: Draft(values: FieldValues([(name: "code", value: CodeText(code)?.text ?? code)])),
          csrf: context.forgeryToken))
    }
    table.on(use) { context in try await use(context) }
    table.on(list) { context, slug in try await show(context, slug, Draft()) }
    table.on(generate) { context, slug in
      try await context.form(CodeForm.self) { form in
        let course = try await context.db.course(.slug(slug), for: context.viewer)
        let order = form.order(at: context.now)
        return try await context.act {
          try await $0.generate(order, for: course, by: $1, at: $2)
        } then: { codes in
          (list.path(slug), codes.count == 1 ? "One code was made." : "\(codes.count) codes were made.")
        }
      } again: {
        try await show(context, slug, $0)
      }
    }
    table.on(file) { context, slug in
      let course = try await context.db.course(.slug(slug), for: context.viewer)
      let (rows, _) = try await context.db.accessCodes(of: course, for: context.viewer, page: 1, size: 5000)
      return CodeFile(course: course, codes: rows, address: context.facilities.baseAddress).response
    }
    table.on(deactivate) { context, id in
      let found = try await context.db.accessCode(id, for: context.viewer)
      return try await context.act {
        try await $0.deactivate(found.code, of: found.course, by: $1, at: $2)
      } then: { _ in
        (list.path(found.course.slug), "\(found.code.code.text) can no longer be used.")
      }
    }
  }

  private static func show(_ context: Context, _ slug: Slug<Course>, _ draft: Draft) async throws -> Response {
    let page = context.request.head.method == "GET" ? try context.request.query(LearnersQuery.self).page?.value ?? 1 : 1
    let course = try await context.db.course(.slug(slug), for: context.viewer)
    let (rows, total) = try await context.db.accessCodes(
      of: course, for: context.viewer, page: page, size: CodesPage.size)
    return context.page(
      CodesPage(
        course: course, codes: rows, total: total, number: page, viewer: context.viewer, now: context.now, draft: draft,
        csrf: context.forgeryToken))
  }

  private static func use(_ context: Context) async throws -> Response {
    try await context.form(RedeemForm.self) { form in
      let enrollment = try await context.redeem(form.code.text)
      let course = try await context.db.course(.id(enrollment.course), for: context.viewer)
      return context.redirect(to: LearningRoutes.resume.path(course.slug), saying: "Welcome to \(course.title).")
    } again: { draft in
      context.page(RedeemPage(draft: draft, csrf: context.forgeryToken))
    }
  }
}

extension Context {
  /// Redeems what was typed; a refusal is a fault of the field `code`, in words that help.
  func redeem(_ typed: String) async throws -> Enrollment {
    guard let code = CodeText(typed) else {
      throw Problem.invalid("code", "unknown", "is not a code: codes look like ABCD-EFGH-JKLM")
    }
    let viewer = viewer, now = now
    let key = "\(try viewer.requirePerson().text) \(viewer.origin.addressKey)"
    try await facilities.limits.redemption.take(key, at: now)
    switch try await db.transaction({ try await $0.redeem(code, by: viewer, at: now) }) {
    case .enrolled(let enrollment): return enrollment
    case .refused(let outcome): throw Problem.invalid("code", outcome.rawValue, outcome.words)
    }
  }
}

extension RedemptionOutcome {
  var words: String {
    switch self {
    case .redeemed: "was redeemed"
    case .unknown: "is not known here; check it letter by letter"
    case .expired: "has expired; ask whoever gave it to you for a new one"
    case .usedUp: "has been used already"
    case .inactive: "is no longer valid"
    case .alreadyEnrolled: "is for a course that you are enrolled in already"
    case .full: "is for a course that is full"
    }
  }
}
