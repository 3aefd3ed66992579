internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// How people get into a course, and who is in it.
enum EnrollmentRoutes {
  static let enroll = Route.post(
    "/courses/{course}/enrollment", Slug<Course>.self, by: .everyone, "Enroll in a free course")
  static let finish = Route.get(
    "/courses/{course}/enrollment", Slug<Course>.self, by: .signedIn, "Finish enrolling after signing in")
  static let leave = Route.post(
    "/courses/{course}/enrollment/end", Slug<Course>.self, by: .signedIn, "Leave a course")
  static let learners = LearnerRoutes.list

  static func register(on table: inout RouteTable<Context>) {
    table.on(enroll) { context, slug in try await begin(context, slug) }
    table.on(finish) { context, slug in
      // Only who pressed the button on our own page carries the intent; a link from elsewhere leads to the course.
      guard Intent(context)?.course == slug else { return Redirect(to: TeachingLinks.course(slug)).response() }
      Intent.clear(context)
      return try await enroll(context, slug)
    }
    table.on(leave) { context, slug in
      let course = try await context.db.course(.slug(slug), for: context.viewer)
      guard let enrollment = try await context.db.enrollment(of: context.viewer, in: course.id), enrollment.isOpen
      else {
        throw Problem.conflict("You do not take this course.")
      }
      return try await context.act {
        try await $0.drop(enrollment, by: $1, at: $2)
      } then: { _ in
        (TeachingLinks.course(slug), "You have left \(course.title). What you did is kept.")
      }
    }
  }

  /// A visitor signs in or registers first and comes back enrolled: one press of the button.
  private static func begin(_ context: Context, _ slug: Slug<Course>) async throws -> Response {
    if context.viewer.isSignedIn { return try await enroll(context, slug) }
    _ = try await context.db.course(.slug(slug), for: context.viewer)
    Intent(course: slug).keep(in: context)
    return Redirect(to: TeachingLinks.register(next: finish.path(slug))).response()
  }

  private static func enroll(_ context: Context, _ slug: Slug<Course>) async throws -> Response {
    let course = try await context.db.course(.slug(slug), for: context.viewer)
    return try await context.act {
      try await $0.enroll(in: course, by: $1, at: $2)
    } then: { _ in
      (LearningRoutes.resume.path(slug), "You are enrolled in \(course.title).")
    }
  }
}

/// What a visitor wanted when they were asked to sign in, for a quarter of an hour.
struct Intent {
  let course: Slug<Course>
  init(course: Slug<Course>) { self.course = course }

  init?(_ context: Context) {
    guard let text = context.request.head.cookie(context.facilities.cookieName("intent")),
      let slug = Slug<Course>(pathText: text)
    else { return nil }
    course = slug
  }
  func keep(in context: Context) {
    context.jar.set(
      Cookie(
        context.facilities.cookieName("intent"), course.text, lifetimeSeconds: 900,
        isSecure: context.facilities.isSecure))
  }
  static func clear(_ context: Context) {
    context.jar.set(
      Cookie(context.facilities.cookieName("intent"), "", lifetimeSeconds: 0, isSecure: context.facilities.isSecure))
  }
}
