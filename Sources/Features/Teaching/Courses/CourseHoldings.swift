internal import Essentials
internal import EvolvCore
internal import SQLStore

/// Everything that a course holds, as an import compares it and an export writes it down. Lessons are in the memory with
/// their texts: some megabytes for a large course.
struct CourseHoldings: Sendable {
  let course: Course, description: String, category: Slug<Category>?, sourceKey: String?
  /// In their order.
  let sections: [HeldSection], items: [HeldItem]
  let files: [HeldFile]

  func items(of section: ID<CourseSection>) -> [HeldItem] { items.filter { $0.item.sectionID == section } }
}

/// A section, and where it came from.
struct HeldSection: RowDecodable {
  let section: CourseSection, key: String?
  init(row: inout Row) throws {
    key = try row.nextIfPresent()
    section = try CourseSection(row: &row)
  }
}

/// An item with what stands in it, and where it came from.
struct HeldItem: RowDecodable {
  let item: CourseItem, content: ItemContent, key: String?
  /// Of what was brought in: what differs from it by now was changed here.
  let sourceDigest: String?

  init(row: inout Row) throws {
    key = try row.nextIfPresent()
    sourceDigest = try row.nextIfPresent()
    item = try CourseItem(row: &row)
    content = try ItemContent(item.kind, row: &row)
  }
}

/// A file, and where it came from.
struct HeldFile: RowDecodable {
  let file: CourseFile, key: String?
  init(row: inout Row) throws {
    key = try row.nextIfPresent()
    file = try CourseFile(row: &row)
  }
}

private struct SourceName: RowDecodable {
  let key: String?
  init(row: inout Row) throws { key = try row.nextIfPresent() }
}

extension Reading {
  /// Everything that a course holds, for who may change it.
  func holdings(of reference: Reference<Course>, for viewer: Viewer) async throws -> CourseHoldings {
    let id = CourseFragments.id(of: reference)
    let (head, source, sections, items, files) = try await fetch(
      Query<OutlineHead>.outlineHead(of: reference, for: viewer),
      Query<SourceName>.one("SELECT source_key FROM courses WHERE id = \(id)"),
      Query<[HeldSection]>.all(
        """
        SELECT course_sections.source_key, \(CourseSection.columns) FROM course_sections
        WHERE course_sections.course_id = \(id) ORDER BY course_sections.position, course_sections.id
        """),
      Query<[HeldItem]>.all(
        """
        SELECT course_items.source_key, course_items.source_digest, \(CourseItem.columns), \(ItemContent.columns)
        FROM course_items JOIN course_sections ON course_sections.id = course_items.section_id \(ItemContent.joins)
        WHERE course_items.course_id = \(id)
        ORDER BY course_sections.position, course_sections.id, course_items.position, course_items.id
        """),
      Query<[HeldFile]>.all(
        """
        SELECT course_files.source_key, \(CourseFile.columns) FROM course_files
        WHERE course_files.course_id = \(id) ORDER BY course_files.created_at, course_files.id
        """))
    try head.course.requireEditing(by: viewer)
    return CourseHoldings(
      course: head.course, description: head.description, category: head.category?.slug, sourceKey: source.key,
      sections: sections, items: items, files: files)
  }

  /// The course that came from `source` to `teacher`, the newest of several.
  func courseBrought(from source: String, to teacher: ID<Person>) async throws -> ID<Course>? {
    try await first(
      """
      SELECT id FROM courses WHERE source_key = \(source) AND instructor_id = \(teacher)
      ORDER BY created_at DESC, id DESC \(SQL.limit(1))
      """)
  }
}
