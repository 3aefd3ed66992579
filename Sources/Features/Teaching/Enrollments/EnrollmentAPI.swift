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
  static let leave = Route.delete(
    "/api/v1/courses/{course}/enroll", Reference<Course>.self, by: .signedIn, "Leave a course; what was done is kept"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(enroll) { context, request, reference in
      if let code = request.code { return try await enroll(context, byCode: code.text, reference) }
      let course = try await context.db.course(reference, for: context.viewer)
      return try await context.once { transaction, viewer, now in
        EnrollmentPayload(
          try await transaction.enroll(in: course, by: viewer, at: now), itemCount: course.itemCount)
      }
    }
    table.on(leave) { context, reference in
      let course = try await context.db.course(reference, for: context.viewer)
      guard let enrollment = try await context.db.enrollment(of: context.viewer, in: course.id), enrollment.isOpen
      else {
        throw Problem.conflict("You do not take this course.")
      }
      let viewer = context.viewer, now = context.now
      try await context.db.transaction { try await $0.drop(enrollment, by: viewer, at: now) }
      return NoPayload()
    }
    table.on(mine) { context in
      let taken = try await context.db.coursesTaken(by: try context.viewer.requirePerson())
      return MyEnrollments(
        data: taken.map { EnrollmentPayload($0.enrollment, itemCount: $0.itemCount) },
        meta: ListMeta(total: taken.count, page: 1, pageSize: 100, nextCursor: nil))
    }
  }

  private static func enroll(_ context: Context, byCode code: String, _ reference: Reference<Course>) async throws
    -> EnrollmentPayload
  {
    let course = try await context.db.course(reference, for: context.viewer)
    let answer = try await AccessCodeAPI.redeemOnce(context, code)
    if let refusal = answer.refusal { throw refusal.problem }
    guard let enrollment = answer.done?.enrollment, enrollment.courseID == course.id else {
      throw Problem.invalid("code", "unknown", "is for something else, which is yours now")
    }
    return enrollment
  }
}

struct EnrollRequest: Payload {
  let code: Text<TypedCode>?
  static let shape = Shape("EnrollRequest", Self.init, Field("code", \.code, "For a course that needs one"))
}

struct EnrollmentPayload: Payload {
  let id: ID<Enrollment>, courseID: ID<Course>, status: EnrollmentStatus, progress: Percent, lastItem: ID<CourseItem>?
  let enrolledAt: Instant, completedAt: Instant?, expiresAt: Instant?
  static let shape = Shape(
    "Enrollment", Self.init, Field("id", \.id), Field("course_id", \.courseID), Field("status", \.status),
    Field("progress", \.progress),
    Field("last_item", \.lastItem), Field("enrolled_at", \.enrolledAt), Field("completed_at", \.completedAt),
    Field("expires_at", \.expiresAt, "Until when the course is open; null: without end"))

  init(
    id: ID<Enrollment>, courseID: ID<Course>, status: EnrollmentStatus, progress: Percent, lastItem: ID<CourseItem>?,
    enrolledAt: Instant,
    completedAt: Instant?, expiresAt: Instant?
  ) {
    self.id = id
    self.courseID = courseID
    self.status = status
    self.progress = progress
    self.lastItem = lastItem
    self.enrolledAt = enrolledAt
    self.completedAt = completedAt
    self.expiresAt = expiresAt
  }
  init(_ enrollment: Enrollment, itemCount: Int) {
    self.init(
      id: enrollment.id, courseID: enrollment.course, status: enrollment.status,
      progress: Percent(enrollment.itemsDone, of: itemCount),
      lastItem: enrollment.lastItem, enrolledAt: enrollment.enrolledAt, completedAt: enrollment.completedAt,
      expiresAt: enrollment.expiresAt)
  }
}

struct MyEnrollments: Payload {
  let data: [EnrollmentPayload], meta: ListMeta
  static let shape = Shape("EnrollmentList", Self.init, Field("data", \.data), Field("meta", \.meta))
}

struct StudentsQuery: Payload {
  var q: String?, status: EnrollmentStatus?, pace: LearnerPace?
  let page: Number<PageNumber>?, pageSize: Number<PageSize>?
  static let shape = Shape(
    "StudentsQuery", Self.init, Field("q", \.q, "A part of a name or an address"), Field("status", \.status),
    Field("pace", \.pace), Field("page", \.page), Field("page_size", \.pageSize))
}

struct StudentPayload: Payload {
  let userID: ID<Person>, name: String, email: String, status: EnrollmentStatus, progress: Percent,
    lastItemTitle: String?
  let enrolledAt: Instant, lastSeenAt: Instant?, completedAt: Instant?, expiresAt: Instant?
  var learnedMinutes: Int?
  static let shape = Shape(
    "Student", Self.init, Field("user_id", \.userID), Field("name", \.name), Field("email", \.email),
    Field("status", \.status),
    Field("progress", \.progress), Field("last_item_title", \.lastItemTitle), Field("enrolled_at", \.enrolledAt),
    Field("last_seen_at", \.lastSeenAt), Field("completed_at", \.completedAt), Field("expires_at", \.expiresAt),
    Field("learned_minutes", \.learnedMinutes, "In this course, as the log proves; for one learner alone"))

  init(
    userID: ID<Person>, name: String, email: String, status: EnrollmentStatus, progress: Percent,
    lastItemTitle: String?,
    enrolledAt: Instant, lastSeenAt: Instant?, completedAt: Instant?, expiresAt: Instant?, learnedMinutes: Int?
  ) {
    self.userID = userID
    self.name = name
    self.email = email
    self.status = status
    self.progress = progress
    self.lastItemTitle = lastItemTitle
    self.enrolledAt = enrolledAt
    self.lastSeenAt = lastSeenAt
    self.completedAt = completedAt
    self.expiresAt = expiresAt
    self.learnedMinutes = learnedMinutes
  }
  init(_ learner: CourseLearner) {
    self.init(
      userID: learner.enrollment.person, name: learner.name, email: learner.email, status: learner.enrollment.status,
      progress: learner.progress, lastItemTitle: learner.lastItemTitle, enrolledAt: learner.enrollment.enrolledAt,
      lastSeenAt: learner.enrollment.lastSeenAt, completedAt: learner.enrollment.completedAt,
      expiresAt: learner.enrollment.expiresAt, learnedMinutes: nil)
  }
}

struct StudentsList: Payload {
  let data: [StudentPayload], meta: ListMeta
  static let shape = Shape("StudentList", Self.init, Field("data", \.data), Field("meta", \.meta))
}
