internal import Essentials
public import EvolvCore
public import Routing
public import SQLStore

/// People: who belongs to the school. One row per human being, from the first account to the last; the role says what they
/// may do, the status whether they may come in. Administrators list, create, change, suspend and delete people here; how a
/// person proves who they are is Identity's.
///
/// The rules that must never break: a mail address and a username belong to one account; nobody is changed by someone of
/// lower rank; one active administrator remains, whatever is clicked at the same time. A suspension ends every session in
/// the same transaction.
public enum People: Feature {
  public static let name = "People"
  public static let tables = ["users"]
  public static let migrations: [Migration] = [.people]

  public static func register(on table: inout RouteTable<Context>) {
    PersonRoutes.register(on: &table)
    PersonAPI.register(on: &table)
  }
  public static func places(for viewer: Viewer) -> [Destination] {
    viewer.may(.seePeople) ? [Destination("People", icon: "people", link: PersonRoutes.list.path(), .upkeep)] : []
  }
}
