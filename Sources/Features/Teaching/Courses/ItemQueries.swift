internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Reading {
  /// What stands in an item, for who may open it: throws `NothingFound` where the course does not exist for the viewer,
  /// `Problem.signInNeeded`, `.forbidden` or `.locked` where its outline does and the item is closed.
  func openItem(_ item: ID<CourseItem>, for viewer: Viewer, at now: Instant = .now()) async throws -> OpenItem {
    try await openItem(where: "course_items.id = \(item)", for: viewer, at: now)
  }

  func openItem(
    _ slug: Slug<CourseItem>, of course: Reference<Course>, for viewer: Viewer, at now: Instant = .now()
  ) async throws -> OpenItem {
    try await openItem(
      where: "course_items.slug = \(slug) AND \(CourseFragments.isNamed(course))", for: viewer, at: now)
  }

  private func openItem(where condition: SQL, for viewer: Viewer, at now: Instant) async throws -> OpenItem {
    let row: OpenItemRow = try await one(
      """
      SELECT \(CourseFragments.mayBeOpened(by: viewer, at: now)), \(Course.columns), \(CourseItem.columns), \(OpenItemRow.columns)
      FROM course_items JOIN courses ON courses.id = course_items.course_id \(Instructor.join) \(OpenItemRow.joins)
      WHERE \(condition) AND \(CourseFragments.isVisible(to: viewer))
      """)
    guard row.isOpen else {
      guard viewer.isSignedIn else { throw Problem.signInNeeded }
      let lock = try await lock(of: row.item, for: viewer, at: now)
      throw lock.map { Problem.locked($0.words) } ?? .forbidden("read the lessons of this course")
    }
    return OpenItem(course: row.course, item: row.item, content: row.content)
  }

  /// The item without what stands in it; throws `NothingFound`.
  func item(_ item: ID<CourseItem>, for viewer: Viewer) async throws -> CourseItem {
    try await one(
      """
      SELECT \(CourseItem.columns) FROM course_items JOIN courses ON courses.id = course_items.course_id
      WHERE course_items.id = \(item) AND \(CourseFragments.isVisible(to: viewer))
      """)
  }

  /// The section with its items; throws `NothingFound`.
  func section(_ section: ID<CourseSection>, for viewer: Viewer) async throws -> CourseSection {
    let (found, items) = try await fetch(
      Query<CourseSection>.one(
        """
        SELECT \(CourseSection.columns) FROM course_sections JOIN courses ON courses.id = course_sections.course_id
        WHERE course_sections.id = \(section) AND \(CourseFragments.isVisible(to: viewer))
        """),
      Query<[CourseItem]>.all(
        "SELECT \(CourseItem.columns) FROM course_items WHERE section_id = \(section) ORDER BY position"))
    return found.with(items)
  }
}

/// An item with all the columns that its kind may have.
private struct OpenItemRow: RowDecodable {
  let isOpen: Bool, course: Course, item: CourseItem, content: ItemContent

  static let columns = ItemContent.columns
  static let joins = ItemContent.joins

  init(row: inout Row) throws {
    isOpen = try row.next()
    course = try Course(row: &row)
    item = try CourseItem(row: &row)
    content = try ItemContent(item.kind, row: &row)
  }
}

extension ItemContent {
  /// Of all kinds; to be read beside the item, and last.
  static let columns: SQL = """
    course_lessons.markdown, course_lessons.html, course_lessons.headings, course_lessons.word_count,
    course_videos.description, course_videos.video_type, course_videos.video_url, course_videos.youtube_id,
    course_items.duration_seconds, course_videos.requires_code,
    course_materials.description, course_materials.link, course_materials.download_count,
    course_materials.is_downloadable, \(CourseFile.columns)
    """
  static let joins: SQL = """
    LEFT JOIN course_lessons ON course_lessons.item_id = course_items.id
    LEFT JOIN course_videos ON course_videos.item_id = course_items.id
    LEFT JOIN course_materials ON course_materials.item_id = course_items.id
    LEFT JOIN course_files ON course_files.id = course_materials.file_id
    """

  init(_ kind: ItemKind, row: inout Row) throws {
    switch kind {
    case .lesson: self = .lesson(try LessonText(row: &row))
    case .video:
      try row.skip(4)
      self = .video(try Video(row: &row))
    case .material:
      try row.skip(10)
      self = .material(try Material(row: &row))
    }
  }
}

extension Row {
  /// Leaves out columns of other kinds, all NULL here.
  fileprivate mutating func skip(_ count: Int) throws {
    for _ in 0..<count { _ = try nextIfPresent() as String? }
  }
}

extension LessonText: RowDecodable {
  init(row: inout Row) throws {
    markdown = try row.next()
    html = try row.next()
    let outline: JSONText = try row.next()
    headings = try LessonHeadings(json: Array(outline.text.utf8)).headings
    wordCount = try row.next()
  }
}

/// The headings of a lesson as their column keeps them.
struct LessonHeadings: Payload {
  let headings: [LessonHeading]
  static let shape = Shape("LessonHeadings", Self.init, Field("headings", \.headings))
}

extension Video: RowDecodable {
  init(row: inout Row) throws {
    description = try row.next()
    type = try row.next()
    address = try row.next()
    youtubeID = try row.nextIfPresent()
    durationSeconds = try row.nextIfPresent()
    requiresCode = try row.next()
  }
}

extension Material: RowDecodable {
  init(row: inout Row) throws {
    description = try row.next()
    let link: String? = try row.nextIfPresent()
    downloadCount = try row.next()
    isDownloadable = try row.next()
    source = if let link { .link(link) } else { .file(try CourseFile(row: &row)) }
  }
}
