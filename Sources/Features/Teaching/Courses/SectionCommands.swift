internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

enum SectionTitle: TextRule { static let length = 1...255 }
enum SectionDescription: TextRule {
  static let length = 0...2_000
  static let isMultiline = true
}
enum Position: NumberRule { static let range = 1...10_000 }

/// A section to be added.
struct NewSection: Payload {
  let title: Text<SectionTitle>
  var description: Text<SectionDescription>?
  var position: Number<Position>?
  static let shape = Shape(
    "NewSection", Self.init, Field("title", \.title), Field("description", \.description),
    Field("position", \.position, "From 1; at the end if left out"))
}

/// What a PATCH changes of a section.
struct SectionChanges: Payload {
  var title: Text<SectionTitle>?
  var description: Text<SectionDescription>?
  var position: Number<Position>?
  static let shape = Shape(
    "SectionChanges", Self.init, Field("title", \.title), Field("description", \.description),
    Field("position", \.position, "From 1; beyond the end is the end"))
}

extension Transaction {
  func addSection(
    _ new: NewSection, to reference: Reference<Course>, by viewer: Viewer, at now: Instant
  ) async throws -> CourseSection {
    let course = try await courseToChange(reference, by: viewer)
    let id = ID<CourseSection>(at: now)
    try await execute(
      """
      INSERT INTO course_sections (id, course_id, title, description, position, created_at)
      VALUES (\(id), \(course.id), \(new.title.text), \(new.description?.text ?? ""),
        (SELECT count(*) + 1 FROM course_sections WHERE course_id = \(course.id)), \(now))
      """)
    if let position = new.position { try await place(id, at: position.value, in: course.id) }
    return try await tell(.added, id, of: course, by: viewer, at: now)
  }

  func editSection(
    _ id: ID<CourseSection>, _ changes: SectionChanges, by viewer: Viewer, at now: Instant
  ) async throws -> CourseSection {
    let course = try await courseToChange(with: id, by: viewer)
    if changes.title != nil || changes.description != nil {
      try await execute(
        """
        UPDATE course_sections SET title = COALESCE(\(changes.title?.text), title),
          description = COALESCE(\(changes.description?.text), description) WHERE id = \(id)
        """)
    }
    if let position = changes.position { try await place(id, at: position.value, in: course.id) }
    let isMoved = changes.title == nil && changes.description == nil
    return try await tell(isMoved ? .moved : .edited, id, of: course, by: viewer, at: now)
  }

  /// Removes a section with all that stands in it.
  func removeSection(_ id: ID<CourseSection>, by viewer: Viewer, at now: Instant) async throws {
    let course = try await courseToChange(with: id, by: viewer)
    let section = try await section(id)
    try await execute("DELETE FROM course_sections WHERE id = \(id)")
    later(
      """
      UPDATE course_sections SET position = position - 1
      WHERE course_id = \(course.id) AND position > \(section.position)
      """)
    try await settle(course, after: .section(section, .removed), by: viewer, at: now)
  }
}

extension Transaction {
  /// The course that a section belongs to, for who may change it, kept from others until this transaction ends.
  func courseToChange(with section: ID<CourseSection>, by viewer: Viewer) async throws -> Course {
    let course = try await lockedCourse(
      where: "courses.id = (SELECT course_id FROM course_sections WHERE id = \(section))", for: viewer)
    try course.requireEditing(by: viewer)
    try course.requireOpenness(to: viewer)
    return course
  }

  func section(_ id: ID<CourseSection>) async throws -> CourseSection {
    try await one("SELECT \(CourseSection.columns) FROM course_sections WHERE id = \(id)")
  }

  /// Moves a section among its neighbors, who close up; a position beyond the end is the end.
  private func place(_ id: ID<CourseSection>, at wanted: Int, in course: ID<Course>) async throws {
    let order: [ID<CourseSection>] = try await all(
      "SELECT id FROM course_sections WHERE course_id = \(course) ORDER BY position, id")
    for (position, section) in order.moving(id, to: wanted) {
      later("UPDATE course_sections SET position = \(position) WHERE id = \(section)")
    }
  }

  private func tell(
    _ change: OutlineChanged.Change, _ id: ID<CourseSection>, of course: Course, by viewer: Viewer, at now: Instant
  ) async throws -> CourseSection {
    later("UPDATE courses SET updated_at = \(now) WHERE id = \(course.id)")
    if change != .moved { indexWords(of: course.id) }
    let section = try await section(id)
    record(OutlineChanged.section(section, change), by: viewer, at: now)
    return section
  }
}

extension Array where Element: Hashable {
  /// The new positions, from 1, of those that change place when `element` comes to stand at `wanted`.
  func moving(_ element: Element, to wanted: Int) -> [(position: Int, element: Element)] {
    var order = filter { $0 != element }
    order.insert(element, at: Swift.min(Swift.max(wanted - 1, 0), order.count))
    return order.enumerated().compactMap { index, one in
      index < count && self[index] == one ? nil : (index + 1, one)
    }
  }
}
