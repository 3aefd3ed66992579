internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

enum AuditAPI {
  static let list = Route.get("/api/v1/audit-logs", by: .may(.seeAudit), "Search the audit log, newest first")
    .takes(AuditQuery.self, answers: AuditList.self)
  static let show = Route.get(
    "/api/v1/audit-logs/{line}", ID<AuditLine>.self, by: .may(.seeAudit), "Read a line of the audit log"
  ).answers(AuditAnswer.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context, query in
      let page = try await context.db.auditLog(query, at: context.now, size: 20)
      return AuditList(data: page.items.map(AuditAnswer.init), nextCursor: page.next)
    }
    table.on(show) { context, id in AuditAnswer(try await context.db.auditEntry(id)) }
  }
}

/// A line as the API tells of it.
struct AuditAnswer: Payload {
  let id: ID<AuditLine>, happenedAt: Instant, user: ID<Person>?, userName: String, action: String
  let entityType: String, entity: ID<AuditLine.Anything>?, oldValues: WrittenValues?, newValues: WrittenValues?
  let ipAddress: String?, userAgent: String?, requestID: String?

  static let shape = Shape(
    "AuditLog",
    Self.init(
      id:happenedAt:user:userName:action:entityType:entity:oldValues:newValues:ipAddress:userAgent:requestID:),
    Field("id", \.id), Field("created_at", \.happenedAt), Field("user_id", \.user), Field("user_name", \.userName),
    Field("action", \.action), Field("entity_type", \.entityType), Field("entity_id", \.entity),
    Field("old_values", \.oldValues), Field("new_values", \.newValues), Field("ip_address", \.ipAddress),
    Field("user_agent", \.userAgent), Field("request_id", \.requestID))
}

extension AuditAnswer {
  init(_ entry: AuditEntry) {
    self.init(
      id: entry.id, happenedAt: entry.happenedAt, user: entry.actor, userName: entry.actorName, action: entry.action,
      entityType: entry.entityType, entity: entry.entity, oldValues: entry.oldValues.map(WrittenValues.init),
      newValues: entry.newValues.map(WrittenValues.init), ipAddress: entry.ipAddress, userAgent: entry.userAgent,
      requestID: entry.requestID)
  }
}

/// What was written down with a change: a JSON object of any members.
struct WrittenValues: PayloadValue {
  let text: String
  init(_ json: JSONText) { text = json.text }
  private init(text: String) { self.text = text }

  static var schema: Schema { .scalar(type: "object", format: nil, limits: []) }
  func write(to json: inout JSONWriter) { json.raw(text) }
  static func read(_ json: JSONNode, into faults: inout Faults) -> WrittenValues? {
    guard json.members != nil else { return faults.refuse("must be an object") }
    return WrittenValues(text: "{}")
  }
  static func sample(_ seed: Int) -> WrittenValues { WrittenValues(text: "{}") }
}

/// A page of the log. It is not counted: a log of years takes long to count and nobody asks.
struct AuditList: Payload {
  let data: [AuditAnswer], nextCursor: String?
  static let shape = Shape(
    "AuditLogList", Self.init(data:nextCursor:), Field("data", \.data),
    Field("next_cursor", \.nextCursor, "Hand it back as cursor to go on; null at the end"))
}
