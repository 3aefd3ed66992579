internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

// A course that was brought in from elsewhere. Its parts remember where they came from, so that bringing it in again finds
// them and changes what changed instead of making everything twice. The plan was made before; here it is carried out, in
// one transaction, under the lock of the course, and not at all if the course is another by now.

/// The course was changed while an import of it was worked out.
struct PlanIsStale: Error {}

/// A course was brought in or up to date, all of it at once.
struct CourseBroughtIn: DomainEvent {
  let course: ID<Course>, added: Int, updated: Int
  static let name = "course.brought_in"
  static let shape = Shape(
    "CourseBroughtIn", Self.init, Field("course_id", \.course), Field("added", \.added), Field("updated", \.updated))
  var subject: Subject { Subject("course", course) }
}

extension Transaction {
  /// Makes or changes the course as the plan says.
  func carryOut(_ plan: CoursePlan, by viewer: Viewer, at now: Instant) async throws -> Course {
    if let known = plan.known {
      let course = try await courseToChange(known.course.reference, by: viewer)
      guard course.updatedAt == known.course.updatedAt else { throw PlanIsStale() }
    } else {
      try await makeCourse(of: plan, by: viewer, at: now)
    }
    for file in plan.files where file.outcome != .unchanged { place(file, at: now) }
    let order = plan.order
    place(plan.sections, order, in: plan.id, at: now)
    for item in plan.items where item.outcome != .unchanged { place(item, order, in: plan.id, at: now) }
    place(plan.conditions, in: plan.id)
    arrange(order, of: plan.known)
    if plan.isNew {
      setCover(of: plan)
      placeTerms(of: plan)
    }
    try await settle(plan, by: viewer, at: now)
    return try await course(plan.id)
  }

  private func makeCourse(of plan: CoursePlan, by viewer: Viewer, at now: Instant) async throws {
    guard let title = Text<CourseTitle>(String(plan.source.title.prefix(255))) else {
      throw Problem.invalid("title", "length", "must have 1 to 255 characters")
    }
    let details = plan.source.details
    let category: ID<Category>? =
      if let name = details?.category {
        try await first("SELECT id FROM course_categories WHERE slug = \(name) AND archived_at IS NULL")
      } else { nil }
    var new = NewCourse(
      title: title, shortDescription: Text(details?.shortDescription ?? plan.source.summary),
      description: details?.description.flatMap { Text($0) }, categoryID: category)
    new.level = details?.level.flatMap { Level(rawValue: $0) }
    new.language = details?.language.flatMap { LanguageTag($0) }
    new.durationMinutes = details?.durationMinutes.flatMap { Number($0) }
    new.price = details?.price.flatMap { $0 >= 0 ? DecimalAmount(minorUnits: $0) : nil }
    new.enrollmentMode = details?.enrollment.flatMap { EnrollmentMode(rawValue: $0) }
    new.maxStudents = details?.maxStudents.flatMap { Number($0) }
    _ = try await createCourse(new, as: (plan.id, plan.slug), by: viewer, at: now)
  }

  private func place(_ planned: PlannedFile, at now: Instant) {
    let file = planned.file
    later(
      """
      INSERT INTO course_files (id, course_id, name, sha256, content_type, size, width, height, source_key, created_at)
      VALUES (\(file.id), \(file.courseID), \(file.name), \(file.sha256), \(file.contentType), \(file.size),
        \(file.width), \(file.height), \(planned.key), \(now))
      ON CONFLICT (course_id, source_key) DO UPDATE SET name = excluded.name, sha256 = excluded.sha256,
        content_type = excluded.content_type, size = excluded.size, width = excluded.width, height = excluded.height
      """)
  }

  private func place(
    _ sections: [PlannedSection], _ order: CourseArrangement, in course: ID<Course>, at now: Instant
  ) {
    for planned in sections where planned.outcome != .unchanged {
      let position = order.place(of: planned.id) ?? 1
      let about = String(planned.source.about.prefix(2_000))
      later(
        """
        INSERT INTO course_sections (id, course_id, title, description, position, source_key, created_at)
        VALUES (\(planned.id), \(course), \(planned.title.text), \(about), \(position), \(planned.source.key), \(now))
        ON CONFLICT (id) DO UPDATE SET title = excluded.title, source_key = excluded.source_key
        """)
    }
  }

