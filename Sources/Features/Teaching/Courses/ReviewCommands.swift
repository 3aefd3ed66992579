internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

// From the draft to the archive: submit, withdraw, approve, reject, feature, archive, restore.

extension Transaction {
  /// Hands a finished draft to the reviewers; throws `Problem.invalid` with what is still missing.
  func submitCourse(_ reference: Reference<Course>, by viewer: Viewer, at now: Instant) async throws -> Course {
    let course = try await courseToMove(reference, by: viewer)
    try course.require([.draft, .rejected], "Only a draft can be submitted.")
    let missing = CourseChecklist(try await outline(of: reference, for: viewer)).missing
    guard missing.isEmpty else { throw Problem.invalid(missing.map(\.fault)) }
    return try await move(
      course, with: "status = \(CourseStatus.submitted), submitted_at = \(now), review_note = \(String?.none)",
      telling: CourseSubmitted(course: course.id), by: viewer, at: now)
  }

  /// Takes a submitted course back into the workshop.
  func withdrawCourse(_ reference: Reference<Course>, by viewer: Viewer, at now: Instant) async throws -> Course {
    let course = try await courseToMove(reference, by: viewer)
    try course.require([.submitted], "The course is not under review.")
    return try await move(
      course, with: "status = \(CourseStatus.draft), submitted_at = \(Instant?.none)",
      telling: CourseWithdrawn(course: course.id), by: viewer, at: now)
  }

  /// Publishes a submitted course.
  func approveCourse(_ reference: Reference<Course>, by viewer: Viewer, at now: Instant) async throws -> Course {
    let course = try await courseUnderReview(reference, by: viewer)
    return try await move(
      course, with: "status = \(CourseStatus.published), published_at = \(now), review_note = \(String?.none)",
      telling: CoursePublished(course: course.id), by: viewer, at: now)
  }

  /// Sends a submitted course back to its instructor.
  func rejectCourse(
    _ reference: Reference<Course>, _ rejection: Rejection, by viewer: Viewer, at now: Instant
  ) async throws -> Course {
    let course = try await courseUnderReview(reference, by: viewer)
    let reason = rejection.reason.text
    return try await move(
      course, with: "status = \(CourseStatus.rejected), review_note = \(reason)",
      telling: CourseRejected(course: course.id, reason: reason), by: viewer, at: now)
  }

  /// Puts a published course on the first page.
  func featureCourse(_ reference: Reference<Course>, by viewer: Viewer, at now: Instant) async throws -> Course {
    try viewer.require(.featureCourses)
    let course = try await lockedCourse(where: CourseFragments.isNamed(reference), for: viewer)
    try course.require([.published], "Only a published course can be featured.")
    if course.isFeatured { return course }
    return try await move(
      course, with: "featured_at = \(now)", telling: CourseFeatured(course: course.id), by: viewer, at: now)
  }

  /// Takes a course from the first page.
  func unfeatureCourse(_ reference: Reference<Course>, by viewer: Viewer, at now: Instant) async throws -> Course {
    try viewer.require(.featureCourses)
    let course = try await lockedCourse(where: CourseFragments.isNamed(reference), for: viewer)
    guard course.isFeatured else { return course }
    return try await move(
      course, with: "featured_at = \(Instant?.none)", telling: CourseUnfeatured(course: course.id), by: viewer, at: now)
  }

  /// Takes a published course out of the catalog; who learns in it goes on.
  @discardableResult
  func archiveCourse(_ reference: Reference<Course>, by viewer: Viewer, at now: Instant) async throws -> Course {
    let course = try await courseToMove(reference, by: viewer)
    guard !course.wasNeverPublished, course.status != .archived else {
      throw Problem.conflict("Only a course that was published can be archived.")
    }
    return try await move(
      course, with: "status = \(CourseStatus.archived), featured_at = \(Instant?.none)",
      telling: CourseArchived(course: course.id), by: viewer, at: now)
  }

  /// Makes an archived course a draft again, to be reviewed anew.
  func restoreCourse(_ reference: Reference<Course>, by viewer: Viewer, at now: Instant) async throws -> Course {
    let course = try await courseToMove(reference, by: viewer)
    try course.require([.archived], "The course is not archived.")
    return try await move(
      course, with: "status = \(CourseStatus.draft)", telling: CourseRestored(course: course.id), by: viewer, at: now)
  }
}

extension Transaction {
  private func courseUnderReview(_ reference: Reference<Course>, by viewer: Viewer) async throws -> Course {
    try viewer.require(.approveCourses)
    let course = try await lockedCourse(where: CourseFragments.isNamed(reference), for: viewer)
    try course.require([.submitted], "The course is not under review.")
    return course
  }

  /// Sets some columns, keeps the count of the catalog, and records the event.
  private func move<Event: DomainEvent>(
    _ old: Course, with assignments: SQL, telling event: Event, by viewer: Viewer, at now: Instant
  ) async throws -> Course {
    try await execute("UPDATE courses SET \(assignments), updated_at = \(now) WHERE id = \(old.id)")
    let course = try await course(old.id)
    let change = (course.isPublished ? 1 : 0) - (old.isPublished ? 1 : 0)
    if change != 0 { later("UPDATE catalog_counts SET total = total + \(change) WHERE name = 'published'") }
    record(event, by: viewer, at: now, before: CourseRecord(old), after: CourseRecord(course))
    return course
  }
}

extension Course {
  fileprivate func require(_ allowed: [CourseStatus], _ sentence: String) throws {
    if !allowed.contains(status) { throw Problem.conflict(sentence) }
  }
}
