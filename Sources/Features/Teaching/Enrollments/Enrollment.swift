internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// One person takes one course.
struct Enrollment: RowDecodable {
  let id: ID<Enrollment>, person: ID<Person>, course: ID<Course>
  let status: EnrollmentStatus, origin: EnrollmentOrigin
  let itemsDone: Int, lastItem: ID<CourseItem>?, lastSeenAt: Instant?
  let enrolledAt: Instant, completedAt: Instant?
  /// Until when the course is open; nil for good.
  let expiresAt: Instant?
  let endedAt: Instant?, endReason: String?

  static let columns: SQL = """
    e.id, e.user_id, e.course_id, e.status, e.origin, e.items_done, e.last_item_id, e.last_seen_at, e.enrolled_at,
    e.completed_at, e.expires_at, e.ended_at, e.end_reason
    """

  init(row: inout Row) throws {
    id = try row.next()
    person = try row.next()
    course = try row.next()
    status = try row.next()
    origin = try row.next()
    itemsDone = try row.next()
    lastItem = try row.nextIfPresent()
    lastSeenAt = try row.nextIfPresent()
    enrolledAt = try row.next()
    completedAt = try row.nextIfPresent()
    expiresAt = try row.nextIfPresent()
    endedAt = try row.nextIfPresent()
    endReason = try row.nextIfPresent()
  }

  /// Whether the contents of the course are open to this person.
  var isOpen: Bool { status == .active || status == .completed }
  /// The same at a moment: a time that is over ends it before the job comes round.
  func isOpen(at now: Instant) -> Bool { isOpen && expiresAt.map { $0 > now } ?? true }
}

/// Where an enrollment stands; names of seed 002.
enum EnrollmentStatus: String, ColumnWord, PayloadChoice, CaseIterable { case active, completed, dropped, expired }

/// How a person came to a course.
enum EnrollmentOrigin: String, ColumnWord, PayloadChoice {
  case free, code, staff

  var words: String {
    switch self {
    case .free: "Enrolled freely"
    case .code: "By an access code"
    case .staff: "Enrolled by the school"
    }
  }
}
