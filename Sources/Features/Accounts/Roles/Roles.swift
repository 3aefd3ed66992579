public import EvolvCore
public import Routing
public import SQLStore

/// Roles: what people may do, as data. A role is a named set of permissions: the built-in ones the program knows, the others
/// a school makes for itself. Everyone has one main role, which stands in their own row; beside it they may have others,
/// everywhere or for one course or cohort alone.
///
/// What must never break: nobody makes, changes, gives or takes a role that may do what they may not themselves; the
/// permissions that decide this are read in the transaction that uses them, not from memory; the table in memory is renewed
/// in this process as soon as a change is committed and in others within two seconds; what a person has counts from their
/// next request; an access token that says something else no longer holds.
public enum Roles: Feature {
  public static let name = "Roles"
  public static let tables = ["roles", "role_permissions", "person_roles"]
  public static let readsTables = ["users"]
  public static let migrations: [Migration] = [.roles, .personRoles]

  public static func register(on table: inout RouteTable<Context>) {
    RoleRoutes.register(on: &table)
    RightsRoutes.register(on: &table)
    RoleAPI.register(on: &table)
  }

  /// Where someone who acts as another person stops; takes a POST.
  public static let stopActing = RightsRoutes.stop.path()
}
