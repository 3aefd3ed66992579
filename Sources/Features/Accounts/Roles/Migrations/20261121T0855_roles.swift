internal import SQLStore

extension Migration {
  /// The roles. Those that the program knows stand here for their keys alone: what they are called and may do is its own.
  static let roles = Migration(
    id: "20261121T0855_roles", feature: "Roles",
    [
      """
      CREATE TABLE roles (
        key {{text}} PRIMARY KEY,
        title {{text}} NOT NULL,
        title_key {{text}} NOT NULL UNIQUE,
        about {{text}} NOT NULL,
        is_built_in {{bool}} NOT NULL,
        version {{int}} NOT NULL DEFAULT 1,
        created_at {{instant}},
        updated_at {{instant}}
      ){{strict}};
      CREATE TABLE role_permissions (
        role {{text}} NOT NULL REFERENCES roles (key) ON DELETE CASCADE,
        permission {{text}} NOT NULL,
        PRIMARY KEY (role, permission)
      ){{keyed}};
      INSERT INTO roles (key, title, title_key, about, is_built_in) VALUES
        ('owner', 'Owner', 'owner', '', TRUE),
        ('admin', 'Administrator', 'administrator', '', TRUE),
        ('instructor', 'Instructor', 'instructor', '', TRUE),
        ('student', 'Student', 'student', '', TRUE),
        ('registrar', 'Registrar', 'registrar', '', TRUE),
        ('follow_up_officer', 'Follow-up officer', 'follow-up officer', '', TRUE),
        ('grader', 'Grader', 'grader', '', TRUE),
        ('editor', 'Editor', 'editor', '', TRUE),
        ('accountant', 'Accountant', 'accountant', '', TRUE),
        ('auditor', 'Auditor', 'auditor', '', TRUE);
      """
    ])
}
