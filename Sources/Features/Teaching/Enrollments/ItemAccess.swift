internal import Essentials
internal import EvolvCore
internal import SQLStore

// What opens an item to somebody who is no teacher of it, decided here and nowhere else: once as a condition of the
// statement that fetches the item, and once as the words for who meets a closed one. A code for the item opens it whoever
// has it. An enrollment opens what has no code of its own and whose conditions are met; the staff may open an item to one
// person whatever its conditions.

enum ItemAccess {
  /// Whether the item of `course_items` is open to a person; a preview is open anyway.
  static func isOpen(to person: ID<Person>, at now: Instant) -> SQL {
    """
    (EXISTS (SELECT 1 FROM item_grants AS bought WHERE bought.user_id = \(person) AND bought.item_id = course_items.id
        AND bought.origin = 'code' AND (bought.expires_at IS NULL OR bought.expires_at > \(now)))
      OR EXISTS (SELECT 1 FROM course_enrollments AS held
        WHERE held.user_id = \(person) AND held.course_id = course_items.course_id
          AND held.status IN ('active', 'completed') AND (held.expires_at IS NULL OR held.expires_at > \(now))
          AND (\(isReleased(to: person, at: now)) OR EXISTS (SELECT 1 FROM item_grants AS given
            WHERE given.user_id = \(person) AND given.item_id = course_items.id AND given.origin = 'staff'))))
    """
  }

  /// Whether a learner may be at it and mark it done: it is a preview, or open.
  static func isOpenToLearner(_ person: ID<Person>, at now: Instant) -> SQL {
    "(course_items.previewable_since IS NOT NULL OR \(isOpen(to: person, at: now)))"
  }

  /// Whether nothing keeps the item of `course_items` from who is enrolled as `held` says.
  private static func isReleased(to person: ID<Person>, at now: Instant) -> SQL {
    """
    (NOT EXISTS (SELECT 1 FROM course_videos AS coded WHERE coded.item_id = course_items.id AND coded.requires_code)
      AND NOT EXISTS (SELECT 1 FROM item_conditions AS rule WHERE rule.item_id = course_items.id
        AND ((rule.opens_at IS NOT NULL AND rule.opens_at > \(now))
          OR (rule.days_after IS NOT NULL AND \(releaseTime) > \(now))
          OR (rule.after_item_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM item_progress AS step
            WHERE step.user_id = \(person) AND step.item_id = rule.after_item_id AND step.done_at IS NOT NULL)))))
    """
  }

  private static let releaseTime = SQL.sqlite("held.enrolled_at + rule.days_after * 86400000000").postgres(
    "held.enrolled_at + rule.days_after * INTERVAL '24 hours'")
}

/// What must be before an item opens, and what one person has done of it.
struct ItemRule: RowDecodable, Hashable {
  let item: ID<CourseItem>, title: String, isPreview: Bool
  let opensAt: Instant?, daysAfter: Int?
  let afterItem: ID<CourseItem>?, afterTitle: String?, afterSlug: Slug<CourseItem>?, isAfterDone: Bool
  let needsCode: Bool, hasCode: Bool, isGivenByStaff: Bool

  init(row: inout Row) throws {
    item = try row.next()
    title = try row.next()
    isPreview = try row.next()
    opensAt = try row.nextIfPresent()
    daysAfter = try row.nextIfPresent()
    afterItem = try row.nextIfPresent()
    afterTitle = try row.nextIfPresent()
    afterSlug = try row.nextIfPresent()
    isAfterDone = try row.next()
    needsCode = try row.next()
    hasCode = try row.next()
    isGivenByStaff = try row.next()
  }

