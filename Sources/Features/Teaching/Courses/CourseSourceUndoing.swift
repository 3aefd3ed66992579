internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// What a course was brought in with was taken back.
struct CourseTakenBack: CourseEvent {
  static let name = "course.taken_back"
  let course: ID<Course>
}

extension Transaction {
  /// Makes the course what it was before an import; throws `Problem.conflict` with names where somebody changed it since
  /// `moment`. A course that came with the import goes.
  func takeBack(
    _ before: CourseBefore, since moment: Instant, madeCourse: Bool, from id: ID<Course>, by viewer: Viewer,
    at now: Instant
  ) async throws {
    let course = try await courseToMove(.id(id), by: viewer)
    let holdings = try await holdings(of: .id(id), for: viewer)
    let changed = before.changed(in: holdings, madeCourse: madeCourse)
    guard changed.isEmpty, course.updatedAt == moment else {
      throw Problem.conflict("The course was changed since: \(Self.words(for: changed)). It stays as it is.")
    }
    if madeCourse {
      guard course.wasNeverPublished, course.totalEnrolled == 0 else {
        throw Problem.conflict("The course was published or has learners by now. Archive it instead.")
      }
      return try await deleteCourse(.id(id), by: viewer, at: now)
    }
    try course.requireOpenness(to: viewer)
    restore(before, holdings, at: now)
    try await recountItems(of: id, at: now)
    record(CourseTakenBack(course: id), by: viewer, at: now)
  }

  private static func words(for changed: [String]) -> String {
    if changed.isEmpty { return "its details, its order or its state" }
    let rest = changed.count - 3
    return changed.prefix(3).map { "“\($0)”" }.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  private func restore(_ before: CourseBefore, _ holdings: CourseHoldings, at now: Instant) {
    let files = restore(before.files, holdings)
    for section in before.sections {
      guard let id = ID<CourseSection>(pathText: section.id), let name = section.before else { continue }
      later("UPDATE course_sections SET title = \(name.title), source_key = \(name.sourceKey) WHERE id = \(id)")
    }
    for item in before.items { restore(item, files, at: now) }
    for section in before.sections where section.before == nil {
      guard let id = ID<CourseSection>(pathText: section.id) else { continue }
      later("DELETE FROM course_sections WHERE id = \(id)")
    }
    for file in before.files where file.before == nil {
      guard let id = ID<CourseFile>(pathText: file.id) else { continue }
      later("DELETE FROM course_files WHERE id = \(id)")
    }
    for held in holdings.sections {
      guard let place = before.places[held.section.id.text], place != held.section.position else { continue }
      later("UPDATE course_sections SET position = \(place) WHERE id = \(held.section.id)")
    }
    for held in holdings.items {
      guard let place = before.places[held.item.id.text], place != held.item.position else { continue }
      later("UPDATE course_items SET position = \(place) WHERE id = \(held.item.id)")
    }
  }

  /// The files of the course by their ids, as they are when this is done.
  private func restore(_ files: [CourseBefore.File], _ holdings: CourseHoldings) -> [String: CourseFile] {
    for file in files {
      guard let id = ID<CourseFile>(pathText: file.id), let facts = file.before else { continue }
      later(
        """
        UPDATE course_files SET name = \(facts.name), sha256 = \(facts.sha256), content_type = \(facts.contentType),
          size = \(facts.size), width = \(facts.width), height = \(facts.height) WHERE id = \(id)
        """)
    }
    return Dictionary(holdings.files.map { ($0.file.id.text, $0.file) }) { first, _ in first }
  }

  private func restore(_ item: CourseBefore.Item, _ files: [String: CourseFile], at now: Instant) {
    guard let id = ID<CourseItem>(pathText: item.id) else { return }
    guard let text = item.before else { return later("DELETE FROM course_items WHERE id = \(id)") }
    guard let content = text.content(files), let section = ID<CourseSection>(pathText: text.section) else { return }
    later(
      """
      UPDATE course_items SET title = \(text.title), section_id = \(section), minutes = \(content.minutes),
        duration_seconds = \(content.durationSeconds), source_key = \(text.sourceKey),
        source_digest = \(text.sourceDigest), updated_at = \(now) WHERE id = \(id)
      """)
    write(content, of: id)
    indexWords(of: id, content)
  }
}

extension CourseBefore {
  /// The titles of parts that are not as the import left them.
  fileprivate func changed(in holdings: CourseHoldings, madeCourse: Bool) -> [String] {
    let held = Dictionary(holdings.items.map { ($0.item.id.text, $0) }) { first, _ in first }
    let sections = Dictionary(holdings.sections.map { ($0.section.id.text, $0.section.title) }) { first, _ in first }
    var changed = items.filter { item in
      guard let now = held[item.id] else { return true }
      return now.content.digest(titled: now.item.title, in: now.item.sectionID.text) != item.mark
    }.map(\.title)
    changed += self.sections.filter { sections[$0.id] != $0.mark }.map(\.title)
    let own = Set(items.map(\.id)), ownSections = Set(self.sections.filter { $0.before == nil }.map(\.id))
    // What somebody wrote into a section that came with the import would go with it.
    changed += holdings.items.filter { item in
      !own.contains(item.item.id.text) && places[item.item.id.text] == nil
        && (madeCourse || ownSections.contains(item.item.sectionID.text))
    }.map(\.item.title)
    return changed
  }
}
