internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// What a course asks for, for how long it is open, and what opens when.
enum TermsRoutes {
  static let show = Route.get(
    "/teach/courses/{course}/access", Slug<Course>.self, by: .signedIn, "See who gets into a course and what opens when"
  )
  static let save = Route.post(
    "/teach/courses/{course}/access", Slug<Course>.self, by: .signedIn, "Say how long a course is open")
  static let require = Route.post(
    "/teach/courses/{course}/prerequisites", Slug<Course>.self, by: .signedIn, "Ask for another course first")
  static let release = Route.post(
    "/teach/courses/{course}/prerequisites/{required}/removal", Slug<Course>.self, ID<Course>.self, by: .signedIn,
    "No longer ask for another course")
  static let item = Route.get(
    "/teach/items/{item}/condition", ID<CourseItem>.self, by: .signedIn, "See when an item opens")
  static let saveItem = Route.post(
    "/teach/items/{item}/condition", ID<CourseItem>.self, by: .signedIn, "Say when an item opens")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, slug in try await page(context, slug, Draft()) }
    table.on(save) { context, slug in
      try await context.form(TermsForm.self) { form in
        let course = try await context.db.course(.slug(slug), for: context.viewer)
        return try await context.act {
          try await $0.setTerms(
            of: course, accessDays: form.accessDays?.value, offerHours: form.offerHours.value,
            allowsOffline: form.allowsOffline, by: $1, at: $2)
        } then: { _ in
          (show.path(slug), "Saved. It holds for who enrolls from now on.")
        }
      } again: {
        try await page(context, slug, $0)
      }
    }
    table.on(require) { context, slug in
      try await context.form(PrerequisiteForm.self) { form in
        let course = try await context.db.course(.slug(slug), for: context.viewer)
        let required = try await context.db.course(.id(form.courseID), for: context.viewer)
        return try await context.act {
          try await $0.addPrerequisite(required, to: course, by: $1, at: $2)
        } then: { _ in
          (show.path(slug), "Whoever enrolls must have finished \(required.title).")
        }
      } again: {
        try await page(context, slug, $0)
      }
    }
    table.on(release) { context, slug, required in
      let course = try await context.db.course(.slug(slug), for: context.viewer)
      return try await context.act {
        try await $0.removePrerequisite(required, of: course, by: $1, at: $2)
      } then: { _ in
        (show.path(slug), "Taken away.")
      }
    }
    table.on(item) { context, id in try await itemPage(context, id, nil) }
    table.on(saveItem) { context, id in try await save(context, id) }
  }

  private static func page(_ context: Context, _ slug: Slug<Course>, _ draft: Draft) async throws -> Response {
    let outline = try await context.workshop(of: slug), course = outline.course
    let (terms, asked, rules, others) = try await context.db.fetch(
      CourseTerms.query(of: course.id), Prerequisite.query(of: "\(course.id)", for: nil),
      ItemRule.query(in: course.id, of: nil, at: context.now),
      Query<[Prerequisite]>.all(
        """
        SELECT courses.id, courses.slug, courses.title, FALSE FROM courses
        WHERE courses.status = 'published' AND courses.id <> \(course.id)
        ORDER BY courses.instructor_id <> \(course.instructorID), lower(courses.title), courses.id LIMIT 300
        """))
    return context.page(
      TermsPage(
        outline: outline, terms: terms, asked: asked, rules: rules,
        others: others.filter { other in !asked.contains { $0.course == other.course } }, draft: draft,
        csrf: context.forgeryToken))
  }

  private static func itemPage(_ context: Context, _ id: ID<CourseItem>, _ draft: Draft?) async throws -> Response {
    let item = try await context.db.item(id, for: context.viewer)
    let outline = try await context.db.outline(of: .id(item.courseID), for: context.viewer)
    try outline.course.requireEditing(by: context.viewer)
    let condition = try await context.db.condition(of: id)
    return context.page(
      ConditionPage(
        outline: outline, item: item, draft: draft ?? ConditionForm.draft(of: condition), csrf: context.forgeryToken))
  }

  private static func save(_ context: Context, _ id: ID<CourseItem>) async throws -> Response {
    try await context.form(ConditionForm.self) { form in
      let item = try await context.db.item(id, for: context.viewer), condition = try form.condition()
      let course = try await context.db.course(.id(item.courseID), for: context.viewer)
      return try await context.act {
        try await $0.setCondition(condition, of: item, in: course, by: $1, at: $2)
      } then: { _ in
        (show.path(course.slug), "Saved: \(item.title).")
      }
    } again: {
      try await itemPage(context, id, $0)
    }
  }
}

/// How long a course is open to who enrolls, how long an offered place is kept, and whether lessons may be taken along.
struct TermsForm: Payload {
  let accessDays: Number<ExtraDays>?, offerHours: Number<OfferHours>, allowsOffline: Bool
  static let shape = Shape(
    "TermsForm", Self.init, Field("access_days", \.accessDays), Field("offer_hours", \.offerHours),
    Field("allows_offline", \.allowsOffline))
}

struct PrerequisiteForm: Payload {
  let courseID: ID<Course>
  static let shape = Shape("PrerequisiteForm", Self.init, Field("course_id", \.courseID))
}

/// When an item opens, as its form sends it: a day and an hour in UTC as a browser writes them.
struct ConditionForm: Payload {
  let afterItem: ID<CourseItem>?, opensAt: String?, daysAfter: Number<ExtraDays>?
  static let shape = Shape(
    "ConditionForm", Self.init, Field("after_item_id", \.afterItem), Field("opens_at", \.opensAt),
    Field("days_after", \.daysAfter))

  func condition() throws -> ItemCondition {
    ItemCondition(afterItem: afterItem, opensAt: try opening, daysAfter: daysAfter?.value)
  }

  private var opening: Instant? {
    get throws {
      guard let opensAt, !opensAt.isEmpty else { return nil }
      guard let instant = Instant(text: opensAt.count == 16 ? opensAt + ":00Z" : opensAt) else {
        throw Problem.invalid("opens_at", "time", "must be a day and a time, such as 2026-12-24T08:00")
      }
      return instant
    }
  }

  static func draft(of condition: ItemCondition?) -> Draft {
    Draft(
      values: FieldValues([
        (name: "after_item_id", value: condition?.afterItem?.text ?? ""),
        (name: "opens_at", value: condition?.opensAt.map { String($0.text.prefix(16)) } ?? ""),
        (name: "days_after", value: condition?.daysAfter.map(String.init) ?? ""),
      ]))
  }
}
