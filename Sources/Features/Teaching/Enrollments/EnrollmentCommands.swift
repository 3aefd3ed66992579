internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

extension Problem {
  /// No seat is free.
  static let courseFull = Problem.conflict("This course is full.")
}

extension Transaction {
  /// Enrolls the viewer in a free course. Doing it twice is doing it once; a full course is a conflict.
  func enroll(in course: Course, by viewer: Viewer, at now: Instant) async throws -> Enrollment {
    let person = try viewer.requirePerson()
    guard course.status == .published else { throw Problem.notFound("course") }
    guard course.enrollmentMode == .free else { throw Problem.forbidden("enroll without an access code") }
    try await requirePrerequisites(of: course.id, for: person)
    return try await open(course.id, to: person, origin: .free, code: nil, by: viewer, at: now)
  }

  /// Enrolls somebody else: no condition holds the staff up but the seats.
  func enroll(_ person: ID<Person>, in course: Course, by viewer: Viewer, at now: Instant) async throws -> (
    enrollment: Enrollment, isNew: Bool
  ) {
    try course.requireTeaching(by: viewer)
    return try await place(person, in: course.id, origin: .staff, code: nil, by: viewer, at: now)
  }

  /// Opens a course to a person: a new enrollment, or an ended one taken up again. The course's row is held from the first
  /// statement on, so that everyone who enrolls here queues and no race oversells. Who was offered a seat takes that one.
  func open(
    _ course: ID<Course>, to person: ID<Person>, origin: EnrollmentOrigin, code: ID<AccessCode>?, days: Int? = nil,
    by viewer: Viewer, at now: Instant
  ) async throws -> Enrollment {
    try await place(person, in: course, origin: origin, code: code, days: days, by: viewer, at: now).enrollment
  }

  /// The same, and whether it is new.
  func place(
    _ person: ID<Person>, in course: ID<Course>, origin: EnrollmentOrigin, code: ID<AccessCode>?, days: Int? = nil,
    by viewer: Viewer, at now: Instant
  ) async throws -> (enrollment: Enrollment, isNew: Bool) {
    let seats: CourseSeats = try await one(CourseSeats.lock(course))
    let (held, wait, terms) = try await fetch(
      Query<Enrollment?>.first(
        "SELECT \(Enrollment.columns) FROM course_enrollments e WHERE e.user_id = \(person) AND e.course_id = \(course)"
      ),
      WaitingEntry.query(of: person, in: course), CourseTerms.query(of: course))
    if let held, held.isOpen(at: now) { return (held, false) }
    try await takeSeat(seats, of: course, for: held, wait)
    let end = (days ?? terms?.accessDays).map { now + .days(Int64($0)) }
    try await execute(
      """
      INSERT INTO course_enrollments (id, user_id, course_id, status, origin, access_code_id, enrolled_at, expires_at)
      VALUES (\(ID<Enrollment>(at: now)), \(person), \(course), 'active', \(origin), \(code), \(now), \(end))
      ON CONFLICT (user_id, course_id) DO UPDATE SET origin = excluded.origin,
        status = CASE WHEN course_enrollments.completed_at IS NULL THEN 'active' ELSE 'completed' END,
        access_code_id = excluded.access_code_id, enrolled_at = excluded.enrolled_at, expires_at = excluded.expires_at,
        warned_at = NULL, ended_at = NULL, end_reason = NULL
      """)
    let enrollment: Enrollment = try await one(
      "SELECT \(Enrollment.columns) FROM course_enrollments e WHERE e.user_id = \(person) AND e.course_id = \(course)")
    record(
      LearnerEnrolled(enrollment: enrollment.id, person: person, course: course, origin: origin), by: viewer, at: now)
    return (enrollment, true)
  }

  /// The seat that was offered, else a free one; who waits and finds a free one waits no longer.
  private func takeSeat(_ seats: CourseSeats, of course: ID<Course>, for held: Enrollment?, _ wait: WaitingEntry?)
    async throws
  {
    // One whose time is over still has the seat until the job comes round.
    let hasSeat = held?.isOpen == true, isOffered = wait?.state == .offered
    guard hasSeat || isOffered || !seats.isFull else { throw Problem.courseFull }
    if !hasSeat || isOffered {
      try await execute(CourseSeats.change(course, taken: hasSeat ? 0 : 1, held: isOffered ? -1 : 0))
    }
    if let wait, wait.isOpen { later("UPDATE waiting_list SET state = 'taken' WHERE id = \(wait.id)") }
  }

