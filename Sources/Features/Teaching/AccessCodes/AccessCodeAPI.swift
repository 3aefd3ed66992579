internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls of access codes.
enum AccessCodeAPI {
  static let list = Route.get("/api/v1/access-codes", by: .signedIn, "The codes of a course")
    .takes(CodesQuery.self, answers: CodeList.self)
  static let generate = Route.post("/api/v1/access-codes/generate", by: .signedIn, "Make codes for a course")
    .takes(GenerateRequest.self, creates: CodeList.self)
  static let redeem = Route.post("/api/v1/access-codes/redeem", by: .signedIn, "Use a code")
    .takes(RedeemForm.self, answers: EnrollmentPayload.self)
  static let show = Route.get("/api/v1/access-codes/{code}", ID<AccessCode>.self, by: .signedIn, "One code").answers(
    CodePayload.self)
  static let deactivate = Route.delete(
    "/api/v1/access-codes/{code}", ID<AccessCode>.self, by: .signedIn, "Make a code useless"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context, query in
      let page = query.page?.value ?? 1, size = query.pageSize?.value ?? 20
      let course = try await context.db.course(.id(query.courseID), for: context.viewer)
      let (rows, total) = try await context.db.accessCodes(of: course, for: context.viewer, page: page, size: size)
      return CodeList(
        data: rows.map(CodePayload.init), meta: ListMeta(total: total, page: page, pageSize: size, nextCursor: nil))
    }
    table.on(generate) { context, request in
      let course = try await context.db.course(.id(request.courseID), for: context.viewer)
      let viewer = context.viewer, now = context.now, order = request.order
      let codes = try await context.db.transaction { try await $0.generate(order, for: course, by: viewer, at: now) }
      return CodeList(
        data: codes.map(CodePayload.init),
        meta: ListMeta(total: codes.count, page: 1, pageSize: max(codes.count, 1), nextCursor: nil))
    }
    table.on(redeem) { context, form in
      let enrollment = try await context.redeem(form.code.text)
      return EnrollmentPayload(
        enrollment, itemCount: try await context.db.course(.id(enrollment.course), for: context.viewer).itemCount)
    }
    table.on(show) { context, id in CodePayload(try await context.db.accessCode(id, for: context.viewer).code) }
    table.on(deactivate) { context, id in
      let found = try await context.db.accessCode(id, for: context.viewer), viewer = context.viewer, now = context.now
      try await context.db.transaction { try await $0.deactivate(found.code, of: found.course, by: viewer, at: now) }
      return NoPayload()
    }
  }
}

struct CodesQuery: Payload {
  let courseID: ID<Course>, page: Number<PageNumber>?, pageSize: Number<PageSize>?
  static let shape = Shape(
    "CodesQuery", Self.init, Field("course_id", \.courseID), Field("page", \.page), Field("page_size", \.pageSize))
}

struct GenerateRequest: Payload {
  let courseID: ID<Course>, type: AccessCodeType, count: Number<CodeCount>, maxUses: Number<CodeUses>?,
    expiresAt: Instant?
  static let shape = Shape(
    "GenerateRequest", Self.init, Field("course_id", \.courseID), Field("type", \.type), Field("count", \.count),
    Field("max_uses", \.maxUses, "For codes with several uses"), Field("expires_at", \.expiresAt))
  var order: CodeOrder { CodeOrder(type: type, count: count.value, maxUses: maxUses?.value, expiresAt: expiresAt) }
}

struct CodePayload: Payload {
  let id: ID<AccessCode>, code: String, courseID: ID<Course>, type: AccessCodeType, maxUses: Int?, currentUses: Int
  let expiresAt: Instant?, isActive: Bool, createdAt: Instant
  static let shape = Shape(
    "AccessCode", Self.init, Field("id", \.id), Field("code", \.code), Field("course_id", \.courseID),
    Field("type", \.type),
    Field("max_uses", \.maxUses), Field("current_uses", \.currentUses), Field("expires_at", \.expiresAt),
    Field("is_active", \.isActive),
    Field("created_at", \.createdAt))

  init(
    id: ID<AccessCode>, code: String, courseID: ID<Course>, type: AccessCodeType, maxUses: Int?, currentUses: Int,
    expiresAt: Instant?,
    isActive: Bool, createdAt: Instant
  ) {
    self.id = id
    self.code = code
    self.courseID = courseID
    self.type = type
    self.maxUses = maxUses
    self.currentUses = currentUses
    self.expiresAt = expiresAt
    self.isActive = isActive
    self.createdAt = createdAt
  }
  init(_ code: AccessCode) {
    self.init(
      id: code.id, code: code.code.text, courseID: code.course, type: code.type, maxUses: code.maxUses,
      currentUses: code.uses,
      expiresAt: code.expiresAt, isActive: code.deactivatedAt == nil, createdAt: code.createdAt)
  }
}

struct CodeList: Payload {
  let data: [CodePayload], meta: ListMeta
  static let shape = Shape("AccessCodeList", Self.init, Field("data", \.data), Field("meta", \.meta))
}
