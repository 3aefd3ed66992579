internal import Essentials
internal import Payloads
internal import SQLStore

/// A course with its text and everything it consists of, but not what stands in the items.
struct CourseOutline: Hashable {
  let course: Course
  /// Markdown.
  let description: String
  /// Why it was sent back; only for those who may change it.
  let reviewNote: String?
  let sections: [CourseSection]

  var items: [CourseItem] { sections.flatMap(\.items) }
  var isEmpty: Bool { sections.allSatisfy(\.items.isEmpty) }
  /// How long all of it takes, as far as that is known.
  var minutes: Int { sections.reduce(0) { $0 + $1.items.reduce(0) { $0 + ($1.minutes ?? 0) } } }
  func item(_ slug: Slug<CourseItem>) -> CourseItem? { items.first { $0.slug == slug } }
}

/// A chapter of a course.
struct CourseSection: RowDecodable, Hashable {
  let id: ID<CourseSection>, courseID: ID<Course>, title: String, description: String
  /// From 1, without gaps.
  let position: Int
  let createdAt: Instant
  /// In their order; empty until `with(_:)`.
  private(set) var items: [CourseItem] = []

  static let columns: SQL = """
    course_sections.id, course_sections.course_id, course_sections.title, course_sections.description,
    course_sections.position, course_sections.created_at
    """

  init(row: inout Row) throws {
    id = try row.next()
    courseID = try row.next()
    title = try row.next()
    description = try row.next()
    position = try row.next()
    createdAt = try row.next()
  }

  func with(_ items: [CourseItem]) -> CourseSection {
    var section = self
    section.items = items
    return section
  }
}

/// What an item is.
enum ItemKind: String, ColumnWord, PayloadChoice { case lesson, video, material }

/// A lesson, a video or a material, as the outline shows it.
struct CourseItem: RowDecodable, Hashable {
  let id: ID<CourseItem>, courseID: ID<Course>, sectionID: ID<CourseSection>
  let kind: ItemKind, title: String, slug: Slug<CourseItem>
  /// From 1 in its section, without gaps.
  let position: Int
  /// How long it takes, where that is known; of a video to the second.
  let minutes: Int?, durationSeconds: Int?
  let previewableSince: Instant?, createdAt: Instant, updatedAt: Instant

  static let columns: SQL = """
    course_items.id, course_items.course_id, course_items.section_id, course_items.kind, course_items.title,
    course_items.slug, course_items.position, course_items.minutes, course_items.duration_seconds,
    course_items.previewable_since, course_items.created_at, course_items.updated_at
    """

  init(row: inout Row) throws {
    id = try row.next()
    courseID = try row.next()
    sectionID = try row.next()
    kind = try row.next()
    title = try row.next()
    slug = try row.next()
    position = try row.next()
    minutes = try row.nextIfPresent()
    durationSeconds = try row.nextIfPresent()
    previewableSince = try row.nextIfPresent()
    createdAt = try row.next()
    updatedAt = try row.next()
  }

  /// Whether it is open to everyone.
  var isPreview: Bool { previewableSince != nil }
}
