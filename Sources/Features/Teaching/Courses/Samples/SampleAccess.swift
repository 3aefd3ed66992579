public import Essentials
internal import EvolvCore
internal import Payloads
public import SQLStore

/// What a demonstration shows of ways in: codes of every kind, a full course that somebody waits for, and one that opens
/// day by day.
public enum SampleAccess {
  /// Adds to a school that `SampleTeaching` has filled; the first learner waits, the second has the place.
  public static func fill(_ db: Database, for people: SamplePeople, at now: Instant) async throws {
    guard people.learners.count > 1 else { preconditionFailure("Two learners make a queue.") }
    try await wheel(db, people, at: now)
    let video = try await mornings(db, people, at: now)
    try await codes(db, people, for: video, at: now)
  }

  private static func wheel(_ db: Database, _ people: SamplePeople, at now: Instant) async throws {
    let course = try await course(
      "Evenings at the Wheel", "One wheel, one place: throw your first bowls with somebody beside you.",
      [("Centering", "## Elbows in\n\nThe clay is centered when it no longer moves your hands.")], seats: 1, db, people,
      at: now - .days(6))
    let first = people.learners[1], second = people.learners[0]
    _ = try await db.transaction { try await $0.enroll(in: course, by: first, at: now - .days(5)) }
    _ = try await db.transaction { try await $0.waitForSeat(in: course, by: second, at: now - .days(1)) }
  }

  /// Answers the video that has codes of its own.
  private static func mornings(_ db: Database, _ people: SamplePeople, at now: Instant) async throws -> CourseItem {
    let texts = [
      ("The first morning", "## Begin small\n\nTen minutes, one page, every day."),
      ("The second morning", "## Again\n\nRead what you wrote, and go on from its last line."),
      ("The third morning", "## Read aloud\n\nThe ear finds what the eye forgives."),
    ]
    let course = try await course(
      "Seven Mornings of Writing", "A page each morning: the next lesson opens a day after the last.", texts,
      seats: nil,
      db, people, at: now - .days(6))
    let outline = try await db.outline(of: .id(course.id), for: people.teacher), items = outline.items
    guard let section = outline.sections.first, let title = Text<ItemTitle>("A morning with a writer"),
      let link = WebLink("https://www.youtube.com/watch?v=aqz-KE-bpKQ")
    else { preconditionFailure("Sample texts fit.") }
    let film = NewVideo(
      title: title, videoURL: VideoAddress(link), description: nil, durationSeconds: Number(600), isPreview: false,
      requiresCode: true)
    return try await db.transaction { transaction in
      let video = try await transaction.addItem(film.item, to: section.id, by: people.teacher, at: now - .days(6))
      try await transaction.setCondition(
        ItemCondition(afterItem: items[0].id, opensAt: nil, daysAfter: 1), of: items[1], in: course,
        by: people.teacher, at: now - .days(6))
      try await transaction.setCondition(
        ItemCondition(afterItem: items[1].id, opensAt: nil, daysAfter: 7), of: items[2], in: course,
        by: people.teacher, at: now - .days(6))
      try await transaction.setTerms(
        of: course, accessDays: 90, offerHours: 48, allowsOffline: true, by: people.teacher, at: now - .days(6))
      _ = try await transaction.enroll(in: course, by: people.learners[0], at: now - .days(2))
      return video
    }
  }

  private static func codes(_ db: Database, _ people: SamplePeople, for video: CourseItem, at now: Instant) async throws
  {
    guard let slug = Slug<Course>(pathText: "bread-from-scratch") else { return }
    let bread = try await db.course(.slug(slug), for: people.teacher)
    let course = try await db.course(.id(video.courseID), for: people.teacher)
    let single = CodeOrder(
      type: .singleUse, count: 12, maxUses: nil, expiresAt: now + .days(60), prefix: CodePrefix("BAKE"),
      label: "Spring class", notes: "Handed out on paper in the first evening.")
    let several = CodeOrder(
      type: .multiUse, count: 2, maxUses: 20, expiresAt: nil, accessDays: 30, label: "Library shelf", notes: "")
    let open = CodeOrder(type: .unlimited, count: 1, maxUses: nil, expiresAt: now + .days(14), label: "Open week")
    let film = CodeOrder(
      type: .singleUse, count: 3, maxUses: nil, expiresAt: nil, item: video.id, label: "Film evening")
    try await db.transaction { transaction in
      for order in [single, several, open] {
        _ = try await transaction.generate(order, for: bread, by: people.teacher, at: now - .days(3))
      }
      let films = try await transaction.generate(film, for: course, by: people.teacher, at: now - .days(3))
      _ = try await transaction.redeem(films.first?.code, by: people.learners[0], at: now - .days(1))
      _ = try await transaction.redeem(films.first?.code, by: people.learners[1], at: now - .days(1))
      _ = try await transaction.redeem(nil, by: people.learners[1], at: now - .days(1))
    }
  }

  private static func course(
    _ title: String, _ summary: String, _ lessons: [(String, String)], seats: Int?, _ db: Database,
    _ people: SamplePeople, at now: Instant
  ) async throws -> Course {
    guard let name = Text<CourseTitle>(title), let words = Text<ShortDescription>(summary),
      let part = Text<SectionTitle>("All of it")
    else { preconditionFailure("Sample texts fit.") }
    var new = NewCourse(title: name, shortDescription: words)
    new.maxStudents = seats.flatMap { Number($0) }
    let wanted = new
    return try await db.transaction { transaction in
      let course = try await transaction.createCourse(wanted, by: people.teacher, at: now)
      let section = try await transaction.addSection(
        NewSection(title: part), to: course.reference, by: people.teacher, at: now)
      for (title, markdown) in lessons {
        guard let name = Text<ItemTitle>(title) else { continue }
        let item = NewItem(title: name, content: .lesson(LessonText(writing: markdown, title: title)))
        _ = try await transaction.addItem(item, to: section.id, by: people.teacher, at: now)
      }
      _ = try await transaction.submitCourse(course.reference, by: people.teacher, at: now)
      return try await transaction.approveCourse(course.reference, by: people.director, at: now)
    }
  }
}
