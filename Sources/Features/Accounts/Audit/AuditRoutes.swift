internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

enum AuditRoutes {
  static let list = Route.get("/admin/audit", by: .may(.seeAudit), "Search the audit log")
  static let show = Route.get(
    "/admin/audit/{line}", ID<AuditLine>.self, by: .may(.seeAudit), "See a line of the audit log")
  static let file = Route.get("/admin/audit.csv", by: .may(.seeAudit), "Take lines of the audit log along")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in
      let query = try context.request.query(AuditQuery.self)
      return context.page(AuditPage(query: query, entries: try await context.db.auditLog(query, at: context.now)))
    }
    table.on(show) { context, id in context.page(AuditLinePage(entry: try await context.db.auditEntry(id))) }
    table.on(file) { context in try await context.auditFile() }
  }

  /// All that happened to one thing.
  static func history(of entity: String) -> Link { list.path().query(["entity": entity]) }
}

extension Context {
  /// Every line that the query asks for, as a file. It is made while it is sent, so that a million lines need no memory.
  fileprivate func auditFile() async throws -> Response {
    let query = try request.query(AuditQuery.self), now = now, db = db, viewer = viewer
    // Wrong questions are told before the first byte.
    _ = try await db.auditLines(query, at: now, most: 1)
    try await db.transaction {
      $0.record(AuditTaken(session: viewer.identity?.session), by: viewer, at: now, after: query)
    }
    let place = Locked<AuditQuery?>(query), isFirst = Locked(true)
    let body = ResponseBody.stream {
      if isFirst.withLock({ first in
        defer { first = false }; return first
      }) {
        return Array(AuditCSV.head.utf8)
      }
      guard let next = place.withLock({ $0 }) else { return nil }
      let lines = try await db.auditLines(next, at: now, most: 500)
      place.withLock { $0 = lines.count < 500 ? nil : lines.last.map { next.after($0) } }
      return lines.isEmpty ? nil : Array(lines.map(AuditCSV.row).joined().utf8)
    }
    return Response(
      status: 200,
      fields: [
        ("Content-Type", "text/csv; charset=utf-8"), ("Content-Disposition", "attachment; filename=\"audit-log.csv\""),
      ], body: body)
  }
}

extension AuditQuery {
  fileprivate func after(_ entry: AuditEntry) -> AuditQuery {
    var query = self
    query.cursor = Cursor<Instant, AuditLine>(key: entry.happenedAt, id: entry.id).text
    return query
  }
}

/// Somebody took lines of the log along; what they asked for is in the line.
struct AuditTaken: DomainEvent {
  let session: ID<Session>?
  static let name = "audit.taken"
  var subject: Subject { Subject("session", session ?? ID(bits: UUIDBits(high: 0, low: 0))) }
  static let shape = Shape("AuditTaken", Self.init(session:), Field("session", \.session))
}

/// The log as rows of a spreadsheet (RFC 4180).
enum AuditCSV {
  static let head =
    "happened_at,user_id,user_name,action,entity_type,entity_id,old_values,new_values,ip_address,user_agent,request_id\r\n"

  static func row(_ entry: AuditEntry) -> String {
    [
      entry.happenedAt.text, entry.actor?.text, entry.actorName, entry.action, entry.entityType, entry.entity?.text,
      entry.oldValues?.text, entry.newValues?.text, entry.ipAddress, entry.userAgent, entry.requestID,
    ].map { cell($0 ?? "") }.joined(separator: ",") + "\r\n"
  }

  /// A spreadsheet takes what begins like a formula for one, and people choose their names: an apostrophe makes it text.
  static func cell(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t\r\n".contains($0) || "＝＋－＠".contains($0) } ?? false
    let safe = (isFormula ? "'" : "") + text
    let needsQuotes = safe.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0D || $0 == 0x0A }
    return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
  }
}
