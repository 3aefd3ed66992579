internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

// What a viewer may do to a course, once as functions and, where rows are chosen, once as SQL.

extension Course {
  func isTaught(by viewer: Viewer) -> Bool { viewer.person == brief.instructorID }
  func mayBeEdited(by viewer: Viewer) -> Bool { isTaught(by: viewer) || viewer.may(.editAnyCourse, in: scope) }
  /// What a role for this course alone is given for.
  var scope: RoleScope { .course(brief.id.bits) }
  /// Whether its state lets `viewer` change it: a course under review waits for the reviewers.
  func isOpenToChanges(by viewer: Viewer) -> Bool {
    switch status {
    case .draft, .rejected, .published: true
    case .submitted: viewer.may(.approveCourses, in: scope)
    case .archived: false
    }
  }

  func requireEditing(by viewer: Viewer) throws {
    if mayBeEdited(by: viewer) { return }
    throw viewer.isSignedIn ? Problem.forbidden("edit this course") : .signInNeeded
  }
  func requireOpenness(to viewer: Viewer) throws {
    if isOpenToChanges(by: viewer) { return }
    throw Problem.conflict(
      status == .submitted
        ? "The course is under review. Withdraw it to change it." : "The course is archived. Restore it to change it.")
  }
}

extension Viewer {
  /// The courses for which alone the viewer may do one of these.
  func courses(with permissions: [Permission]) -> [ID<Course>] {
    rights.scoped.compactMap { scope, own in
      guard case .course(let id) = scope, permissions.contains(where: own.includes) else { return nil }
      return ID(bits: id)
    }.sorted { $0.text < $1.text }
  }
}

/// Conditions for statements that read `courses`.
enum CourseFragments {
  static let isPublished: SQL = "courses.status = 'published'"

  /// Whether the course exists for `viewer`.
  static func isVisible(to viewer: Viewer) -> SQL {
    if viewer.may(.seeAnyCourse) { return "TRUE" }
    guard let person = viewer.person else { return isPublished }
    return """
      (\(isPublished) OR courses.instructor_id = \(person) OR \(EnrollmentFragments.takesCourse(person))\(isScoped(viewer, [.seeAnyCourse])))
      """
  }

  /// Whether `viewer` may open the item, of `course_items`, of a course that is visible to them.
  static func mayBeOpened(by viewer: Viewer, at now: Instant = .now()) -> SQL {
    let opening: [Permission] = [.editAnyCourse, .approveCourses, .readAnyLesson]
    if opening.contains(where: viewer.may) { return "TRUE" }
    let isPreview: SQL = "course_items.previewable_since IS NOT NULL"
    guard let person = viewer.person else { return isPreview }
    return """
      (\(isPreview) OR courses.instructor_id = \(person) OR \(ItemAccess.isOpen(to: person, at: now))\(isScoped(viewer, opening)))
      """
  }

  /// `OR` the courses for which the viewer has one of these; nothing for the many who have no such role.
  private static func isScoped(_ viewer: Viewer, _ permissions: [Permission]) -> SQL {
    let ids = viewer.courses(with: permissions)
    return ids.isEmpty ? "" : " OR courses.id IN \(ids)"
  }

  static func isNamed(_ reference: Reference<Course>) -> SQL {
    switch reference {
    case .id(let id): "courses.id = \(id)"
    case .slug(let slug): "courses.slug = \(slug)"
    }
  }
}
