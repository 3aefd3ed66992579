internal import Essentials
internal import EvolvCore
internal import SQLStore

extension Reading {
  /// The only door to one course: one that the viewer may not see does not exist. Throws `NothingFound`.
  func course(_ reference: Reference<Course>, for viewer: Viewer) async throws -> Course {
    try await fetch(Query<Course>.course(reference, for: viewer))
  }

  /// The course with its sections and items, in one round trip. Throws `NothingFound`.
  func outline(of reference: Reference<Course>, for viewer: Viewer) async throws -> CourseOutline {
    let (head, sections, items) = try await fetch(
      Query<OutlineHead>.outlineHead(of: reference, for: viewer), Query<[CourseSection]>.sections(of: reference),
      Query<[CourseItem]>.items(of: reference))
    return CourseOutline(head, sections, items)
  }

  /// The same as the API says it.
  func courseDetail(of reference: Reference<Course>, for viewer: Viewer) async throws -> CourseDetail {
    let (head, sections, items) = try await fetch(
      Query<OutlineHead>.outlineHead(of: reference, for: viewer), Query<[CourseSection]>.sections(of: reference),
      Query<WrittenItems>.reading(CourseItem.selection(ItemAnswer.columns, of: reference)) {
        try WrittenItems(rows: &$0)
      })
    return CourseDetail(head, sections, items, for: viewer)
  }
}

extension Query {
  static func course(_ reference: Reference<Course>, for viewer: Viewer) -> Query where Result == Course {
    .one(
      """
      SELECT \(Course.columns) FROM \(Course.source)
      WHERE \(CourseFragments.isNamed(reference)) AND \(CourseFragments.isVisible(to: viewer))
      """)
  }

  /// The part of the outline that decides whether the viewer may see the rest; fetch the other parts beside it.
  static func outlineHead(of reference: Reference<Course>, for viewer: Viewer) -> Query where Result == OutlineHead {
    .one(
      """
      SELECT \(OutlineHead.columns)
      FROM \(Course.source) \(CategoryMark.join)
      WHERE \(CourseFragments.isNamed(reference)) AND \(CourseFragments.isVisible(to: viewer))
      """)
  }

  /// The same with how the viewer stands with the course.
  static func pageHead(of reference: Reference<Course>, for viewer: Viewer, at now: Instant) -> Query
  where Result == CoursePageHead {
    .one(
      """
      SELECT \(OutlineHead.columns), \(EnrollmentMark.columns(at: now)), \(CourseStanding.hasMore(for: viewer))
      FROM \(Course.source) \(CategoryMark.join) \(EnrollmentMark.join(for: viewer))
      WHERE \(CourseFragments.isNamed(reference)) AND \(CourseFragments.isVisible(to: viewer))
      """)
  }

  /// Only beside `outlineHead` or `pageHead`.
  static func sections(of reference: Reference<Course>) -> Query where Result == [CourseSection] {
    .all(
      """
      SELECT \(CourseSection.columns) FROM course_sections
      WHERE course_sections.course_id = \(CourseFragments.id(of: reference)) ORDER BY course_sections.position
      """)
  }

  /// Only beside `outlineHead` or `pageHead`.
  static func items(of reference: Reference<Course>) -> Query where Result == [CourseItem] {
    .all(CourseItem.selection(CourseItem.columns, of: reference))
  }

  /// The courses below one that viewers may see.
  static func subcourses(of reference: Reference<Course>, for viewer: Viewer) -> Query where Result == [CourseBrief] {
    .all(
      """
      SELECT \(CourseBrief.columns) FROM \(Course.source)
      WHERE courses.parent_id = \(CourseFragments.id(of: reference)) AND \(CourseFragments.isVisible(to: viewer))
      ORDER BY courses.created_at, courses.id
      """)
  }
}

/// The first row of an outline.
struct OutlineHead: RowDecodable, Hashable {
  let course: Course, description: String, reviewNote: String?, category: CategoryMark?

  static let columns: SQL = """
    \(Course.columns), courses.description, courses.review_note, \(CategoryMark.columns)
    """

  init(row: inout Row) throws {
    course = try Course(row: &row)
    description = try row.next()
    reviewNote = try row.nextIfPresent()
    category = try CategoryMark(ifPresent: &row)
  }
}

/// The first row of the page of a course.
struct CoursePageHead: RowDecodable {
  let outline: OutlineHead, enrollment: EnrollmentMark?, hasMore: Bool

  init(row: inout Row) throws {
    outline = try OutlineHead(row: &row)
    enrollment = try EnrollmentMark(ifPresent: &row)
    hasMore = try row.next()
  }
}

extension CourseOutline {
  init(_ head: OutlineHead, _ sections: [CourseSection], _ items: [CourseItem]) {
    let bySection = Dictionary(grouping: items, by: \.sectionID)
    self.init(
      course: head.course, description: head.description, reviewNote: head.reviewNote,
      sections: sections.map { $0.with(bySection[$0.id, default: []]) })
  }
}

extension CourseItem {
  fileprivate static func selection(_ columns: SQL, of reference: Reference<Course>) -> SQL {
    """
    SELECT \(columns) FROM course_items
    WHERE course_items.course_id = \(CourseFragments.id(of: reference)) ORDER BY course_items.position
    """
  }
}

extension CourseFragments {
  /// The id of the course as an operand.
  static func id(of reference: Reference<Course>) -> SQL {
    switch reference {
    case .id(let id): "\(id)"
    case .slug: "(SELECT courses.id FROM courses WHERE \(isNamed(reference)))"
    }
  }
}

extension CourseFragments {
  /// A statement: whether any course, published or not, stands in the category.
  static func isFiled(under category: ID<Category>) -> SQL {
    "SELECT EXISTS (SELECT 1 FROM courses WHERE category_id = \(category))"
  }
}
