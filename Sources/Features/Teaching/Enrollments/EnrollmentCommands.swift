internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

extension Transaction {
  /// Enrolls the viewer in a free course. Doing it twice is doing it once; a full course is a conflict.
  func enroll(in course: Course, by viewer: Viewer, at now: Instant) async throws -> Enrollment {
    let person = try viewer.requirePerson()
    guard course.status == .published else { throw Problem.notFound("course") }
    guard course.enrollmentMode == .free else { throw Problem.forbidden("enroll without an access code") }
    return try await open(course.id, to: person, origin: .free, code: nil, by: viewer, at: now)
  }

  /// Opens a course to a person: a new enrollment, or an ended one taken up again. Seats are counted by the row of the course,
  /// whose CHECK refuses one too many, so that no race oversells.
  func open(
    _ course: ID<Course>, to person: ID<Person>, origin: EnrollmentOrigin, code: ID<AccessCode>?, by viewer: Viewer,
    at now: Instant
  ) async throws -> Enrollment {
    // The course's row is changed first: it is the lock under which everyone who enrolls here queues.
    let isThere: Int? = try await first(
      "SELECT 1 FROM course_enrollments WHERE user_id = \(person) AND course_id = \(course) AND status IN ('active', 'completed')"
    )
    if isThere == nil { try await takeSeat(in: course) }
    let id = ID<Enrollment>(at: now)
    let added = try await execute(
      """
      INSERT INTO course_enrollments (id, user_id, course_id, status, origin, access_code_id, enrolled_at)
      VALUES (\(id), \(person), \(course), 'active', \(origin), \(code), \(now))
      ON CONFLICT (user_id, course_id) DO UPDATE SET status = 'active', origin = excluded.origin, access_code_id = excluded.access_code_id
      WHERE course_enrollments.status NOT IN ('active', 'completed')
      """)
    // Someone else enrolled the same person meanwhile: the seat goes back.
    if added == 0, isThere == nil { try await giveSeatBack(in: course) }
    let enrollment: Enrollment = try await one(
      "SELECT \(Enrollment.columns) FROM course_enrollments e WHERE e.user_id = \(person) AND e.course_id = \(course)")
    if added > 0 {
      record(
        LearnerEnrolled(enrollment: enrollment.id, person: person, course: course, origin: origin), by: viewer, at: now)
    }
    return enrollment
  }

  /// Ends an enrollment; what was learned stays.
  func drop(_ enrollment: Enrollment, by viewer: Viewer, at now: Instant) async throws {
    let changed = try await execute(
      "UPDATE course_enrollments SET status = 'dropped' WHERE id = \(enrollment.id) AND status = 'active'")
    guard changed > 0 else { throw Problem.conflict("This enrollment has ended already.") }
    try await giveSeatBack(in: enrollment.course)
    record(
      EnrollmentDropped(enrollment: enrollment.id, person: enrollment.person, course: enrollment.course), by: viewer,
      at: now)
  }

  private func takeSeat(in course: ID<Course>) async throws {
    let taken = try await execute(CourseSeats.take(course))
    guard taken > 0 else { throw Problem.conflict("This course is full.") }
  }

  private func giveSeatBack(in course: ID<Course>) async throws { try await execute(CourseSeats.giveBack(course)) }
}
