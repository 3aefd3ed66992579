internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// A course; its text and outline come with `CourseOutline`. It says all that its brief says.
@dynamicMemberLookup
struct Course: RowDecodable, Hashable {
  let brief: CourseBrief
  let parentID: ID<Course>?, maxStudents: Int?, status: CourseStatus
  let submittedAt: Instant?, createdAt: Instant, updatedAt: Instant
  /// Seats kept for people whom one was offered.
  let seatsHeld: Int

  /// To be read from `Course.source`.
  static let columns: SQL = """
    \(CourseBrief.columns), courses.parent_id, courses.max_students, courses.status, courses.submitted_at,
    courses.created_at, courses.updated_at, courses.seats_held
    """
  static let source: SQL = "courses \(Instructor.join)"

  init(row: inout Row) throws {
    brief = try CourseBrief(row: &row)
    parentID = try row.nextIfPresent()
    maxStudents = try row.nextIfPresent()
    status = try row.next()
    submittedAt = try row.nextIfPresent()
    createdAt = try row.next()
    updatedAt = try row.next()
    seatsHeld = try row.next()
  }

  @inline(__always) subscript<Value>(dynamicMember path: KeyPath<CourseBrief, Value>) -> Value { brief[keyPath: path] }

  var reference: Reference<Course> { .id(brief.id) }
  var isPublished: Bool { status == .published }
  /// Whether nobody ever saw it but its makers, so that it may vanish.
  var wasNeverPublished: Bool { brief.publishedAt == nil }
  var seatsLeft: Int? { maxStudents.map { max($0 - brief.totalEnrolled - seatsHeld, 0) } }
}

/// What the catalog shows of a course: a card, or a line of a list.
struct CourseBrief: RowDecodable, Hashable {
  let id: ID<Course>, slug: Slug<Course>, title: String, shortDescription: String
  let categoryID: ID<Category>?, instructorID: ID<Person>, instructorName: String
  let level: Level, language: LanguageTag, durationMinutes: Int?
  let price: Money, enrollmentMode: EnrollmentMode
  let itemCount: Int, lessonCount: Int, totalEnrolled: Int
  let rating: Rating
  let coverID: ID<CourseFile>?
  let publishedAt: Instant?, featuredAt: Instant?

  /// To be read from `Course.source`.
  static let columns: SQL = """
    courses.id, courses.slug, courses.title, courses.short_description, courses.category_id, courses.instructor_id,
    \(Instructor.name), courses.level, courses.language, courses.duration_minutes, courses.price_minor_units,
    courses.currency, courses.enrollment_mode, courses.item_count, courses.lesson_count, courses.total_enrolled,
    courses.rating_hundredths, courses.rating_count, courses.thumbnail_file_id, courses.published_at,
    courses.featured_at
    """

  init(row: inout Row) throws {
    id = try row.next()
    slug = try row.next()
    title = try row.next()
    shortDescription = try row.next()
    categoryID = try row.nextIfPresent()
    instructorID = try row.next()
    instructorName = try row.next()
    level = try row.next()
    language = try row.next()
    durationMinutes = try row.nextIfPresent()
    price = Money(minorUnits: try row.next(), currency: try row.next())
    enrollmentMode = try row.next()
    itemCount = try row.next()
    lessonCount = try row.next()
    totalEnrolled = try row.next()
    rating = Rating(hundredths: try row.next(), count: try row.next())
    coverID = try row.nextIfPresent()
    publishedAt = try row.nextIfPresent()
    featuredAt = try row.nextIfPresent()
  }

  var isFeatured: Bool { featuredAt != nil }
  var isFree: Bool { price.isZero }
}

/// The person who teaches a course, as its statements name them. The one place that reads a person's name here.
enum Instructor {
  static let name: SQL = "users.first_name || ' ' || users.last_name"
  static let join: SQL = "JOIN users ON users.id = courses.instructor_id"
}

/// How hard a course is.
enum Level: String, ColumnWord, PayloadChoice { case beginner, intermediate, advanced }

/// How people get into a course.
enum EnrollmentMode: String, ColumnWord, PayloadChoice { case free, code, staff }

/// Where a course is between its first draft and the archive.
enum CourseStatus: String, ColumnWord, PayloadChoice {
  case draft, submitted, published, rejected, archived
}

/// What learners think of a course.
struct Rating: Hashable {
  /// From 0 to 500.
  let hundredths: Int
  let count: Int
}
