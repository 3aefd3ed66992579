internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

/// What a learner may take along of a course.
struct OfflineCourse {
  let course: Course
  /// The lessons that are open to them, in their order.
  let lessons: [CourseItem]
  /// How many other items there are: videos, files, and lessons that are closed.
  let leftOut: Int
  let keptUntil: Instant

  /// Without a network nobody hears of what changed, so a copy holds for so long only.
  static let longest = Seconds.days(30)
}

extension Reading {
  /// Throws what keeps the viewer from keeping it: an unknown course, one that they do not take, one that forbids it.
  func offlineCourse(_ reference: Reference<Course>, for viewer: Viewer, at now: Instant) async throws -> OfflineCourse
  {
    _ = try viewer.requirePerson()
    let outline = try await outline(of: reference, for: viewer), course = outline.course
    let (allowed, enrollment, rules) = try await fetch(
      CourseTerms.allowOffline(course.id), LearningRecord.enrollment(of: viewer, in: course.id),
      ItemRule.query(in: course.id, of: viewer.person, at: now))
    let record = LearningRecord(enrollment: enrollment, touched: [], rules: rules, at: now)
    let end = try record.requireKeeping(isAllowed: allowed, by: viewer, at: now)
    let lessons = outline.items.filter { $0.kind == .lesson && record.lock(of: $0.id) == nil }
    return OfflineCourse(
      course: course, lessons: lessons, leftOut: outline.items.count - lessons.count, keptUntil: end)
  }
}

extension LearningRecord {
  /// Whether the viewer may keep lessons of the course on a device of their own.
  func mayKeep(isAllowed: Bool, by viewer: Viewer) -> Bool { isAllowed && isOpen && !viewer.isActedFor }

  /// Until when; throws why not.
  func requireKeeping(isAllowed: Bool, by viewer: Viewer, at now: Instant) throws -> Instant {
    guard isOpen else { throw Problem.locked("The lessons of this course are no longer open to you.") }
    guard isAllowed else { throw Problem.locked("The lessons of this course may only be read with a network.") }
    guard !viewer.isActedFor else { throw Problem.forbidden("keep lessons for someone else") }
    let longest = now + OfflineCourse.longest
    return enrollment?.expiresAt.map { min($0, longest) } ?? longest
  }
}
