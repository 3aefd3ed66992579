internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

/// The calls by which a device learns what it may keep, and who is signed in.
enum OfflineAPI {
  static let course = Route.get(
    "/api/v1/courses/{course}/offline", Reference<Course>.self, by: .signedIn,
    "The lessons of a course that may be kept on a device"
  )
  .answers(OfflineCoursePayload.self)
  static let reader = Route.get(
    "/api/v1/users/me/offline", by: .signedIn, "Who sends what was done without a network, and by which token"
  )
  .answers(OfflineReaderPayload.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(course) { context, reference in
      OfflineCoursePayload(
        try await context.db.offlineCourse(reference, for: context.viewer, at: context.now))
    }
    table.on(reader) { context in
      OfflineReaderPayload(person: try context.viewer.requirePerson(), token: context.forgeryToken)
    }
  }
}

struct OfflineCoursePayload: Payload {
  let courseID: ID<Course>, slug: Slug<Course>, title: String, keptUntil: Instant, lessons: [OfflineLessonPayload],
    leftOut: Int
  static let shape = Shape(
    "OfflineCourse", Self.init, Field("course_id", \.courseID), Field("slug", \.slug), Field("title", \.title),
    Field("kept_until", \.keptUntil, "After this moment a copy is not shown without asking again"),
    Field("lessons", \.lessons), Field("left_out", \.leftOut, "Videos, files and closed lessons"))
}

extension OfflineCoursePayload {
  init(_ offline: OfflineCourse) {
    let course = offline.course
    self.init(
      courseID: course.id, slug: course.slug, title: course.title, keptUntil: offline.keptUntil,
      lessons: offline.lessons.map { item in
        OfflineLessonPayload(
          id: item.id, title: item.title, address: LearningRoutes.item.path(course.slug, item.slug).text,
          copy: OfflineRoutes.copy.path(course.slug, item.slug).text, updatedAt: item.updatedAt)
      }, leftOut: offline.leftOut)
  }
}

struct OfflineLessonPayload: Payload {
  let id: ID<CourseItem>, title: String, address: String, copy: String, updatedAt: Instant
  static let shape = Shape(
    "OfflineLesson", Self.init, Field("id", \.id), Field("title", \.title), Field("address", \.address),
    Field("copy", \.copy, "Where its copy is fetched"), Field("updated_at", \.updatedAt))
}

struct OfflineReaderPayload: Payload {
  let person: ID<Person>, token: String
  static let shape = Shape(
    "OfflineReader", Self.init, Field("user_id", \.person),
    Field("csrf_token", \.token, "For calls with a session's cookie"))

  init(person: ID<Person>, token: String) {
    self.person = person
    self.token = token
  }
}
