internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

struct CodesQuery: Payload {
  var courseID: ID<Course>?, q: String?, state: CodeState?, type: AccessCodeType?, opens: CodeTarget?
  var batch: ID<CodeBatch>?, page: Number<PageNumber>?, pageSize: Number<PageSize>?
  static let shape = Shape(
    "CodesQuery", Self.init, Field("course_id", \.courseID), Field("q", \.q, "A part of a code or of a label"),
    Field("state", \.state), Field("type", \.type), Field("opens", \.opens), Field("batch_id", \.batch),
    Field("page", \.page), Field("page_size", \.pageSize))
}

struct GenerateRequest: Payload {
  let courseID: ID<Course>?, videoID: ID<CourseItem>?, type: AccessCodeType, count: Number<CodeCount>
  let maxUses: Number<CodeUses>?, expiresAt: Instant?, accessDays: Number<CodeDays>?
  let prefix: Text<CodePrefixText>?, label: Text<CodeLabel>?, notes: Text<CodeNotes>?
  static let shape = Shape(
    "GenerateRequest", Self.init, Field("course_id", \.courseID),
    Field("video_id", \.videoID, "An item: the codes open it alone"), Field("type", \.type), Field("count", \.count),
    Field("max_uses", \.maxUses, "For codes with several uses"), Field("expires_at", \.expiresAt),
    Field("access_days", \.accessDays, "For how many days it opens something"),
    Field("prefix", \.prefix, "One to four letters that the codes begin with"), Field("label", \.label),
    Field("notes", \.notes))

  func order() throws -> CodeOrder {
    CodeOrder(
      type: type, count: count.value, maxUses: maxUses?.value, expiresAt: expiresAt, item: videoID,
      accessDays: accessDays?.value, prefix: try CodeOrder.prefix(prefix), label: label?.text ?? "",
      notes: notes?.text ?? "")
  }
}

/// What a PATCH changes of a code.
struct CodeChanges: Payload {
  var isActive: Bool?, maxUses: Number<CodeUses>?
  var expiresAt: Change<Instant> = .keep
  static let shape = Shape(
    "CodeChanges", Self.init, Field("is_active", \.isActive), Field("max_uses", \.maxUses),
    Field("expires_at", \.expiresAt))
}

struct CodePayload: Payload {
  let id: ID<AccessCode>, code: String, courseID: ID<Course>, videoID: ID<CourseItem>?, batchID: ID<CodeBatch>?
  let type: AccessCodeType, maxUses: Int?, currentUses: Int, accessDays: Int?
  let expiresAt: Instant?, isActive: Bool, createdAt: Instant
  static let shape = Shape(
    "AccessCode", Self.init, Field("id", \.id), Field("code", \.code), Field("course_id", \.courseID),
    Field("video_id", \.videoID), Field("batch_id", \.batchID), Field("type", \.type),
    Field("max_uses", \.maxUses), Field("current_uses", \.currentUses), Field("access_days", \.accessDays),
    Field("expires_at", \.expiresAt), Field("is_active", \.isActive), Field("created_at", \.createdAt))
}

extension CodePayload {
  init(_ code: AccessCode) {
    self.init(
      id: code.id, code: code.code.text, courseID: code.course, videoID: code.item, batchID: code.batch,
      type: code.type, maxUses: code.maxUses, currentUses: code.uses, accessDays: code.accessDays,
      expiresAt: code.expiresAt, isActive: code.deactivatedAt == nil, createdAt: code.createdAt)
  }
}

struct CodeList: Payload {
  let data: [CodePayload], meta: ListMeta
  static let shape = Shape("AccessCodeList", Self.init, Field("data", \.data), Field("meta", \.meta))
}

/// What a code opened.
struct RedemptionPayload: Payload {
  let opens: CodeTarget, courseID: ID<Course>, itemID: ID<CourseItem>?, enrollment: EnrollmentPayload?
  static let shape = Shape(
    "Redemption", Self.init, Field("opens", \.opens), Field("course_id", \.courseID),
    Field("item_id", \.itemID, "The one item that is open now, of a video's code"),
    Field("enrollment", \.enrollment, "Of a course's code"))
}

/// What a redemption came to, as it is kept for who asks again.
struct RedemptionAnswer: Payload {
  let refusal: RedemptionOutcome?, done: RedemptionPayload?
  static let shape = Shape("RedemptionAnswer", Self.init, Field("refusal", \.refusal), Field("done", \.done))
}

struct AttemptsQuery: Payload {
  var outcome: RedemptionOutcome?, page: Number<PageNumber>?, pageSize: Number<PageSize>?
  static let shape = Shape(
    "AttemptsQuery", Self.init, Field("outcome", \.outcome), Field("page", \.page), Field("page_size", \.pageSize))
}

struct AttemptPayload: Payload {
  let userID: ID<Person>?, name: String?, email: String?, outcome: RedemptionOutcome, ipAddress: String?,
    redeemedAt: Instant
  static let shape = Shape(
    "RedemptionAttempt", Self.init, Field("user_id", \.userID), Field("name", \.name), Field("email", \.email),
    Field("outcome", \.outcome), Field("ip_address", \.ipAddress), Field("redeemed_at", \.redeemedAt))
}

extension AttemptPayload {
  init(_ attempt: CodeAttempt) {
    self.init(
      userID: attempt.person, name: attempt.name, email: attempt.email, outcome: attempt.outcome,
      ipAddress: attempt.address, redeemedAt: attempt.at)
  }
}

struct AttemptList: Payload {
  let data: [AttemptPayload], meta: ListMeta
  static let shape = Shape("RedemptionAttemptList", Self.init, Field("data", \.data), Field("meta", \.meta))
}
