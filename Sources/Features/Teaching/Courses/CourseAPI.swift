internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The catalog's calls: the list, one course, and what its maker does with it.
enum CourseAPI {
  static let list = Route.get("/api/v1/courses", by: .everyone, "List published courses")
    .takes(CourseListQuery.self, answers: CourseListAnswer.self)
  static let create = Route.post("/api/v1/courses", by: .may(.createCourses), "Create a draft")
    .takes(NewCourse.self, creates: CourseDetail.self)
  static let show = Route.get(
    "/api/v1/courses/{course}", Reference<Course>.self, by: .everyone, "One course with its sections and items"
  ).answers(CourseDetail.self)
  static let edit = Route.patch(
    "/api/v1/courses/{course}", Reference<Course>.self, by: .signedIn, "Change what a course says about itself"
  ).takes(CourseChanges.self, answers: CourseDetail.self)
  static let delete = Route.delete(
    "/api/v1/courses/{course}", Reference<Course>.self, by: .signedIn,
    "Delete a course; one that was published is archived instead"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context, query in try await query.answer(from: context.db) }
    table.on(create) { context, sent in
      let new = sent.completed(by: context.settings(GeneralSettings.self))
      return try await context.change { try await $0.createCourse(new, by: context.viewer, at: context.now) }
    }
    table.on(show) { context, course in
      try await context.db.courseDetail(of: course, for: context.viewer)
    }
    table.on(edit) { context, changes, course in
      try await context.change { try await $0.editCourse(course, changes, by: context.viewer, at: context.now) }
    }
    table.on(delete) { context, course in
      try await context.db.transaction { try await $0.deleteCourse(course, by: context.viewer, at: context.now) }
      return NoPayload()
    }
  }
}

extension Context {
  /// Changes a course in a transaction and answers with what became of it.
  func change(_ command: @escaping @Sendable (Transaction) async throws -> Course) async throws -> CourseDetail {
    try await db.transaction { transaction in
      let course = try await command(transaction)
      return try await transaction.courseDetail(of: course.reference, for: viewer)
    }
  }
}

/// What `GET /courses` understands.
struct CourseListQuery: Payload {
  var page: Number<PageNumber>?
  var pageSize: Number<PageSize>?
  var cursor: String?
  var q: String?
  var category: Reference<Category>?
  var level: Level?
  var language: LanguageTag?
  var price: PriceFilter?
  var sort: CourseSort?

  static let shape = Shape(
    "CourseListQuery", Self.init,
    Field("page", \.page), Field("page_size", \.pageSize), Field("cursor", \.cursor, "Of the list before"),
    Field("q", \.q, "Words of title, instructor or outline; all must be found, the last may be unfinished"),
    Field("category", \.category, "Id or slug; what stands below it counts"), Field("level", \.level),
    Field("language", \.language), Field("price", \.price),
    Field("sort", \.sort, "The best match first if left out in a search, else the newest"))

  var filter: CourseFilter {
    CourseFilter(
      terms: q.flatMap { SearchTerms($0) }, category: category, level: level, language: language, price: price,
      sort: sort)
  }

  func answer(from db: Database) async throws -> CourseListAnswer {
    let filter = filter, page = page?.value ?? 1, size = pageSize?.value ?? 20
    let (courses, total) = try await db.fetch(
      Query<WrittenCourses>.writtenCourses(filter, try part(of: filter), size: size), Query<Int>.publishedTotal(filter))
    let next = courses.last.flatMap { CourseCursor(after: $0, filter)?.text }
    return CourseListAnswer(
      data: courses.list, meta: ListMeta(total: total, page: page, pageSize: size, nextCursor: next))
  }

  private func part(of filter: CourseFilter) throws -> ListPart {
    guard let cursor else { return .page(page?.value ?? 1) }
    guard page == nil, let cursor = CourseCursor(text: cursor, filter) else {
      throw Problem.invalid(
        "cursor", "cursor", "must be the next_cursor of a list with the same sort, and go without page")
    }
    return .after(cursor)
  }
}
