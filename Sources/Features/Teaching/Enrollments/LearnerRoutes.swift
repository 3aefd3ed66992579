internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The learners of a course, for those who teach it.
enum LearnerRoutes {
  static let list = Route.get(
    "/teach/courses/{course}/learners", Slug<Course>.self, by: .signedIn, "See who is where in a course")
  static let choose = Route.post(
    "/teach/courses/{course}/learners/changes", Slug<Course>.self, by: .signedIn, "Decide about many learners at once")
  static let add = Route.get(
    "/teach/courses/{course}/learners/new", Slug<Course>.self, by: .signedIn, "Choose whom to enroll")
  static let enroll = Route.post(
    "/teach/courses/{course}/learners/new", Slug<Course>.self, by: .signedIn, body: .long(limit: 128 << 10),
    "Enroll people in a course")
  static let show = Route.get(
    "/teach/courses/{course}/learners/{person}", Slug<Course>.self, ID<Person>.self, by: .signedIn,
    "See how one learner stands in a course")
  static let change = Route.post(
    "/teach/courses/{course}/learners/{person}", Slug<Course>.self, ID<Person>.self, by: .signedIn,
    "Decide about a learner's place in a course")
  static let open = Route.post(
    "/teach/courses/{course}/learners/{person}/items/{item}", Slug<Course>.self, ID<Person>.self, ID<CourseItem>.self,
    by: .signedIn, "Open an item to one learner")
  static let close = Route.post(
    "/teach/courses/{course}/learners/{person}/items/{item}/closing", Slug<Course>.self, ID<Person>.self,
    ID<CourseItem>.self, by: .signedIn, "Let an item's conditions hold for one learner again")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context, slug in try await list(context, slug) }
    table.on(choose) { context, slug in try await choose(context, slug) }
    table.on(add) { context, slug in
      let words = try context.request.forgivingQuery(EnrollSearch.self).q ?? ""
      return try await addPage(context, slug, Draft(), words: words)
    }
    table.on(enroll) { context, slug in try await enroll(context, slug) }
    table.on(show) { context, slug, person in try await show(context, slug, person) }
    table.on(change) { context, slug, person in try await change(context, slug, person) }
    table.on(open) { context, slug, person, item in try await override(true, context, slug, person, item) }
    table.on(close) { context, slug, person, item in try await override(false, context, slug, person, item) }
  }

  private static func list(_ context: Context, _ slug: Slug<Course>) async throws -> Response {
    let filter = try context.request.forgivingQuery(LearnersFilter.self)
    let course = try await context.db.course(.slug(slug), for: context.viewer)
    let (rows, total) = try await context.db.learners(
      of: course, filter, for: context.viewer, size: LearnersPage.size, at: context.now)
    let waiting: Int = try await context.db.value(
      "SELECT count(*) FROM waiting_list WHERE course_id = \(course.id) AND state IN ('waiting', 'offered')")
    return context.page(
      LearnersPage(
        course: course, learners: rows, total: total, waiting: waiting, filter: filter, viewer: context.viewer,
        now: context.now, csrf: context.forgeryToken))
  }

  /// Each is a transaction of its own; who cannot be changed stops nobody else's change.
  private static func choose(_ context: Context, _ slug: Slug<Course>) async throws -> Response {
    let choice = try context.form(LearnersChoice.self)
    let course = try await context.db.course(.slug(slug), for: context.viewer)
    try course.requireTeaching(by: context.viewer)
    guard !choice.selected.isEmpty, choice.selected.count <= 200 else {
      return context.redirect(to: list.path(slug), saying: "Choose one to 200 learners.", .warn)
    }
    let viewer = context.viewer, now = context.now
    let found = try await context.db.enrollments(of: choice.selected, in: course.id)
    var done = 0
    for enrollment in found {
      do {
        try await context.db.transaction { transaction in
          switch choice.action {
          case .complete: try await transaction.complete(enrollment, by: viewer, at: now)
          case .drop: try await transaction.drop(enrollment, by: viewer, at: now)
          case .extend:
            let start = max(enrollment.expiresAt ?? now, now)
            try await transaction.extend(enrollment, until: start + .days(30), by: viewer, at: now)
          }
        }
        done += 1
      } catch Problem.conflict {}
    }
    let left = choice.selected.count - done
    let words = "\(done.counted("learner")) changed."
    return left == 0
      ? context.redirect(to: list.path(slug), saying: words)
      : context.redirect(to: list.path(slug), saying: "\(words) \(left) stay as they were.", .warn)
  }

  private static func addPage(
    _ context: Context, _ slug: Slug<Course>, _ draft: Draft, words: String, outcomes: [EnrollOutcome]? = nil
  ) async throws -> Response {
    let course = try await context.db.course(.slug(slug), for: context.viewer)
    try course.requireTeaching(by: context.viewer)
    let found = words.trimmed.count < 2 ? [] : try await context.db.candidates(words, for: course)
    return context.page(
      EnrollPage(
        course: course, draft: draft, words: words, candidates: found, outcomes: outcomes, csrf: context.forgeryToken))
  }

  private static func enroll(_ context: Context, _ slug: Slug<Course>) async throws -> Response {
    try await context.form(EnrollForm.self) { form in
      let course = try await context.db.course(.slug(slug), for: context.viewer)
      let addresses = EnrollForm.addresses(in: form.addresses?.text ?? "")
      guard !addresses.isEmpty || !form.selected.isEmpty else {
        throw Problem.invalid("addresses", "missing", "must hold at least one mail address, or choose people below")
      }
      let outcomes = try await context.enroll(
        addresses: addresses, people: form.selected, in: course, waits: form.waits)
      return try await addPage(context, slug, Draft(), words: "", outcomes: outcomes)
    } again: {
      try await addPage(context, slug, $0, words: "")
    }
  }

  private static func show(_ context: Context, _ slug: Slug<Course>, _ person: ID<Person>) async throws -> Response {
    let outline = try await context.db.outline(of: .slug(slug), for: context.viewer)
    let learner = try await context.db.learner(person, of: outline.course, for: context.viewer)
    let (touched, rules) = try await context.db.fetch(
      LearningRecord.touched(by: person, in: outline.course.id),
      ItemRule.query(in: outline.course.id, of: person, at: context.now))
    let minutes = try await context.db.minutesLearned(by: person, in: outline.course.id)
    return context.page(
      LearnerPage(
        outline: outline, learner: learner,
        record: LearningRecord(enrollment: learner.enrollment, touched: touched, rules: rules, at: context.now),
        given: Set(rules.filter(\.isGivenByStaff).map(\.item)), minutes: minutes, viewer: context.viewer,
        now: context.now,
        csrf: context.forgeryToken))
  }

  private static func change(_ context: Context, _ slug: Slug<Course>, _ person: ID<Person>) async throws -> Response {
    let form = try context.form(LearnerForm.self)
    let course = try await context.db.course(.slug(slug), for: context.viewer)
    let enrollment = try await context.db.learner(person, of: course, for: context.viewer).enrollment
    try course.requireTeaching(by: context.viewer)
    return try await context.act { transaction, viewer, now in
      switch form.step {
      case .complete: try await transaction.complete(enrollment, by: viewer, at: now)
      case .drop: try await transaction.drop(enrollment, because: form.reason?.text, by: viewer, at: now)
      case .enroll: _ = try await transaction.enroll(person, in: course, by: viewer, at: now)
      case .unlimited: try await transaction.extend(enrollment, until: nil, by: viewer, at: now)
      case .extend:
        let start = max(enrollment.expiresAt ?? now, now)
        try await transaction.extend(
          enrollment, until: start + .days(Int64(form.days?.value ?? 30)), by: viewer, at: now)
      }
    } then: { _ in
      (show.path(slug, person), form.step.done)
    }
  }

  private static func override(
    _ isOpen: Bool, _ context: Context, _ slug: Slug<Course>, _ person: ID<Person>, _ item: ID<CourseItem>
  ) async throws -> Response {
    let course = try await context.db.course(.slug(slug), for: context.viewer)
    try course.requireTeaching(by: context.viewer)
    _ = try await context.db.learner(person, of: course, for: context.viewer)
    let found = try await context.db.item(item, for: context.viewer)
    guard found.courseID == course.id else { throw Problem.notFound("lesson") }
    return try await context.act {
      try await $0.setOverride(isOpen, of: found, for: person, by: $1, at: $2)
    } then: { _ in
      (
        show.path(slug, person),
        isOpen ? "\(found.title) is open to them now." : "The conditions of \(found.title) hold for them again."
      )
    }
  }
}

extension LearnerForm.Step {
  fileprivate var done: String {
    switch self {
    case .complete: "Marked as finished."
    case .extend: "The access is longer now."
    case .unlimited: "The access has no end now."
    case .drop: "The enrollment has ended. They get a mail."
    case .enroll: "Enrolled."
    }
  }
}

extension Reading {
  fileprivate func enrollments(of people: [ID<Person>], in course: ID<Course>) async throws -> [Enrollment] {
    try await all(
      "SELECT \(Enrollment.columns) FROM course_enrollments e WHERE e.course_id = \(course) AND e.user_id IN \(people)")
  }
}
