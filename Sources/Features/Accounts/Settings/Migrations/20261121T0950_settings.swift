internal import SQLStore

extension Migration {
  /// What the school's administrators have chosen, a row for each section.
  static let settings = Migration(
    id: "20261121T0950_settings", feature: "Settings",
    [
      """
      CREATE TABLE settings (
        section {{text}} NOT NULL PRIMARY KEY,
        value {{json}} NOT NULL,
        version {{int}} NOT NULL,
        updated_at {{instant}} NOT NULL,
        updated_by {{id}} REFERENCES users (id) ON DELETE SET NULL
      ){{strict}};
      """
    ])
}
