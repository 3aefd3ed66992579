internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The workshop of those who make courses: the list, one course, and the steps of its life.
enum TeachRoutes {
  static let mine = Route.get("/teach", by: .signedIn, "See the courses you teach")
  static let new = Route.get("/teach/courses/new", by: .may(.createCourses), "Begin a course")
  static let create = Route.post("/teach/courses", by: .may(.createCourses), "Create a draft")
  static let outline = Route.get(
    "/teach/courses/{course}", Slug<Course>.self, by: .signedIn, "Arrange what a course holds")
  static let details = Route.get(
    "/teach/courses/{course}/details", Slug<Course>.self, by: .signedIn, "See what a course says about itself")
  static let save = Route.post(
    "/teach/courses/{course}/details", Slug<Course>.self, by: .signedIn, body: .long(limit: 256 << 10),
    "Change what a course says about itself")
  static let publication = Route.get(
    "/teach/courses/{course}/publication", Slug<Course>.self, by: .signedIn,
    "See what is missing before a course is published")
  static let step = Route.post(
    "/teach/courses/{course}/publication", Slug<Course>.self, by: .signedIn,
    "Submit, withdraw, archive or delete a course")

  static func register(on table: inout RouteTable<Context>) {
    table.on(mine) { context in try await list(context) }
    table.on(new) { context in context.page(NewCoursePage(draft: Draft(), csrf: context.forgeryToken)) }
    table.on(create) { context in
      try await context.form(NewCourseForm.self) { form in
        let new = NewCourse(title: form.title).completed(by: context.settings(GeneralSettings.self))
        return try await context.act {
          try await $0.createCourse(new, by: $1, at: $2)
        } then: {
          (outline.path($0.slug), "The draft is there. Add a first section.")
        }
      } again: {
        context.page(NewCoursePage(draft: $0, csrf: context.forgeryToken))
      }
    }
    table.on(outline) { context, slug in
      let outline = try await context.workshop(of: slug)
      return context.page(OutlineEditorPage(outline: outline, viewer: context.viewer, csrf: context.forgeryToken))
    }
    table.on(details) { context, slug in try await showDetails(of: slug, context) }
    table.on(save) { context, slug in try await saveDetails(of: slug, context) }
    table.on(publication) { context, slug in
      let outline = try await context.workshop(of: slug)
      return context.page(PublicationPage(outline: outline, viewer: context.viewer, csrf: context.forgeryToken))
    }
    table.on(step) { context, slug in try await take(context.form(StepForm.self), slug, context) }
  }

  private static func list(_ context: Context) async throws -> Response {
    // Whoever may change one course alone finds it here, too.
    if !context.viewer.maySomewhere(.editAnyCourse) { try context.viewer.require(.createCourses) }
    let page = try context.request.forgivingQuery(PageQuery.self).page?.value ?? 1
    let (courses, total) = try await context.db.courses(taughtBy: context.viewer, page: page, size: MyCoursesPage.size)
    return context.page(MyCoursesPage(courses: courses, total: total, page: page))
  }

  /// `coverFault`: what is wrong with the picture that was sent.
  static func showDetails(
    of slug: Slug<Course>, _ context: Context, _ draft: Draft? = nil, coverFault: String? = nil
  ) async throws -> Response {
    let outline = try await context.workshop(of: slug), categories = try await context.db.categories()
    return context.page(
      DetailsPage(
        outline: outline, categories: categories, draft: draft ?? DetailsForm.draft(of: outline),
        coverFault: coverFault,
        viewer: context.viewer, csrf: context.forgeryToken), status: coverFault == nil ? 200 : 422)
  }

  private static func saveDetails(of slug: Slug<Course>, _ context: Context) async throws -> Response {
    try await context.form(DetailsForm.self) { form in
      try await context.act {
        try await $0.editCourse(.slug(slug), form.changes, by: $1, at: $2)
      } then: { _ in
        (details.path(slug), "Saved.")
      }
    } again: {
      try await showDetails(of: slug, context, $0)
    }
  }

  private static func take(_ form: StepForm, _ slug: Slug<Course>, _ context: Context) async throws -> Response {
    let course = Reference.slug(slug)
    return try await context.act { transaction, viewer, now in
      switch form.step {
      case .submit: _ = try await transaction.submitCourse(course, by: viewer, at: now)
      case .withdraw: _ = try await transaction.withdrawCourse(course, by: viewer, at: now)
      case .archive: _ = try await transaction.archiveCourse(course, by: viewer, at: now)
      case .restore: _ = try await transaction.restoreCourse(course, by: viewer, at: now)
      case .delete: try await transaction.deleteCourse(course, by: viewer, at: now)
      }
    } then: { _ in
      (form.step == .delete ? mine.path() : publication.path(slug), form.step.words)
    }
  }
}

extension Context {
  /// The course with its outline, for who may change it.
  func workshop(of slug: Slug<Course>) async throws -> CourseOutline {
    let outline = try await db.outline(of: .slug(slug), for: viewer)
    try outline.course.requireEditing(by: viewer)
    return outline
  }

  /// The fields of a form that has no page of its own to come back to.
  func form<Value: Payload>(_: Value.Type) throws -> Value {
    let fields = try request.formFields().without(ForgeryGuard.field)
    do throws(Faults) { return try Value(fields: fields) } catch { throw Problem.invalid(error.list) }
  }
}
