public import EvolvCore
public import SQLStore

/// What statements of others say about roles.
public enum RoleFragments {
  /// The roles that the person of a row of `users` has beside the main one, as `RoleGrant.list` reads them.
  static let grants = SQL.sqlite(
    """
    (SELECT group_concat(person_roles.role || ' ' || person_roles.scope, ',') FROM person_roles
      WHERE person_roles.user_id = users.id)
    """
  ).postgres(
    """
    (SELECT string_agg(person_roles.role || ' ' || person_roles.scope, ',') FROM person_roles
      WHERE person_roles.user_id = users.id)
    """)

  /// Whether the person of a row of `users` may do this everywhere, by whichever of their roles.
  public static func hold(_ permission: Permission) -> SQL {
    let builtIn = RoleTable.builtIn.roles(with: permission)
    let roles: SQL = """
      (SELECT key FROM roles WHERE key IN \(builtIn)
        UNION SELECT role FROM role_permissions WHERE permission = \(permission.name))
      """
    return """
      (users.role IN \(roles) OR EXISTS (SELECT 1 FROM person_roles
        WHERE person_roles.user_id = users.id AND person_roles.scope = 'everything' AND person_roles.role IN \(roles)))
      """
  }
}
