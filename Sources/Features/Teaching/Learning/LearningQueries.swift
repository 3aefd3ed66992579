internal import Essentials
internal import EvolvCore
internal import SQLStore

/// How a person stands in a course, item by item.
struct LearningRecord: Sendable {
  let enrollment: Enrollment?
  /// Whether the enrollment opens the course now.
  let isOpen: Bool
  private let touched: [ID<CourseItem>: Bool]
  private let locks: [ID<CourseItem>: ItemLock]
  private let openByCode: Set<ID<CourseItem>>

  init(enrollment: Enrollment?, touched: [TouchedItem], rules: [ItemRule], at now: Instant) {
    self.enrollment = enrollment
    isOpen = enrollment?.isOpen(at: now) == true
    self.touched = Dictionary(touched.map { ($0.item, $0.isDone) }) { first, _ in first }
    let pairs = rules.compactMap { rule in rule.lock(for: enrollment, at: now).map { (rule.item, $0) } }
    locks = Dictionary(pairs) { first, _ in first }
    openByCode = Set(rules.filter(\.hasCode).map(\.item))
  }

  /// What keeps the viewer, who is enrolled, from an item.
  func lock(of item: ID<CourseItem>) -> ItemLock? { isOpen ? locks[item] : nil }
  /// Whether the viewer has nothing but the codes of single items.
  var isByCodeAlone: Bool { !isOpen && !openByCode.isEmpty }

  /// `isOpen`: the viewer may open the contents of this course.
  func state(of item: CourseItem, isOpen: Bool) -> ItemState {
    if touched[item.id] == true { return .done }
    if lock(of: item.id) != nil { return .locked }
    if touched[item.id] == false { return .started }
    return isOpen || item.isPreview || openByCode.contains(item.id) ? .open : .locked
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
    touched(by: viewer.person, in: course)
  }
  static func touched(by person: ID<Person>?, in course: ID<Course>) -> Query<[TouchedItem]> {
    .all("SELECT item_id, done_at FROM item_progress WHERE course_id = \(course) AND user_id = \(person)")
  }
}

extension Reading {
  /// The viewer's record in a course; an empty one for a visitor.
  func learningRecord(of viewer: Viewer, in course: ID<Course>, at now: Instant) async throws -> LearningRecord {
    let (enrollment, touched, rules) = try await fetch(
      LearningRecord.enrollment(of: viewer, in: course), LearningRecord.touched(by: viewer, in: course),
      ItemRule.query(in: course, of: viewer.person, at: now))
    return LearningRecord(enrollment: enrollment, touched: touched, rules: rules, at: now)
  }
}
