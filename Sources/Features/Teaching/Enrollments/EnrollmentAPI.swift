internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls of enrolling.
enum EnrollmentAPI {
  static let enroll = Route.post(
    "/api/v1/courses/{course}/enroll", Reference<Course>.self, by: .signedIn, "Enroll, freely or by a code"
  )
  .takes(EnrollRequest.self, creates: EnrollmentPayload.self)
  static let mine = Route.get(
    "/api/v1/users/me/enrollments", by: .signedIn, "The caller's courses, the one touched last first"
  )
  .answers(MyEnrollments.self)
  static let students = Route.get(
    "/api/v1/courses/{course}/students", Reference<Course>.self, by: .signedIn, "Who takes a course"
  )
  .takes(StudentsQuery.self, answers: StudentsList.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(enroll) { context, request, reference in
      let enrollment = try await enrollment(context, request, reference)
      return EnrollmentPayload(
        enrollment, itemCount: try await context.db.course(.id(enrollment.course), for: context.viewer).itemCount)
    }
    table.on(mine) { context in
      let taken = try await context.db.coursesTaken(by: try context.viewer.requirePerson())
      return MyEnrollments(
        data: taken.map { EnrollmentPayload($0.enrollment, itemCount: $0.itemCount) },
        meta: ListMeta(total: taken.count, page: 1, pageSize: 100, nextCursor: nil))
    }
    table.on(students) { context, query, reference in
      let page = query.page?.value ?? 1, size = query.pageSize?.value ?? 20
      let course = try await context.db.course(reference, for: context.viewer)
      let (rows, total) = try await context.db.learners(of: course, for: context.viewer, page: page, size: size)
      return StudentsList(
        data: rows.map(StudentPayload.init), meta: ListMeta(total: total, page: page, pageSize: size, nextCursor: nil))
    }
  }

  private static func enrollment(_ context: Context, _ request: EnrollRequest, _ reference: Reference<Course>)
    async throws -> Enrollment
  {
    let course = try await context.db.course(reference, for: context.viewer)
    if let code = request.code {
      let enrollment = try await context.redeem(code.text)
      guard enrollment.course == course.id else {
        throw Problem.invalid("code", "unknown", "is for another course, which is yours now")
      }
      return enrollment
    }
    let viewer = context.viewer, now = context.now
    return try await context.db.transaction { try await $0.enroll(in: course, by: viewer, at: now) }
  }
}

struct EnrollRequest: Payload {
  let code: Text<TypedCode>?
  static let shape = Shape("EnrollRequest", Self.init, Field("code", \.code, "For a course that needs one"))
}

struct EnrollmentPayload: Payload {
  let id: ID<Enrollment>, courseID: ID<Course>, status: EnrollmentStatus, progress: Percent, lastItem: ID<CourseItem>?
  let enrolledAt: Instant, completedAt: Instant?
  static let shape = Shape(
    "Enrollment", Self.init, Field("id", \.id), Field("course_id", \.courseID), Field("status", \.status),
    Field("progress", \.progress),
    Field("last_item", \.lastItem), Field("enrolled_at", \.enrolledAt), Field("completed_at", \.completedAt))

  init(
    id: ID<Enrollment>, courseID: ID<Course>, status: EnrollmentStatus, progress: Percent, lastItem: ID<CourseItem>?,
    enrolledAt: Instant,
    completedAt: Instant?
  ) {
    self.id = id
    self.courseID = courseID
    self.status = status
    self.progress = progress
    self.lastItem = lastItem
    self.enrolledAt = enrolledAt
    self.completedAt = completedAt
  }
  init(_ enrollment: Enrollment, itemCount: Int) {
    self.init(
      id: enrollment.id, courseID: enrollment.course, status: enrollment.status,
      progress: Percent(enrollment.itemsDone, of: itemCount),
      lastItem: enrollment.lastItem, enrolledAt: enrollment.enrolledAt, completedAt: enrollment.completedAt)
  }
}

struct MyEnrollments: Payload {
  let data: [EnrollmentPayload], meta: ListMeta
  static let shape = Shape("EnrollmentList", Self.init, Field("data", \.data), Field("meta", \.meta))
}

struct StudentsQuery: Payload {
  let page: Number<PageNumber>?, pageSize: Number<PageSize>?
  static let shape = Shape("StudentsQuery", Self.init, Field("page", \.page), Field("page_size", \.pageSize))
}

struct StudentPayload: Payload {
  let userID: ID<Person>, name: String, email: String, status: EnrollmentStatus, progress: Percent,
    lastItemTitle: String?
  let enrolledAt: Instant, lastSeenAt: Instant?
  static let shape = Shape(
    "Student", Self.init, Field("user_id", \.userID), Field("name", \.name), Field("email", \.email),
    Field("status", \.status),
    Field("progress", \.progress), Field("last_item_title", \.lastItemTitle), Field("enrolled_at", \.enrolledAt),
    Field("last_seen_at", \.lastSeenAt))

  init(
    userID: ID<Person>, name: String, email: String, status: EnrollmentStatus, progress: Percent,
    lastItemTitle: String?,
    enrolledAt: Instant, lastSeenAt: Instant?
  ) {
    self.userID = userID
    self.name = name
    self.email = email
    self.status = status
    self.progress = progress
    self.lastItemTitle = lastItemTitle
    self.enrolledAt = enrolledAt
    self.lastSeenAt = lastSeenAt
  }
  init(_ learner: CourseLearner) {
    self.init(
      userID: learner.enrollment.person, name: learner.name, email: learner.email, status: learner.enrollment.status,
      progress: learner.progress, lastItemTitle: learner.lastItemTitle, enrolledAt: learner.enrollment.enrolledAt,
      lastSeenAt: learner.enrollment.lastSeenAt)
  }
}

struct StudentsList: Payload {
  let data: [StudentPayload], meta: ListMeta
  static let shape = Shape("StudentList", Self.init, Field("data", \.data), Field("meta", \.meta))
}
