internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

// A full course has a waiting list. Whoever is first is offered the next seat that frees: it is counted in the course's
// row as held, so that nobody else can take it, until they enroll or the offer ends; then it goes to the next.

/// Where somebody stands who wanted a seat.
enum WaitingState: String, ColumnWord, PayloadChoice {
  case waiting, offered, taken, passed, skipped, left
}

/// Somebody who waits for a seat, or did.
struct WaitingEntry: RowDecodable, Hashable {
  let id: ID<WaitingEntry>, course: ID<Course>, person: ID<Person>, state: WaitingState
  let joinedAt: Instant, offerEndsAt: Instant?
  /// From 1, among those who wait.
  let position: Int

  static let columns: SQL = """
    waiting_list.id, waiting_list.course_id, waiting_list.user_id, waiting_list.state, waiting_list.joined_at,
    waiting_list.offer_ends_at, (SELECT count(*) FROM waiting_list AS ahead WHERE ahead.course_id = waiting_list.course_id
      AND ahead.state = 'waiting' AND ahead.place <= waiting_list.place)
    """

  init(row: inout Row) throws {
    id = try row.next()
    course = try row.next()
    person = try row.next()
    state = try row.next()
    joinedAt = try row.next()
    offerEndsAt = try row.nextIfPresent()
    position = try row.next()
  }

  /// Whether it can still become a seat.
  var isOpen: Bool { state == .waiting || state == .offered }

  static func query(of person: ID<Person>?, in course: ID<Course>) -> Query<WaitingEntry?> {
    .first("SELECT \(columns) FROM waiting_list WHERE course_id = \(course) AND user_id = \(person)")
  }
}

/// What a course asks of its enrollments.
struct CourseTerms: RowDecodable, Hashable {
  static let standardOfferHours = 48
  let accessDays: Int?, offerHours: Int
  /// Whether learners may keep its lessons on their devices.
  let allowsOffline: Bool

  init(row: inout Row) throws {
    accessDays = try row.nextIfPresent()
    offerHours = try row.next()
    allowsOffline = try row.next()
  }
  /// Whether learners may keep the lessons of a course; they may until somebody says otherwise.
  static func allowOffline(_ course: ID<Course>) -> Query<Bool> {
    .value("SELECT COALESCE((SELECT allows_offline FROM course_terms WHERE course_id = \(course)), TRUE)")
  }
  static func query(of course: ID<Course>) -> Query<CourseTerms?> {
    .first("SELECT access_days, offer_hours, allows_offline FROM course_terms WHERE course_id = \(course)")
  }
}

extension Transaction {
  /// Puts the viewer at the end of the list of a full course. Doing it twice is doing it once.
  func waitForSeat(in course: Course, by viewer: Viewer, at now: Instant) async throws -> WaitingEntry {
    let person = try viewer.requirePerson()
    guard course.status == .published, course.enrollmentMode != .staff else { throw Problem.notFound("waiting list") }
    try await requirePrerequisites(of: course.id, for: person)
    return try await wait(for: course.id, person: person, by: viewer, at: now)
  }

  /// Puts somebody at the end of the list, whoever asks.
  func wait(for course: ID<Course>, person: ID<Person>, by viewer: Viewer, at now: Instant) async throws -> WaitingEntry
  {
    let seats: CourseSeats = try await one(CourseSeats.lock(course))
    let (known, enrolled) = try await fetch(
      WaitingEntry.query(of: person, in: course),
      Query<Int?>.first(
        """
        SELECT 1 FROM course_enrollments WHERE user_id = \(person) AND course_id = \(course)
          AND status IN ('active', 'completed')
        """))
    if enrolled != nil { throw Problem.conflict("You take this course already.") }
    if let known, known.isOpen { return known }
    guard seats.isFull else { throw Problem.conflict("There are free places: enroll at once.") }
    let id = known?.id ?? ID<WaitingEntry>(at: now)
    try await execute(
      """
      INSERT INTO waiting_list (id, course_id, user_id, state, place, joined_at) VALUES (\(id), \(course), \(person), 'waiting',
        (SELECT COALESCE(max(place), 0) + 1 FROM waiting_list AS others WHERE others.course_id = \(course)), \(now))
      ON CONFLICT (course_id, user_id) DO UPDATE SET state = 'waiting', place = excluded.place,
        joined_at = excluded.joined_at, offered_at = NULL, offer_ends_at = NULL
      """)
    record(WaitingChanged(entry: id, person: person, course: course, state: .waiting), by: viewer, at: now)
    return try await one("SELECT \(WaitingEntry.columns) FROM waiting_list WHERE id = \(id)")
  }

