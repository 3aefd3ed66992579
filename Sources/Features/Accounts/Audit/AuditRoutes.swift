internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing

enum AuditRoutes {
  static let list = Route.get("/admin/audit", by: .may(.seeAudit), "Search the audit log")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in
      let query = try context.request.query(AuditQuery.self)
      return context.page(AuditPage(query: query, entries: try await context.db.auditLog(query)))
    }
  }

  /// All that happened to one thing.
  static func history(of entity: String) -> Link { list.path().query(["entity": entity]) }
}
