internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls that move a course from draft to catalog and out of it again.
enum ReviewAPI {
  static let submit = Route.post(
    "/api/v1/courses/{course}/submission", Reference<Course>.self, by: .signedIn, "Submit a draft for review"
  ).answers(CourseDetail.self)
  static let withdraw = Route.delete(
    "/api/v1/courses/{course}/submission", Reference<Course>.self, by: .signedIn, "Take a submitted course back"
  ).answers(CourseDetail.self)
  static let approve = Route.post(
    "/api/v1/courses/{course}/approval", Reference<Course>.self, by: .may(.approveCourses), "Publish a submitted course"
  ).answers(CourseDetail.self)
  static let reject = Route.post(
    "/api/v1/courses/{course}/rejection", Reference<Course>.self, by: .may(.approveCourses),
    "Send a submitted course back to its instructor"
  ).takes(Rejection.self, answers: CourseDetail.self)
  static let feature = Route.post(
    "/api/v1/courses/{course}/feature", Reference<Course>.self, by: .may(.featureCourses),
    "Show a course on the first page"
  ).answers(CourseDetail.self)
  static let unfeature = Route.delete(
    "/api/v1/courses/{course}/feature", Reference<Course>.self, by: .may(.featureCourses),
    "Take a course from the first page"
  ).answers(CourseDetail.self)
  static let archive = Route.post(
    "/api/v1/courses/{course}/archival", Reference<Course>.self, by: .signedIn,
    "Take a published course out of the catalog"
  ).answers(CourseDetail.self)
  static let restore = Route.delete(
    "/api/v1/courses/{course}/archival", Reference<Course>.self, by: .signedIn, "Make an archived course a draft again"
  ).answers(CourseDetail.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(submit) { context, course in
      try await context.change { try await $0.submitCourse(course, by: context.viewer, at: context.now) }
    }
    table.on(withdraw) { context, course in
      try await context.change { try await $0.withdrawCourse(course, by: context.viewer, at: context.now) }
    }
    table.on(approve) { context, course in
      try await context.change { try await $0.approveCourse(course, by: context.viewer, at: context.now) }
    }
    table.on(reject) { context, rejection, course in
      try await context.change { try await $0.rejectCourse(course, rejection, by: context.viewer, at: context.now) }
    }
    table.on(feature) { context, course in
      try await context.change { try await $0.featureCourse(course, by: context.viewer, at: context.now) }
    }
    table.on(unfeature) { context, course in
      try await context.change { try await $0.unfeatureCourse(course, by: context.viewer, at: context.now) }
    }
    table.on(archive) { context, course in
      try await context.change { try await $0.archiveCourse(course, by: context.viewer, at: context.now) }
    }
    table.on(restore) { context, course in
      try await context.change { try await $0.restoreCourse(course, by: context.viewer, at: context.now) }
    }
  }
}
