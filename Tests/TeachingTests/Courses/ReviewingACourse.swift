import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Teaching

@Suite struct `Reviewing a course` {
  @Test(arguments: Engine.all) func `a submitted course is approved, and everyone can see it`(_ engine: Engine)
    async throws
  {
    let work = try await Workshop(engine)
    let course = try await work.publish("Clay")
    #expect(course.status == .published && course.publishedAt == work.now)
    #expect(try await work.db.course(.slug(course.slug), for: work.visitor).id == course.id)
    let list = try await work.published()
    #expect(list.courses.map(\.id) == [course.id] && list.total == 1)
  }

  @Test(arguments: Engine.all) func `an unfinished draft is told what is missing`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.make("Clay") { $0.shortDescription = nil }
    do {
      _ = try await work.db.transaction { try await $0.submitCourse(course.reference, by: work.tom, at: work.now) }
      Issue.record("It was taken.")
    } catch Problem.invalid(let errors) {
      #expect(errors.map(\.field) == ["short_description", "sections"])
    }
    #expect(try await work.db.course(course.reference, for: work.tom).status == .draft)
  }

  @Test(arguments: Engine.all) func `while it is under review its instructor cannot change it`(_ engine: Engine)
    async throws
  {
    let work = try await Workshop(engine)
    let course = try await work.make("Clay")
    let section = try await work.addSection("Start", to: course)
    _ = try await work.addLesson("One", to: section)
    _ = try await work.db.transaction { try await $0.submitCourse(course.reference, by: work.tom, at: work.now) }
    await #expect(throws: Problem.self) { try await work.addLesson("Two", to: section) }
    await #expect(throws: Problem.self) {
      try await work.db.transaction { try await $0.submitCourse(course.reference, by: work.tom, at: work.now) }
    }
    _ = try await work.db.transaction { try await $0.withdrawCourse(course.reference, by: work.tom, at: work.now) }
    #expect(try await work.addLesson("Two", to: section).position == 2)
  }

  @Test(arguments: Engine.all) func `it is sent back with a reason that only its makers read`(_ engine: Engine)
    async throws
  {
    let work = try await Workshop(engine)
    let course = try await work.make("Clay")
    let section = try await work.addSection("Start", to: course)
    _ = try await work.addLesson("One", to: section)
    _ = try await work.db.transaction { try await $0.submitCourse(course.reference, by: work.tom, at: work.now) }
    let rejection = Rejection(reason: Text("Add <b>pictures</b>")!)
    _ = try await work.db.transaction {
      try await $0.rejectCourse(course.reference, rejection, by: work.ada, at: work.now)
    }
    let outline = try await work.db.outline(of: course.reference, for: work.tom)
    #expect(outline.course.status == .rejected && outline.reviewNote == "Add <b>pictures</b>")
    let again = try await work.publish(course)
    #expect(again.status == .published)
    #expect(try await work.db.outline(of: course.reference, for: work.tom).reviewNote == nil)
  }

  @Test(arguments: Engine.all) func `only reviewers decide, and only on what waits`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.publish("Clay")
    for viewer in [work.tom, work.mia] {
      await #expect(throws: Problem.forbidden("approve courses")) {
        try await work.db.transaction { try await $0.approveCourse(course.reference, by: viewer, at: work.now) }
      }
    }
    await #expect(throws: Problem.conflict("The course is not under review.")) {
      try await work.db.transaction { try await $0.approveCourse(course.reference, by: work.ada, at: work.now) }
    }
    await #expect(throws: Problem.forbidden("edit this course")) {
      try await work.db.transaction {
        try await $0.editCourse(course.reference, CourseChanges(), by: work.eve, at: work.now)
      }
    }
  }

  @Test(arguments: Engine.all) func `what was published is archived, not deleted, and its learners stay`(
    _ engine: Engine
  ) async throws {
    let work = try await Workshop(engine)
    let course = try await work.publish("Clay")
    try await work.enroll(work.mia, in: course)
    try await work.db.transaction { try await $0.deleteCourse(course.reference, by: work.tom, at: work.now) }
    #expect(try await work.published().total == 0)
    #expect(try await work.db.course(course.reference, for: work.mia).status == .archived)
    await #expect(throws: NothingFound.self) { try await work.db.course(course.reference, for: work.visitor) }
    let restored = try await work.db.transaction {
      try await $0.restoreCourse(course.reference, by: work.tom, at: work.now)
    }
    #expect(restored.status == .draft)
    try await work.publish(restored)
    let (kept, counted) = try await work.counts()
    #expect(kept == counted)
  }

  @Test(arguments: Engine.all) func `a featured course stands on the first page`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let course = try await work.publish("Clay")
    await #expect(throws: Problem.forbidden("feature courses")) {
      try await work.db.transaction { try await $0.featureCourse(course.reference, by: work.tom, at: work.now) }
    }
    for _ in 1...2 {
      _ = try await work.db.transaction { try await $0.featureCourse(course.reference, by: work.ada, at: work.now) }
    }
    #expect(try await work.db.fetch(Query<[CourseBrief]>.featuredCourses(limit: 6)).map(\.id) == [course.id])
    _ = try await work.db.transaction { try await $0.unfeatureCourse(course.reference, by: work.ada, at: work.now) }
    #expect(try await work.db.fetch(Query<[CourseBrief]>.featuredCourses(limit: 6)).isEmpty)
  }
}
