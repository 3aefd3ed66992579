internal import SQLStore

extension Migration {
  /// The roles that people have beside their main one.
  static let personRoles = Migration(
    id: "20261121T0903_person_roles", feature: "Roles",
    [
      """
      CREATE TABLE person_roles (
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        role {{text}} NOT NULL REFERENCES roles (key),
        scope {{text}} NOT NULL,
        given_at {{instant}} NOT NULL,
        given_by {{id}} REFERENCES users (id) ON DELETE SET NULL,
        PRIMARY KEY (user_id, role, scope)
      ){{keyed}};
      CREATE INDEX person_roles_role ON person_roles (role);
      CREATE INDEX person_roles_scope ON person_roles (scope);
      CREATE INDEX person_roles_giver ON person_roles (given_by);
      """
    ])
}
