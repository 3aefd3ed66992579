internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls of those who look after learners.
enum LearnerAPI {
  static let students = Route.get(
    "/api/v1/courses/{course}/students", Reference<Course>.self, by: .signedIn, "Who takes a course"
  )
  .takes(StudentsQuery.self, answers: StudentsList.self)
  static let enroll = Route.post(
    "/api/v1/courses/{course}/students", Reference<Course>.self, by: .signedIn, "Enroll people in a course"
  )
  .takes(StudentsToEnroll.self, answers: EnrollResults.self)
  static let show = Route.get(
    "/api/v1/courses/{course}/students/{user}", Reference<Course>.self, ID<Person>.self, by: .signedIn,
    "How one person stands in a course"
  )
  .answers(StudentPayload.self)
  static let change = Route.patch(
    "/api/v1/courses/{course}/students/{user}", Reference<Course>.self, ID<Person>.self, by: .signedIn,
    "Complete, end or extend an enrollment"
  )
  .takes(StudentChanges.self, answers: StudentPayload.self)
  static let open = Route.put(
    "/api/v1/courses/{course}/students/{user}/items/{item}", Reference<Course>.self, ID<Person>.self,
    ID<CourseItem>.self, by: .signedIn, "Open an item to one person, whatever its conditions"
  ).answersNothing
  static let close = Route.delete(
    "/api/v1/courses/{course}/students/{user}/items/{item}", Reference<Course>.self, ID<Person>.self,
    ID<CourseItem>.self, by: .signedIn, "Let an item's conditions hold for a person again"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(students) { context, query, reference in
      let size = query.pageSize?.value ?? 20
      let course = try await context.db.course(reference, for: context.viewer)
      let filter = LearnersFilter(q: query.q, status: query.status, pace: query.pace, page: query.page)
      let (rows, total) = try await context.db.learners(
        of: course, filter, for: context.viewer, size: size, at: context.now)
      return StudentsList(
        data: rows.map(StudentPayload.init),
        meta: ListMeta(total: total, page: query.page?.value ?? 1, pageSize: size, nextCursor: nil))
    }
    table.on(enroll) { context, request, reference in
      let course = try await context.db.course(reference, for: context.viewer)
      let addresses = EnrollForm.addresses(in: (request.emails ?? []).joined(separator: "\n"))
      let outcomes = try await context.enroll(
        addresses: addresses, people: request.userIDs ?? [], in: course, waits: request.waitingList ?? false)
      return EnrollResults(data: outcomes.map { EnrollResult(who: $0.who, userID: $0.person, result: $0.result) })
    }
    table.on(show) { context, reference, person in
      let course = try await context.db.course(reference, for: context.viewer)
      var student = StudentPayload(try await context.db.learner(person, of: course, for: context.viewer))
      student.learnedMinutes = try await context.db.minutesLearned(by: person, in: course.id)
      return student
    }
    table.on(change) { context, changes, reference, person in
      try await change(context, changes, reference, person)
    }
    table.on(open) { context, reference, person, item in
      try await override(true, context, reference, person, item)
    }
    table.on(close) { context, reference, person, item in
      try await override(false, context, reference, person, item)
    }
  }

  private static func change(
    _ context: Context, _ changes: StudentChanges, _ reference: Reference<Course>, _ person: ID<Person>
  ) async throws -> StudentPayload {
    let course = try await context.db.course(reference, for: context.viewer)
    let enrollment = try await context.db.learner(person, of: course, for: context.viewer).enrollment
    try course.requireTeaching(by: context.viewer)
    let viewer = context.viewer, now = context.now
    return try await context.db.transaction { transaction in
      switch changes.expiresAt {
      case .keep: break
      case .clear: try await transaction.extend(enrollment, until: nil, by: viewer, at: now)
      case .set(let end): try await transaction.extend(enrollment, until: end, by: viewer, at: now)
      }
      switch changes.status {
      case nil: break
      case .completed: try await transaction.complete(enrollment, by: viewer, at: now)
      case .dropped: try await transaction.drop(enrollment, because: changes.reason?.text, by: viewer, at: now)
      case .active, .expired:
        throw Problem.invalid("status", "choice", "can be set to completed or dropped")
      }
      return StudentPayload(try await transaction.learner(person, of: course, for: viewer))
    }
  }

  private static func override(
    _ isOpen: Bool, _ context: Context, _ reference: Reference<Course>, _ person: ID<Person>, _ id: ID<CourseItem>
  ) async throws -> NoPayload {
    let course = try await context.db.course(reference, for: context.viewer)
    try course.requireTeaching(by: context.viewer)
    _ = try await context.db.learner(person, of: course, for: context.viewer)
    let item = try await context.db.item(id, for: context.viewer), viewer = context.viewer, now = context.now
    guard item.courseID == course.id else { throw Problem.notFound("lesson") }
    try await context.db.transaction { try await $0.setOverride(isOpen, of: item, for: person, by: viewer, at: now) }
    return NoPayload()
  }
}

struct StudentsToEnroll: Payload {
  let emails: [String]?, userIDs: [ID<Person>]?, waitingList: Bool?
  static let shape = Shape(
    "StudentsToEnroll", Self.init, Field("emails", \.emails), Field("user_ids", \.userIDs),
    Field("waiting_list", \.waitingList, "Whether those for whom there is no place wait for one"))
}

struct EnrollResult: Payload {
  let who: String, userID: ID<Person>?, result: EnrollOutcome.Result
  static let shape = Shape(
    "EnrollResult", Self.init, Field("who", \.who), Field("user_id", \.userID), Field("result", \.result))
}

struct EnrollResults: Payload {
  let data: [EnrollResult]
  static let shape = Shape("EnrollResults", Self.init, Field("data", \.data))
}

/// What a PATCH changes of an enrollment.
struct StudentChanges: Payload {
  var status: EnrollmentStatus?, reason: Text<EndReason>?
  var expiresAt: Change<Instant> = .keep
  static let shape = Shape(
    "StudentChanges", Self.init, Field("status", \.status, "completed or dropped"),
    Field("reason", \.reason, "Of an end; stands in the mail"), Field("expires_at", \.expiresAt))
}
