public import EvolvCore
public import Routing
public import SQLStore

// __Names__: tell here in at most fifteen lines what this feature is for, who uses it, which rules it keeps and what it
// leaves to others. Whoever opens the folder reads this first.

/// Say in one sentence what this feature gives people.
public enum __Names__: Feature {
  public static let name = "__Names__"
  public static let tables = ["__names__"]
  public static let migrations: [Migration] = [.__namesCamel__]
  public static func register(on table: inout RouteTable<Context>) { __Name__Routes.register(on: &table) }
}
