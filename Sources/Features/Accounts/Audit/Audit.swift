public import Essentials
public import EvolvCore
public import Routing

/// The audit log: who did what to which thing, when, and from where. Every command writes its line in its own transaction
/// (`Transaction.record`), so there is no change without a line and no line without a change; the store's tables refuse to
/// change or remove one. Here it is only read, by those who may: searched by who, what and thing, newest first, each line
/// with the values before and after. Secrets never get into it: commands hand over values chosen for it.
public enum Audit: Feature {
  public static let name = "Audit"
  public static let tables: [String] = []
  public static let readsTables = ["audit_log", "users"]

  public static func register(on table: inout RouteTable<Context>) {
    AuditRoutes.register(on: &table)
    AuditAPI.register(on: &table)
  }

  /// The log, which takes `entity`; nil for those who may not see it.
  public static func log(for viewer: Viewer) -> Link? { viewer.may(.seeAudit) ? AuditRoutes.list.path() : nil }
  /// Where all that happened to one thing stands; nil for those who may not see it.
  public static func history<Thing>(of thing: ID<Thing>, for viewer: Viewer) -> Link? {
    viewer.may(.seeAudit) ? AuditRoutes.history(of: thing.text) : nil
  }
  public static func places(for viewer: Viewer) -> [Destination] {
    viewer.may(.seeAudit) ? [Destination("Audit log", icon: "history", link: AuditRoutes.list.path(), .upkeep)] : []
  }
}