  /// Ends an enrollment; what was learned stays, and the seat goes to who waits for it.
  func drop(_ enrollment: Enrollment, because reason: String? = nil, by viewer: Viewer, at now: Instant) async throws {
    try await end(enrollment, as: .dropped, because: reason, by: viewer, at: now)
    record(
      EnrollmentDropped(
        enrollment: enrollment.id, person: enrollment.person, course: enrollment.course, reason: reason,
        isByStaff: viewer.person != enrollment.person), by: viewer, at: now)
  }

  /// Gives the seat back, and offers it.
  func end(
    _ enrollment: Enrollment, as status: EnrollmentStatus, because reason: String? = nil, by viewer: Viewer,
    at now: Instant
  ) async throws {
    let _: CourseSeats = try await one(CourseSeats.lock(enrollment.course))
    let changed = try await execute(
      """
      UPDATE course_enrollments SET status = \(status), ended_at = \(now), end_reason = \(reason)
      WHERE id = \(enrollment.id) AND status IN ('active', 'completed')
      """)
    guard changed > 0 else { throw Problem.conflict("This enrollment has ended already.") }
    try await execute(CourseSeats.change(enrollment.course, taken: -1))
    _ = try await offerSeats(in: enrollment.course, by: viewer, at: now)
  }

  /// Says that somebody has finished the course, whatever they marked.
  func complete(_ enrollment: Enrollment, by viewer: Viewer, at now: Instant) async throws {
    let changed = try await execute(
      """
      UPDATE course_enrollments SET status = 'completed', completed_at = COALESCE(completed_at, \(now))
      WHERE id = \(enrollment.id) AND status = 'active'
      """)
    guard changed > 0 else { throw Problem.conflict("This enrollment is not under way.") }
    record(
      EnrollmentMarkedComplete(enrollment: enrollment.id, person: enrollment.person, course: enrollment.course),
      by: viewer, at: now)
    tellCompleted(enrollment.course, by: enrollment.person, at: now)
  }

  /// Lets somebody have the course until another time; nil: for good.
  func extend(_ enrollment: Enrollment, until end: Instant?, by viewer: Viewer, at now: Instant) async throws {
    if let end, end <= now { throw Problem.invalid("until", "range", "must be in the future") }
    let changed = try await execute(
      """
      UPDATE course_enrollments SET expires_at = \(end), warned_at = NULL
      WHERE id = \(enrollment.id) AND status IN ('active', 'completed')
      """)
    guard changed > 0 else { throw Problem.conflict("This enrollment has ended. Enroll the person again.") }
    record(
      EnrollmentExtended(enrollment: enrollment.id, person: enrollment.person, course: enrollment.course, until: end),
      by: viewer, at: now)
  }

  /// Opens one item to one person, whatever its conditions say; or takes that back.
  func setOverride(
    _ isOpen: Bool, of item: CourseItem, for person: ID<Person>, by viewer: Viewer, at now: Instant
  ) async throws {
    if isOpen {
      try await execute(
        """
        INSERT INTO item_grants (user_id, item_id, course_id, origin, granted_by, granted_at)
        VALUES (\(person), \(item.id), \(item.courseID), 'staff', \(viewer.person), \(now)) ON CONFLICT DO NOTHING
        """)
    } else {
      try await execute(
        "DELETE FROM item_grants WHERE user_id = \(person) AND item_id = \(item.id) AND origin = 'staff'")
    }
    record(
      ItemOpenedForPerson(item: item.id, person: person, course: item.courseID, isOpen: isOpen), by: viewer, at: now)
  }

  /// Opens one item to the bearer of its code. False: it was open already.
  func open(
    _ item: ID<CourseItem>, of course: ID<Course>, to person: ID<Person>, code: ID<AccessCode>, days: Int?,
    at now: Instant
  ) async throws -> Bool {
    let end = days.map { now + .days(Int64($0)) }
    return try await execute(
      """
      INSERT INTO item_grants (user_id, item_id, course_id, origin, access_code_id, granted_at, expires_at)
      VALUES (\(person), \(item), \(course), 'code', \(code), \(now), \(end))
      ON CONFLICT (user_id, item_id, origin) DO UPDATE SET access_code_id = excluded.access_code_id,
        granted_at = excluded.granted_at, expires_at = excluded.expires_at
      WHERE item_grants.expires_at <= \(now)
      """) > 0
  }
}

extension Course {
  /// Who may enroll people, see them and decide about their places.
  func requireTeaching(by viewer: Viewer) throws {
    if !viewer.may(.editAnyCourse, in: scope) { try requireEditing(by: viewer) }
  }
}
