internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

// What a viewer may do to a course, once as functions and, where rows are chosen, once as SQL.

extension Course {
  func isTaught(by viewer: Viewer) -> Bool { viewer.person == brief.instructorID }
  func mayBeEdited(by viewer: Viewer) -> Bool { isTaught(by: viewer) || viewer.may(.editAnyCourse) }
  /// Whether its state lets `viewer` change it: a course under review waits for the reviewers.
  func isOpenToChanges(by viewer: Viewer) -> Bool {
    switch status {
    case .draft, .rejected, .published: true
    case .submitted: viewer.may(.approveCourses)
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

/// Conditions for statements that read `courses`.
enum CourseFragments {
  static let isPublished: SQL = "courses.status = 'published'"

  /// Whether the course exists for `viewer`.
  static func isVisible(to viewer: Viewer) -> SQL {
    if viewer.may(.editAnyCourse) || viewer.may(.approveCourses) { return "TRUE" }
    guard let person = viewer.person else { return isPublished }
    return "(\(isPublished) OR courses.instructor_id = \(person) OR \(EnrollmentFragments.takesCourse(person)))"
  }

  /// Whether `viewer` may open the item, of `course_items`, of a course that is visible to them.
  static func mayBeOpened(by viewer: Viewer) -> SQL {
    if viewer.may(.editAnyCourse) || viewer.may(.approveCourses) || viewer.may(.readAnyLesson) { return "TRUE" }
    let isPreview: SQL = "course_items.previewable_since IS NOT NULL"
    guard let person = viewer.person else { return isPreview }
    return "(\(isPreview) OR courses.instructor_id = \(person) OR \(EnrollmentFragments.takesCourse(person)))"
  }

  static func isNamed(_ reference: Reference<Course>) -> SQL {
    switch reference {
    case .id(let id): "courses.id = \(id)"
    case .slug(let slug): "courses.slug = \(slug)"
    }
  }
}
