internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// Using a code: typed, pasted, or by its link.
enum RedeemRoutes {
  static let redeem = Route.get("/redeem", by: .signedIn, "Enter an access code")
  static let link = Route.get("/redeem/{code}", String.self, by: .signedIn, "Follow the link of an access code")
  static let use = Route.post("/redeem", by: .signedIn, "Use an access code")

  static func register(on table: inout RouteTable<Context>) {
    table.on(redeem) { context in context.page(RedeemPage(draft: Draft(), csrf: context.forgeryToken)) }
    table.on(link) { context, code in
      context.page(
        RedeemPage(
          draft: Draft(values: FieldValues([(name: "code", value: CodeText(code)?.text ?? code)])),
          csrf: context.forgeryToken))
    }
    table.on(use) { context in try await use(context) }
  }

  private static func use(_ context: Context) async throws -> Response {
    try await context.form(RedeemForm.self) { form in
      switch try await context.redeem(form.code.text) {
      case .enrolled(let enrollment):
        let course = try await context.db.course(.id(enrollment.course), for: context.viewer)
        return context.redirect(to: LearningRoutes.resume.path(course.slug), saying: "Welcome to \(course.title).")
      case .opened(let id, let course):
        let course = try await context.db.course(.id(course), for: context.viewer)
        let item = try await context.db.item(id, for: context.viewer)
        return context.redirect(
          to: LearningRoutes.item.path(course.slug, item.slug), saying: "\(item.title) is open to you.")
      case .refused(let outcome, let course): return try await refuse(context, outcome, course)
      }
    } again: { draft in
      context.page(RedeemPage(draft: draft, csrf: context.forgeryToken))
    }
  }

  /// Where something can be done about it, the course's page says what.
  private static func refuse(_ context: Context, _ outcome: RedemptionOutcome, _ course: ID<Course>?) async throws
    -> Response
  {
    guard let course, [.alreadyEnrolled, .full, .prerequisite].contains(outcome) else { throw outcome.problem }
    let found = try await context.db.course(.id(course), for: context.viewer)
    return context.redirect(
      to: CourseRoutes.show.path(found.slug), saying: "The code \(outcome.words).",
      outcome == .alreadyEnrolled ? .info : .warn)
  }
}
