internal import Essentials
internal import EvolvCore
internal import Markup
internal import SQLStore

// A lesson that was brought in names other lessons and pictures as its folder did. When somebody goes on writing it here,
// those names must lead where they led: so its text is printed with the same knowledge as when it came in.

extension Reading {
  /// The content as it is printed where it stands; only lessons that were brought in differ from what was given.
  func inPlace(_ content: ItemContent, of item: ID<CourseItem>, titled title: String) async throws -> ItemContent {
    guard case .lesson(let text) = content else { return content }
    let home: LessonHome? = try await first(
      """
      SELECT course_items.source_key, courses.id, courses.slug, courses.source_key, courses.source_home
      FROM course_items JOIN courses ON courses.id = course_items.course_id
      WHERE course_items.id = \(item) AND course_items.source_key IS NOT NULL
      """)
    guard let home else { return content }
    let (lessons, files) = try await fetch(
      Query<[Neighbour]>.all(
        """
        SELECT source_key, title, slug FROM course_items
        WHERE course_id = \(home.course) AND kind = 'lesson' AND source_key IS NOT NULL
        """),
      Query<[HeldFile]>.all(
        """
        SELECT course_files.source_key, \(CourseFile.columns) FROM course_files
        WHERE course_id = \(home.course) AND source_key IS NOT NULL
        """))
    let addresses = ImportAddresses(
      course: home.slug, slugs: Dictionary(lessons.map { ($0.key, $0.slug) }) { first, _ in first },
      files: Dictionary(files.compactMap { held in held.key.map { ($0, held.file) } }) { first, _ in first })
    let links = CourseLinks(
      course: home.source, lessons: lessons.map { CourseLinks.Lesson(key: $0.key, title: $0.title) },
      images: files.filter { $0.file.isPicture }.compactMap(\.key), home: home.site)
    let printed = links.page(of: text.markdown, key: home.key, title: title) { addresses.address(of: $0) }
    return .lesson(LessonText(markdown: text.markdown, printed))
  }
}

private struct LessonHome: RowDecodable {
  let key: String, course: ID<Course>, slug: Slug<Course>, source: String, site: String?
  init(row: inout Row) throws {
    key = try row.next()
    course = try row.next()
    slug = try row.next()
    source = try row.nextIfPresent() ?? ""
    site = try row.nextIfPresent()
  }
}

private struct Neighbour: RowDecodable {
  let key: String, title: String, slug: Slug<CourseItem>
  init(row: inout Row) throws {
    key = try row.next()
    title = try row.next()
    slug = try row.next()
  }
}
