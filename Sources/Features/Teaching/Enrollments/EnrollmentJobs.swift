internal import Essentials
public import EvolvCore
public import JobQueue
public import Payloads
internal import Routing
internal import SQLStore
internal import Telemetry

/// What time brings about: offers that end go on to the next, access that ends is ended, and who has a week left is told.
/// Each is a transaction of its own and asks again whether it is due, so that two rounds at once do it once.
public struct MindSeats: Job {
  public static let name = "mind seats"
  public static let rule = JobRule(priority: .normal)
  public static let shape = Shape("MindSeats", Self.init)
  /// How long before the end somebody is told.
  static let notice = Seconds.days(7)
  public init() {}

  public func run(_ work: Errand) async throws {
    let passed = try await passOffers(work), ended = try await endAccess(work), told = try await tellEnds(work)
    let offered = try await fillSeats(work)
    work.log.info(
      "seats minded",
      ["passed": .number(passed), "ended": .number(ended), "told": .number(told), "offered": .number(offered)])
  }

  private func passOffers(_ work: Errand) async throws -> Int {
    let now = work.now
    let entries: [WaitingEntry] = try await work.db.all(
      """
      SELECT \(WaitingEntry.columns) FROM waiting_list WHERE state = 'offered' AND offer_ends_at <= \(now)
      ORDER BY offer_ends_at LIMIT 500
      """)
    for entry in entries {
      try await work.db.settling { try await $0.endWait(entry, as: .passed, by: .program, at: now) }
    }
    return entries.count
  }

  private func endAccess(_ work: Errand) async throws -> Int {
    let now = work.now
    let due: [Enrollment] = try await work.db.all(
      """
      SELECT \(Enrollment.columns) FROM course_enrollments e WHERE e.status IN ('active', 'completed')
        AND e.expires_at <= \(now) ORDER BY e.expires_at LIMIT 500
      """)
    for one in due {
      try await work.db.settling {
        try await $0.end(one, as: .expired, by: .program, at: now)
        $0.record(
          EnrollmentExpired(enrollment: one.id, person: one.person, course: one.course), by: .program, at: now)
      }
    }
    return due.count
  }

  private func tellEnds(_ work: Errand) async throws -> Int {
    let now = work.now, limit = now + Self.notice
    let due: [Enrollment] = try await work.db.all(
      """
      SELECT \(Enrollment.columns) FROM course_enrollments e WHERE e.status IN ('active', 'completed')
        AND e.expires_at > \(now) AND e.expires_at <= \(limit) AND e.warned_at IS NULL ORDER BY e.expires_at LIMIT 500
      """)
    for one in due {
      guard let end = one.expiresAt else { continue }
      try await work.db.transaction {
        let changed = try await $0.execute(
          "UPDATE course_enrollments SET warned_at = \(now) WHERE id = \(one.id) AND warned_at IS NULL")
        guard changed > 0 else { return }
        $0.record(
          EnrollmentEnding(enrollment: one.id, person: one.person, course: one.course, expiresAt: end), by: .program,
          at: now)
      }
    }
    return due.count
  }

  /// Seats that are free while somebody waits, such as after a course was published again.
  private func fillSeats(_ work: Errand) async throws -> Int {
    let now = work.now
    let courses: [ID<Course>] = try await work.db.all(
      """
      SELECT DISTINCT waiting_list.course_id FROM waiting_list JOIN courses ON courses.id = waiting_list.course_id
      WHERE waiting_list.state = 'waiting' AND courses.status = 'published'
        AND (courses.max_students IS NULL OR courses.total_enrolled + courses.seats_held < courses.max_students)
      """)
    var offered = 0
    for course in courses {
      offered += try await work.db.transaction { try await $0.offerSeats(in: course, by: .program, at: now) }
    }
    return offered
  }
}

extension Database {
  /// A transaction whose change somebody else may have made meanwhile.
  fileprivate func settling(_ work: @escaping @Sendable (Transaction) async throws -> Void) async throws {
    do { try await transaction(work) } catch Problem.conflict {}
  }
}