  /// Takes somebody off the list: they left, were skipped by the staff, or let an offer pass. A held seat goes on.
  func endWait(_ entry: WaitingEntry, as state: WaitingState, by viewer: Viewer, at now: Instant) async throws {
    let _: CourseSeats = try await one(CourseSeats.lock(entry.course))
    let present: WaitingEntry = try await one("SELECT \(WaitingEntry.columns) FROM waiting_list WHERE id = \(entry.id)")
    guard present.isOpen else { throw Problem.conflict("This place on the waiting list is gone already.") }
    if state == .passed, present.state != .offered || present.offerEndsAt.map({ $0 > now }) ?? true { return }
    try await execute("UPDATE waiting_list SET state = \(state) WHERE id = \(entry.id)")
    record(
      WaitingChanged(entry: entry.id, person: entry.person, course: entry.course, state: state), by: viewer, at: now)
    guard present.state == .offered else { return }
    try await execute(CourseSeats.change(entry.course, held: -1))
    if state == .passed {
      record(SeatPassed(entry: entry.id, person: entry.person, course: entry.course), by: viewer, at: now)
    }
    _ = try await offerSeats(in: entry.course, by: viewer, at: now)
  }

  /// Keeps every free seat of a course for who waits first, and says how many there were.
  func offerSeats(in course: ID<Course>, by viewer: Viewer, at now: Instant) async throws -> Int {
    let seats: CourseSeats = try await one(CourseSeats.lock(course))
    guard seats.isOpen, !seats.isFull else { return 0 }
    let next: [WaitingEntry] = try await all(
      """
      SELECT \(WaitingEntry.columns) FROM waiting_list WHERE course_id = \(course) AND state = 'waiting'
      ORDER BY place \(SQL.limit(min(seats.free ?? 100, 100)))
      """)
    if next.isEmpty { return 0 }
    let terms: CourseTerms? = try await fetch(CourseTerms.query(of: course))
    let end = now + .hours(Int64(terms?.offerHours ?? CourseTerms.standardOfferHours))
    try await execute(
      """
      UPDATE waiting_list SET state = 'offered', offered_at = \(now), offer_ends_at = \(end)
      WHERE id IN \(next.map(\.id))
      """)
    try await execute(CourseSeats.change(course, held: next.count))
    for entry in next {
      record(SeatOffered(entry: entry.id, person: entry.person, course: course, endsAt: end), by: viewer, at: now)
    }
    return next.count
  }

  /// Gives somebody the place of the one before them on the list.
  func moveUp(_ entry: WaitingEntry, by viewer: Viewer, at now: Instant) async throws {
    let _: CourseSeats = try await one(CourseSeats.lock(entry.course))
    let places: [PlaceInLine] = try await all(
      "SELECT id, place FROM waiting_list WHERE course_id = \(entry.course) AND state = 'waiting' ORDER BY place")
    guard let here = places.firstIndex(where: { $0.entry == entry.id }), here > 0 else { return }
    let before = places[here - 1]
    later("UPDATE waiting_list SET place = \(before.place) WHERE id = \(entry.id)")
    later("UPDATE waiting_list SET place = \(places[here].place) WHERE id = \(before.entry)")
    record(
      WaitingChanged(entry: entry.id, person: entry.person, course: entry.course, state: .waiting), by: viewer, at: now)
  }
}

private struct PlaceInLine: RowDecodable {
  let entry: ID<WaitingEntry>, place: Int
  init(row: inout Row) throws {
    entry = try row.next()
    place = try row.next()
  }
}
