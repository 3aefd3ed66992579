internal import Essentials
internal import EvolvCore
internal import SQLStore

/// How a person stands in a course, item by item.
struct LearningRecord: Sendable {
  let enrollment: Enrollment?
  private let touched: [ID<CourseItem>: Bool]

  init(enrollment: Enrollment?, touched: [TouchedItem]) {
    self.enrollment = enrollment
    self.touched = Dictionary(touched.map { ($0.item, $0.isDone) }) { first, _ in first }
  }

  /// `isOpen`: the viewer may open the contents of this course.
  func state(of item: CourseItem, isOpen: Bool) -> ItemState {
    switch touched[item.id] {
    case true?: .done
    case false?: .started
    case nil: isOpen || item.isPreview ? .open : .locked
    }
  }
  func isDone(_ item: ID<CourseItem>) -> Bool { touched[item] == true }
}

extension LearningRecord {
  static func enrollment(of viewer: Viewer, in course: ID<Course>) -> Query<Enrollment?> {
    .first(
      "SELECT \(Enrollment.columns) FROM course_enrollments e WHERE e.course_id = \(course) AND e.user_id = \(viewer.person)"
    )
  }
  static func touched(by viewer: Viewer, in course: ID<Course>) -> Query<[TouchedItem]> {
    .all("SELECT item_id, done_at FROM item_progress WHERE course_id = \(course) AND user_id = \(viewer.person)")
  }
}

extension Reading {
  /// The viewer's record in a course; an empty one for a visitor.
  func learningRecord(of viewer: Viewer, in course: ID<Course>) async throws -> LearningRecord {
    let (enrollment, touched) = try await fetch(
      LearningRecord.enrollment(of: viewer, in: course), LearningRecord.touched(by: viewer, in: course))
    return LearningRecord(enrollment: enrollment, touched: touched)
  }
}
