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

  static let columns: SQL = """
    e.id, e.user_id, e.course_id, e.status, e.origin, e.items_done, e.last_item_id, e.last_seen_at, e.enrolled_at, e.completed_at
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
  }

  /// Whether the contents of the course are open to this person.
  var isOpen: Bool { status == .active || status == .completed }
}

/// Where an enrollment stands; names of seed 002.
enum EnrollmentStatus: String, ColumnWord, PayloadChoice { case active, completed, dropped, expired }

/// How a person came to a course.
enum EnrollmentOrigin: String, ColumnWord, PayloadChoice { case free, code, staff }