  /// The rules of those items of a course that have any, for one person; `item`: of one item alone, whether it has any.
  static func query(in course: ID<Course>, item: ID<CourseItem>? = nil, of person: ID<Person>?, at now: Instant)
    -> Query<[ItemRule]>
  {
    let chosen: SQL =
      item.map { "course_items.id = \($0)" }
        ?? """
        course_items.course_id = \(course) AND (rule.item_id IS NOT NULL OR COALESCE(coded.requires_code, FALSE)
          OR bought.item_id IS NOT NULL OR given.item_id IS NOT NULL)
        """
    return .all(
      """
      SELECT course_items.id, course_items.title, course_items.previewable_since IS NOT NULL, rule.opens_at,
        rule.days_after, rule.after_item_id, required.title, required.slug, step.done_at IS NOT NULL,
        COALESCE(coded.requires_code, FALSE),
        bought.item_id IS NOT NULL AND (bought.expires_at IS NULL OR bought.expires_at > \(now)),
        given.item_id IS NOT NULL
      FROM course_items LEFT JOIN item_conditions AS rule ON rule.item_id = course_items.id
        LEFT JOIN course_items AS required ON required.id = rule.after_item_id
        LEFT JOIN item_progress AS step ON step.user_id = \(person) AND step.item_id = rule.after_item_id
        LEFT JOIN course_videos AS coded ON coded.item_id = course_items.id
        LEFT JOIN item_grants AS bought ON bought.user_id = \(person) AND bought.item_id = course_items.id
          AND bought.origin = 'code'
        LEFT JOIN item_grants AS given ON given.user_id = \(person) AND given.item_id = course_items.id
          AND given.origin = 'staff'
      WHERE \(chosen)
      """)
  }

  /// Why the item is closed to who is enrolled like this; nil where it is open.
  func lock(for enrollment: Enrollment?, at now: Instant) -> ItemLock? {
    if isPreview || hasCode { return nil }
    guard let enrollment, enrollment.isOpen(at: now) else { return ItemLock(.enrollment(enrollment?.status)) }
    if isGivenByStaff { return nil }
    if needsCode { return ItemLock(.code) }
    let dates = [opensAt, daysAfter.map { enrollment.enrolledAt + .days(Int64($0)) }].compactMap(\.self)
    if let date = dates.max(), date > now { return ItemLock(.date(date)) }
    if let afterTitle, !isAfterDone { return ItemLock(.item(afterTitle, afterSlug)) }
    return nil
  }
}

/// Why an item is closed, in words that say what to do.
struct ItemLock: Hashable {
  enum Reason: Hashable {
    case enrollment(EnrollmentStatus?)
    case code
    case date(Instant)
    case item(String, Slug<CourseItem>?)
  }
  let reason: Reason
  init(_ reason: Reason) { self.reason = reason }

  /// A sentence.
  var words: String {
    switch reason {
    case .enrollment(nil): "It opens when you are enrolled in the course."
    case .enrollment(.expired?): "Your access to this course has ended."
    case .enrollment(.dropped?): "You have left this course. Enroll again to go on where you were."
    case .enrollment: "Your access to this course has ended."
    case .code: "This video has a code of its own. Enter the code that you were given for it."
    case .date(let date): "It opens on \(date.dayWords)."
    case .item(let title, _): "First finish “\(title)”."
    }
  }
  /// A few words, for the outline.
  var note: String {
    switch reason {
    case .enrollment: "Enroll first"
    case .code: "Needs a code"
    case .date(let date): "Opens \(date.dayWords)"
    case .item(let title, _): "After “\(title)”"
    }
  }
}

extension Instant {
  /// `21 November 2026`, in UTC.
  var dayWords: String {
    let civil = civil
    return "\(civil.day) \(Self.monthNames[civil.month - 1]) \(civil.year)"
  }
  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
}

extension Reading {
  /// Why an item is closed to the viewer; nil where the reason is none that they can do anything about.
  func lock(of item: CourseItem, for viewer: Viewer, at now: Instant) async throws -> ItemLock? {
    let (enrollment, rules) = try await fetch(
      LearningRecord.enrollment(of: viewer, in: item.courseID),
      ItemRule.query(in: item.courseID, item: item.id, of: viewer.person, at: now))
    if enrollment == nil, rules.first?.needsCode != true { return nil }
    if enrollment == nil { return ItemLock(.code) }
    return rules.first?.lock(for: enrollment, at: now)
  }
}
