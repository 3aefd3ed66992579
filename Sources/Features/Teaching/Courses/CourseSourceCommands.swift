internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

// A course that was brought in from elsewhere. Its parts remember where they came from, so that bringing it in again finds
// them and changes what changed instead of making everything twice.

/// What became of a part that was brought in.
enum SourceOutcome: String, Sendable { case added, updated, unchanged }

/// A lesson as it is brought in.
struct SourceLesson: Sendable {
  let key: String, title: Text<ItemTitle>, slug: Slug<CourseItem>, text: LessonText
}

extension Transaction {
  /// The course that came from `source`, made as a draft the first time.
  func course(
    from source: String, titled title: Text<CourseTitle>, about summary: String, taughtBy teacher: ID<Person>,
    by viewer: Viewer, at now: Instant
  ) async throws -> (Course, SourceOutcome) {
    let known: ID<Course>? = try await first("SELECT id FROM courses WHERE source_key = \(source)")
    if let known { return (try await courseToChange(.id(known), by: viewer), .unchanged) }
    let course = try await createCourse(
      NewCourse(title: title, shortDescription: Text<ShortDescription>(summary), instructorID: teacher), by: viewer,
      at: now)
    try await execute("UPDATE courses SET source_key = \(source) WHERE id = \(course.id)")
    return (course, .added)
  }

  func section(
    from key: String, titled title: Text<SectionTitle>, at position: Int, in course: Course, by viewer: Viewer,
    at now: Instant
  ) async throws -> (ID<CourseSection>, SourceOutcome) {
    let known: CourseSection? = try await first(
      "SELECT \(CourseSection.columns) FROM course_sections WHERE course_id = \(course.id) AND source_key = \(key)")
    guard let known else {
      let section = try await addSection(NewSection(title: title), to: course.reference, by: viewer, at: now)
      try await execute("UPDATE course_sections SET source_key = \(key) WHERE id = \(section.id)")
      return (section.id, .added)
    }
    if known.title == title.text { return (known.id, .unchanged) }
    _ = try await editSection(known.id, SectionChanges(title: title), by: viewer, at: now)
    return (known.id, .updated)
  }

  func lesson(
    _ lesson: SourceLesson, in section: ID<CourseSection>, of course: Course, by viewer: Viewer, at now: Instant
  ) async throws -> SourceOutcome {
    let known: ID<CourseItem>? = try await first(
      "SELECT id FROM course_items WHERE course_id = \(course.id) AND source_key = \(lesson.key)")
    guard let known else {
      let item = try await addItem(
        NewItem(title: lesson.title, content: .lesson(lesson.text)), to: section, by: viewer, at: now)
      try await execute(
        "UPDATE course_items SET source_key = \(lesson.key), slug = \(lesson.slug) WHERE id = \(item.id)")
      return .added
    }
    let old = try await openItem(known, for: viewer)
    let isSame =
      old.content == .lesson(lesson.text) && old.item.title == lesson.title.text && old.item.sectionID == section
    if isSame { return .unchanged }
    let changes = ItemChanges(title: lesson.title, section: section, content: .lesson(lesson.text))
    _ = try await editItem(known, changes, by: viewer, at: now)
    return .updated
  }
}
