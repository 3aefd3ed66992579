internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// Waiting for a place: for who waits, and for the staff who look after the list.
enum WaitingRoutes {
  static let join = Route.post(
    "/courses/{course}/waiting-list", Slug<Course>.self, by: .signedIn, "Wait for a place in a full course")
  static let leave = Route.post(
    "/courses/{course}/waiting-list/end", Slug<Course>.self, by: .signedIn, "Stop waiting, or decline a place")
  static let take = Route.post(
    "/courses/{course}/waiting-list/place", Slug<Course>.self, by: .signedIn, "Take the place that is kept")
  static let list = Route.get(
    "/teach/courses/{course}/waiting-list", Slug<Course>.self, by: .signedIn, "See who waits for a place in a course")
  static let change = Route.post(
    "/teach/courses/{course}/waiting-list/{person}", Slug<Course>.self, ID<Person>.self, by: .signedIn,
    "Move or skip somebody who waits")

  static func register(on table: inout RouteTable<Context>) {
    table.on(join) { context, slug in
      let course = try await context.db.course(.slug(slug), for: context.viewer)
      return try await context.act {
        try await $0.waitForSeat(in: course, by: $1, at: $2)
      } then: { entry in
        (TeachingLinks.course(slug), "You are number \(entry.position) on the waiting list.")
      }
    }
    table.on(leave) { context, slug in
      let (course, entry) = try await own(context, slug)
      return try await context.act {
        try await $0.endWait(entry, as: .left, by: $1, at: $2)
      } then: { _ in
        (TeachingLinks.course(slug), "You no longer wait for \(course.title).")
      }
    }
    table.on(take) { context, slug in
      let (course, entry) = try await own(context, slug)
      return try await context.act {
        try await $0.takeOffer(entry, by: $1, at: $2)
      } then: { _ in
        (LearningRoutes.resume.path(slug), "You are enrolled in \(course.title).")
      }
    }
    table.on(list) { context, slug in
      let course = try await context.db.course(.slug(slug), for: context.viewer)
      let rows = try await context.db.waitingList(of: course, for: context.viewer)
      return context.page(
        WaitingPage(course: course, rows: rows, viewer: context.viewer, now: context.now, csrf: context.forgeryToken))
    }
    table.on(change) { context, slug, person in try await change(context, slug, person) }
  }

  private static func own(_ context: Context, _ slug: Slug<Course>) async throws -> (Course, WaitingEntry) {
    let course = try await context.db.course(.slug(slug), for: context.viewer)
    let person = try context.viewer.requirePerson()
    guard let entry = try await context.db.waitingEntry(of: person, in: course.id), entry.isOpen else {
      throw Problem.conflict("You do not wait for a place in this course.")
    }
    return (course, entry)
  }

  private static func change(_ context: Context, _ slug: Slug<Course>, _ person: ID<Person>) async throws -> Response {
    let form = try context.form(WaitingForm.self)
    let course = try await context.db.course(.slug(slug), for: context.viewer)
    try course.requireTeaching(by: context.viewer)
    guard let entry = try await context.db.waitingEntry(of: person, in: course.id) else {
      throw Problem.notFound("place on the waiting list")
    }
    return try await context.act {
      switch form.step {
      case .up: try await $0.moveUp(entry, by: $1, at: $2)
      case .skip: try await $0.endWait(entry, as: .skipped, by: $1, at: $2)
      }
    } then: { _ in
      (list.path(slug), form.step == .up ? "Moved up." : "Skipped. A place that was kept for them went to the next.")
    }
  }
}

/// What the staff does with somebody who waits.
struct WaitingForm: Payload {
  enum Step: String, PayloadChoice { case up, skip }
  let step: Step
  static let shape = Shape("WaitingForm", Self.init, Field("step", \.step))
}