  private func place(_ planned: PlannedItem, _ order: CourseArrangement, in course: ID<Course>, at now: Instant) {
    let preview = planned.source.isPreview ? now : nil, position = order.place(of: planned.id) ?? 1
    later(
      """
      INSERT INTO course_items (id, course_id, section_id, kind, title, slug, position, minutes, duration_seconds,
        previewable_since, source_key, source_digest, created_at, updated_at)
      VALUES (\(planned.id), \(course), \(planned.section), \(planned.content.kind), \(planned.title.text),
        \(planned.slug), \(position), \(planned.content.minutes), \(planned.content.durationSeconds), \(preview),
        \(planned.source.key), \(planned.digest), \(now), \(now))
      ON CONFLICT (id) DO UPDATE SET section_id = excluded.section_id, title = excluded.title,
        minutes = excluded.minutes, duration_seconds = excluded.duration_seconds, source_key = excluded.source_key,
        source_digest = excluded.source_digest, updated_at = excluded.updated_at
      """)
    write(planned.content, of: planned.id)
    indexWords(of: planned.id, planned.content)
  }

  /// Moves what stands elsewhere than it shall; what is new came to its place at once.
  func arrange(_ order: CourseArrangement, of course: CourseHoldings?) {
    for held in course?.sections ?? [] {
      guard let place = order.place(of: held.section.id), place != held.section.position else { continue }
      later("UPDATE course_sections SET position = \(place) WHERE id = \(held.section.id)")
    }
    for held in course?.items ?? [] {
      guard let place = order.place(of: held.item.id), place != held.item.position else { continue }
      later("UPDATE course_items SET position = \(place) WHERE id = \(held.item.id)")
    }
  }

  private func setCover(of plan: CoursePlan) {
    guard let path = plan.source.details?.cover, let cover = plan.files.first(where: { $0.key == path })?.file,
      cover.isPicture
    else { return }
    later("UPDATE courses SET thumbnail_file_id = \(cover.id) WHERE id = \(plan.id)")
  }

  private func placeTerms(of plan: CoursePlan) {
    guard let terms = plan.source.details?.terms else { return }
    let days = terms.accessDays.flatMap { Number<ExtraDays>($0) }?.value
    let hours = terms.offerHours.flatMap { Number<OfferHours>($0) }?.value ?? CourseTerms.standardOfferHours
    place(accessDays: days, offerHours: hours, prerequisites: plan.prerequisites, of: plan.id)
  }

  private func settle(_ plan: CoursePlan, by viewer: Viewer, at now: Instant) async throws {
    later(
      """
      UPDATE courses SET source_key = COALESCE(source_key, \(plan.source.slug)), source_home = \(plan.source.links.home)
      WHERE id = \(plan.id)
      """)
    try await recountItems(of: plan.id, at: now)
    record(
      CourseBroughtIn(course: plan.id, added: plan.count(.added), updated: plan.count(.updated)), by: viewer, at: now)
  }

  /// What follows when many items of a course came or went at once.
  func recountItems(of course: ID<Course>, at now: Instant) async throws {
    later(
      """
      UPDATE courses SET updated_at = \(now),
        item_count = (SELECT count(*) FROM course_items WHERE course_id = courses.id),
        lesson_count = (SELECT count(*) FROM course_items WHERE course_id = courses.id AND kind = 'lesson')
      WHERE id = \(course)
      """)
    try await recountDoneItems(of: course, at: now)
    removeUnusedFiles(of: course)
    indexWords(of: course)
  }
}

extension ImportedCourse {
  /// What stands in the catalog until somebody writes something better.
  var summary: String {
    let hours = max(1, (lessons.reduce(0) { $0 + $1.minutes } + 30) / 60)
    return
      "\(lessons.count) lessons in \(sections.count) parts, about \(hours) \(hours == 1 ? "hour" : "hours") of reading."
  }
}
