public import Essentials
public import EvolvCore
internal import Payloads
public import SQLStore

// A small school's courses, for demonstrations, tests and pictures alike: made by the same commands that people use, so
// that it is always a state the program can be in.

/// The people that the sample courses are about.
public struct SamplePeople: Sendable {
  public let director: Viewer, teacher: Viewer, learners: [Viewer]
  public init(director: Viewer, teacher: Viewer, learners: [Viewer]) {
    self.director = director
    self.teacher = teacher
    self.learners = learners
  }
}

public enum SampleTeaching {
  /// The code that opens `bread-from-scratch`.
  public static let code = "BREA-DFRE-SHEN"

  /// Fills an empty school.
  public static func fill(_ db: Database, for people: SamplePeople, at now: Instant) async throws {
    for (offset, category) in SampleCourse.categories.enumerated() {
      let moment = now - .days(40) + Seconds(Int64(offset))
      try await db.transaction { try await $0.make(category, by: people.director, at: moment) }
    }
    for (offset, course) in SampleCourse.all.enumerated() {
      let moment = now - .days(30) + .hours(Int64(offset))
      try await db.transaction { try await $0.make(course, for: people, at: moment) }
    }
    try await db.transaction { try await $0.makeCode(by: people.teacher, at: now - .days(2)) }
    for (offset, learner) in people.learners.enumerated() {
      try await study(db, learner, lessons: 2 - offset, at: now - .days(1))
    }
  }

  private static func study(_ db: Database, _ learner: Viewer, lessons: Int, at now: Instant) async throws {
    guard let slug = Slug<Course>(pathText: "clay-and-fire") else { return }
    let outline = try await db.outline(of: .slug(slug), for: learner)
    _ = try await db.transaction { try await $0.enroll(in: outline.course, by: learner, at: now) }
    for item in outline.items.prefix(lessons) { _ = try await db.complete(item.id, by: learner, at: now) }
  }
}

extension Transaction {
  fileprivate func make(_ category: SampleCategory, by viewer: Viewer, at now: Instant) async throws {
    guard let name = Text<CategoryName>(category.name) else { preconditionFailure("Sample names fit.") }
    let new = NewCategory(
      name: name, description: Text<CategoryDescription>(category.about), hue: Number<CategoryHue>(category.hue))
    _ = try await addCategory(new, by: viewer, at: now)
  }

  fileprivate func make(_ sample: SampleCourse, for people: SamplePeople, at now: Instant) async throws {
    guard let title = Text<CourseTitle>(sample.title), let summary = Text<ShortDescription>(sample.summary) else {
      preconditionFailure("Sample texts fit.")
    }
    let category: ID<Category>? = try await first("SELECT id FROM course_categories WHERE name = \(sample.category)")
    let new = NewCourse(
      title: title, shortDescription: summary, description: Text<LongDescription>(sample.description),
      categoryID: category,
      level: sample.level, language: LanguageTag(sample.language),
      durationMinutes: Number<CourseMinutes>(sample.minutes),
      enrollmentMode: sample.mode, maxStudents: sample.seats.flatMap { Number<StudentLimit>($0) })
    let course = try await createCourse(new, by: people.teacher, at: now)
    for part in sample.sections {
      guard let name = Text<SectionTitle>(part.title) else { continue }
      let section = try await addSection(NewSection(title: name), to: course.reference, by: people.teacher, at: now)
      for (index, lesson) in part.lessons.enumerated() {
        guard let name = Text<ItemTitle>(lesson.title) else { continue }
        let text = LessonText(writing: lesson.markdown, title: lesson.title)
        let item = NewItem(title: name, content: .lesson(text), isPreview: index == 0 && part.isOpen)
        _ = try await addItem(item, to: section.id, by: people.teacher, at: now)
      }
    }
    try await bring(course, to: sample.state, people, at: now)
  }

  private func bring(_ course: Course, to state: SampleCourse.State, _ people: SamplePeople, at now: Instant)
    async throws
  {
    if state == .draft { return }
    _ = try await submitCourse(course.reference, by: people.teacher, at: now)
    if state == .submitted { return }
    _ = try await approveCourse(course.reference, by: people.director, at: now)
    if state == .featured { _ = try await featureCourse(course.reference, by: people.director, at: now) }
  }

  fileprivate func makeCode(by teacher: Viewer, at now: Instant) async throws {
    guard let code = CodeText(SampleTeaching.code) else {
      preconditionFailure("The sample code has the form of a code.")
    }
    try await execute(SampleCode.insert(code, by: teacher, at: now))
  }
}