/// Somebody who waits, as the staff sees them.
struct WaitingPerson: RowDecodable {
  let entry: WaitingEntry, name: String, email: String
  init(row: inout Row) throws {
    entry = try WaitingEntry(row: &row)
    name = try row.next()
    email = try row.next()
  }
}

extension Reading {
  /// Where somebody stands who wants a place in a course, or wanted one.
  func waitingEntry(of person: ID<Person>, in course: ID<Course>) async throws -> WaitingEntry? {
    try await first(
      "SELECT \(WaitingEntry.columns) FROM waiting_list WHERE course_id = \(course) AND user_id = \(person)")
  }

  /// Who waits or was offered a place, in their order; at most five hundred.
  func waitingList(of course: Course, for viewer: Viewer) async throws -> [WaitingPerson] {
    try course.requireSeeingLearners(by: viewer)
    return try await all(
      """
      SELECT \(WaitingEntry.columns), users.first_name || ' ' || users.last_name, users.email
      FROM waiting_list JOIN users ON users.id = waiting_list.user_id
      WHERE waiting_list.course_id = \(course.id) AND waiting_list.state IN ('waiting', 'offered')
      ORDER BY waiting_list.state, waiting_list.place LIMIT 500
      """)
  }
}

extension Transaction {
  /// Enrolls who was offered a place, where neither a button nor a code does.
  func takeOffer(_ entry: WaitingEntry, by viewer: Viewer, at now: Instant) async throws -> Enrollment {
    guard entry.state == .offered, entry.person == viewer.person else {
      throw Problem.conflict("No place is kept for you at the moment.")
    }
    let course: Course = try await course(entry.course)
    guard course.enrollmentMode != .code else { throw Problem.forbidden("enroll without an access code") }
    return try await open(entry.course, to: entry.person, origin: .staff, code: nil, by: viewer, at: now)
  }
}

/// The waiting list of a course.
struct WaitingPage: Page {
  let course: Course
  let rows: [WaitingPerson]
  let viewer: Viewer
  let now: Instant
  let csrf: String

  var title: String { "Waiting list of \(course.title)" }

  var body: HTML {
    PageHeader(
      "Waiting list", lead: lead,
      crumbs: Breadcrumbs([
        (label: course.title, link: TeachRoutes.outline.path(course.slug)),
        (label: "Learners", link: LearnerRoutes.list.path(course.slug)),
      ]))
    if rows.isEmpty {
      EmptyState("Nobody waits", "When the course is full, people can join the waiting list on its page.", .people)
    } else {
      Table("Waiting list", rows) {
        Column("Place", .number) { row in row.entry.state == .offered ? "" : "\(row.entry.position)" }
        Column("Name", .name) { row in PersonLine(row.name, note: row.email) }
        Column("Since", .short) { row in row.entry.joinedAt.ago(from: now) }
        Column("State") { row in state(row.entry) }
        if course.mayBeEdited(by: viewer) { Column("Decide", .actions) { row in decide(row.entry) } }
      }
    }
  }

  private var lead: String {
    let limit =
      course.maxStudents.map { "\(course.totalEnrolled) of \($0) places are taken" } ?? "Places are not limited"
    return course.seatsHeld > 0 ? "\(limit), \(course.seatsHeld) kept for who was offered one." : "\(limit)."
  }

  @HTMLBuilder private func state(_ entry: WaitingEntry) -> HTML {
    if entry.state == .offered, let end = entry.offerEndsAt {
      Badge("Place offered", .accent)
      span(.class("soft small")) {
        " until "; Moment(instant: end)
      }
    } else {
      Badge("Waiting")
    }
  }

  private func decide(_ entry: WaitingEntry) -> HTML {
    Form(WaitingRoutes.change.path(course.slug, entry.person), csrf: csrf, .plain) {
      if entry.state == .waiting, entry.position > 1 {
        Button("Move up", .quiet, icon: .arrowUp, size: .small, name: "step", value: "up")
      }
      Button("Skip", .quiet, size: .small, name: "step", value: "skip")
    }.body
  }
}
