internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// Anything to be added to a section.
struct NewItem: Sendable {
  let title: Text<ItemTitle>
  let content: ItemContent
  var isPreview = false
  /// From 1; at the end if nil.
  var position: Int?
}

extension Transaction {
  func addItem(
    _ new: NewItem, to section: ID<CourseSection>, by viewer: Viewer, at now: Instant
  ) async throws -> CourseItem {
    let course = try await courseToChange(with: section, by: viewer)
    try await requireFilm(of: new.content, by: viewer)
    let id = ID<CourseItem>(at: now), kind = new.content.kind, content = try await lengthKnown(of: new.content)
    let slug = try await freeSlug(of: new.title.text, in: course.id)
    try await execute(
      """
      INSERT INTO course_items (id, course_id, section_id, kind, title, slug, position, minutes, duration_seconds,
        previewable_since, created_at, updated_at)
      VALUES (\(id), \(course.id), \(section), \(kind), \(new.title.text), \(slug),
        (SELECT count(*) + 1 FROM course_items WHERE section_id = \(section)), \(content.minutes),
        \(content.durationSeconds), \(new.isPreview ? now : nil), \(now), \(now))
      """)
    write(new.content, of: id)
    indexWords(of: id, new.content)
    countItem(of: course.id, kind, at: now)
    if let position = new.position { try await place(id, at: position, in: section) }
    return try await tell(.added, id, by: viewer, at: now)
  }

  /// Changes an item, what stands in it, or where it stands.
  func editItem(
    _ id: ID<CourseItem>, _ changes: ItemChanges, by viewer: Viewer, at now: Instant
  ) async throws -> CourseItem {
    let course = try await courseToChange(with: id, by: viewer)
    let old = try await item(id)
    if let content = changes.content, content.kind != old.kind { throw Problem.notFound(content.kind.rawValue) }
    var content = changes.content
    if let given = content {
      content = try await lengthKnown(of: try await inPlace(given, of: id, titled: changes.title?.text ?? old.title))
    }
    let length = content.map { ($0.minutes, $0.durationSeconds) } ?? (old.minutes, old.durationSeconds)
    let preview = changes.isPreview.map { $0 ? old.previewableSince ?? now : nil } ?? old.previewableSince
    try await execute(
      """
      UPDATE course_items SET title = \(changes.title?.text ?? old.title), minutes = \(length.0),
        duration_seconds = \(length.1), previewable_since = \(preview), updated_at = \(now) WHERE id = \(id)
      """)
    if let content {
      try await requireFilm(of: content, in: id, by: viewer)
      write(content, of: id)
    }
    indexWords(of: id, content)
    try await move(old, to: changes.section, at: changes.position?.value)
    later("UPDATE courses SET updated_at = \(now) WHERE id = \(course.id)")
    let isMove = changes.title == nil && changes.content == nil && changes.isPreview == nil
    return try await tell(isMove ? .moved : .edited, id, by: viewer, at: now)
  }

  /// Removes an item; answers the course it was part of.
  @discardableResult
  func removeItem(_ id: ID<CourseItem>, by viewer: Viewer, at now: Instant) async throws -> Course {
    let course = try await courseToChange(with: id, by: viewer)
    let item = try await item(id)
    try await execute("DELETE FROM course_items WHERE id = \(id)")
    closeGap(after: item)
    try await settle(course, after: .item(item, .removed), by: viewer, at: now)
    return course
  }

  /// What follows when a part of a course is gone: counts, progress, files and words become those of what remains.
  func settle(_ course: Course, after removal: OutlineChanged, by viewer: Viewer, at now: Instant) async throws {
    later(
      """
      UPDATE courses SET updated_at = \(now),
        item_count = (SELECT count(*) FROM course_items WHERE course_id = courses.id),
        lesson_count = (SELECT count(*) FROM course_items WHERE course_id = courses.id AND kind = 'lesson')
      WHERE id = \(course.id)
      """)
    try await recountDoneItems(of: course.id, at: now)
    removeUnusedFiles(of: course.id)
    indexWords(of: course.id)
    record(removal, by: viewer, at: now)
  }
}

extension Transaction {
  /// The course that an item belongs to, for who may change it, kept from others until this transaction ends.
  func courseToChange(with item: ID<CourseItem>, by viewer: Viewer) async throws -> Course {
    let course = try await lockedCourse(
      where: "courses.id = (SELECT course_id FROM course_items WHERE id = \(item))", for: viewer)
    try course.requireEditing(by: viewer)
    try course.requireOpenness(to: viewer)
    return course
  }

  private func item(_ id: ID<CourseItem>) async throws -> CourseItem {
    try await one("SELECT \(CourseItem.columns) FROM course_items WHERE course_items.id = \(id)")
  }

  private func countItem(of course: ID<Course>, _ kind: ItemKind, at now: Instant) {
    later(
      """
      UPDATE courses SET item_count = item_count + 1, lesson_count = lesson_count + \(kind == .lesson ? 1 : 0),
        updated_at = \(now)
      WHERE id = \(course)
      """)
  }

  /// To another section of the same course, or to another place in its own.
  private func move(_ item: CourseItem, to section: ID<CourseSection>?, at position: Int?) async throws {
    let target = section ?? item.sectionID
    if target != item.sectionID {
      guard try await self.section(target).courseID == item.courseID else {
        throw Problem.invalid("section_id", "unknown", "must be a section of the same course")
      }
      try await execute(
        """
        UPDATE course_items SET section_id = \(target),
          position = (SELECT count(*) + 1 FROM course_items WHERE section_id = \(target)) WHERE id = \(item.id)
        """)
      closeGap(after: item)
    }
    if let position { try await place(item.id, at: position, in: target) }
  }

  private func closeGap(after item: CourseItem) {
    later(
      """
      UPDATE course_items SET position = position - 1
      WHERE section_id = \(item.sectionID) AND position > \(item.position)
      """)
  }

  /// Moves an item among its neighbors, who close up; a position beyond the end is the end.
  private func place(_ id: ID<CourseItem>, at wanted: Int, in section: ID<CourseSection>) async throws {
    let order: [ID<CourseItem>] = try await all(
      "SELECT id FROM course_items WHERE section_id = \(section) ORDER BY position, id")
    for (position, item) in order.moving(id, to: wanted) {
      later("UPDATE course_items SET position = \(position) WHERE id = \(item)")
    }
  }

  private func tell(
    _ change: OutlineChanged.Change, _ id: ID<CourseItem>, by viewer: Viewer, at now: Instant
  ) async throws -> CourseItem {
    let item = try await item(id)
    if change != .moved { indexWords(of: item.courseID) }
    record(OutlineChanged.item(item, change), by: viewer, at: now)
    return item
  }
}
