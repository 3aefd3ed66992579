internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls of access codes.
enum AccessCodeAPI {
  static let list = Route.get("/api/v1/access-codes", by: .signedIn, "The codes of the caller's courses")
    .takes(CodesQuery.self, answers: CodeList.self)
  static let generate = Route.post(
    "/api/v1/access-codes/generate", by: .signedIn, "Make codes for a course or a video"
  )
  .takes(GenerateRequest.self, creates: CodeList.self)
  static let redeem = Route.post("/api/v1/access-codes/redeem", by: .signedIn, "Use a code")
    .takes(RedeemForm.self, answers: RedemptionPayload.self)
  static let show = Route.get("/api/v1/access-codes/{code}", ID<AccessCode>.self, by: .signedIn, "One code").answers(
    CodePayload.self)
  static let edit = Route.patch(
    "/api/v1/access-codes/{code}", ID<AccessCode>.self, by: .signedIn, "Change, deactivate or reactivate a code"
  )
  .takes(CodeChanges.self, answers: CodePayload.self)
  static let deactivate = Route.delete(
    "/api/v1/access-codes/{code}", ID<AccessCode>.self, by: .signedIn, "Make a code useless"
  ).answersNothing
  static let attempts = Route.get(
    "/api/v1/access-codes/{code}/redemptions", ID<AccessCode>.self, by: .signedIn, "Every attempt to use a code"
  )
  .takes(AttemptsQuery.self, answers: AttemptList.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context, query in try await list(context, query) }
    table.on(generate) { context, request in try await generate(context, request) }
    table.on(redeem) { context, form in
      let answer = try await redeemOnce(context, form.code.text)
      if let refusal = answer.refusal { throw refusal.problem }
      guard let done = answer.done else { preconditionFailure("A redemption is done or refused.") }
      return done
    }
    table.on(show) { context, id in CodePayload(try await context.db.accessCode(id, for: context.viewer).code) }
    table.on(edit) { context, changes, id in
      let found = try await context.db.accessCode(id, for: context.viewer), viewer = context.viewer, now = context.now
      return CodePayload(
        try await context.db.transaction {
          try await $0.edit(found.code, of: found.course, changes, by: viewer, at: now)
        })
    }
    table.on(deactivate) { context, id in
      let found = try await context.db.accessCode(id, for: context.viewer), viewer = context.viewer, now = context.now
      try await context.db.transaction { try await $0.deactivate(found.code, of: found.course, by: viewer, at: now) }
      return NoPayload()
    }
    table.on(attempts) { context, query, id in
      let found = try await context.db.accessCode(id, for: context.viewer)
      let page = query.page?.value ?? 1, size = query.pageSize?.value ?? 20
      let (rows, total) = try await context.db.attempts(
        .code(found.code.id), outcome: query.outcome, page: page, size: size)
      return AttemptList(
        data: rows.map(AttemptPayload.init), meta: ListMeta(total: total, page: page, pageSize: size, nextCursor: nil))
    }
  }

  private static func list(_ context: Context, _ query: CodesQuery) async throws -> CodeList {
    let size = query.pageSize?.value ?? 20
    var course: Course?
    if let id = query.courseID { course = try await context.db.course(.id(id), for: context.viewer) }
    let filter = CodesFilter(
      q: query.q, state: query.state, type: query.type, opens: query.opens, batch: query.batch, page: query.page)
    let (rows, total) = try await context.db.accessCodes(
      of: course, filter, for: context.viewer, size: size, at: context.now)
    return CodeList(
      data: rows.map { CodePayload($0.code) },
      meta: ListMeta(total: total, page: query.page?.value ?? 1, pageSize: size, nextCursor: nil))
  }

  private static func generate(_ context: Context, _ request: GenerateRequest) async throws -> CodeList {
    let course = try await course(for: request, context), order = try request.order()
    return try await context.once { transaction, viewer, now in
      let codes = try await transaction.generate(order, for: course, by: viewer, at: now)
      return CodeList(
        data: codes.map(CodePayload.init),
        meta: ListMeta(total: codes.count, page: 1, pageSize: max(codes.count, 1), nextCursor: nil))
    }
  }

  private static func course(for request: GenerateRequest, _ context: Context) async throws -> Course {
    if let id = request.courseID { return try await context.db.course(.id(id), for: context.viewer) }
    guard let video = request.videoID else {
      throw Problem.invalid("course_id", "missing", "is required, or video_id")
    }
    let item = try await context.db.item(video, for: context.viewer)
    return try await context.db.course(.id(item.courseID), for: context.viewer)
  }

  /// The limit is taken by whoever really tries: a call that is sent again is no further guess.
  static func redeemOnce(_ context: Context, _ typed: String) async throws -> RedemptionAnswer {
    let isKeyed = context.request.head.headers["idempotency-key"] != nil
    return try await context.logged(typed) {
      if !isKeyed { try await context.takeRedemption() }
      return try await context.once { transaction, viewer, now in
        if isKeyed { try await context.takeRedemption() }
        return try await transaction.answer(
          to: try await transaction.redeem(CodeText(typed), by: viewer, at: now))
      }
    }
  }
}

extension Transaction {
  fileprivate func answer(to redemption: Redemption) async throws -> RedemptionAnswer {
    switch redemption {
    case .refused(let outcome, _): return RedemptionAnswer(refusal: outcome, done: nil)
    case .opened(let item, let course):
      return RedemptionAnswer(
        refusal: nil, done: RedemptionPayload(opens: .video, courseID: course, itemID: item, enrollment: nil))
    case .enrolled(let enrollment):
      let count: Int = try await value("SELECT item_count FROM courses WHERE id = \(enrollment.course)")
      return RedemptionAnswer(
        refusal: nil,
        done: RedemptionPayload(
          opens: .course, courseID: enrollment.course, itemID: nil,
          enrollment: EnrollmentPayload(enrollment, itemCount: count)))
    }
  }
}
