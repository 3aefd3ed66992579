internal import SQLStore

extension Migration {
  /// The tree of subjects.
  static let catalog = Migration(
    id: "20261121T1000_catalog", feature: "Catalog",
    [
      """
      CREATE TABLE course_categories (
        id {{id}} PRIMARY KEY,
        name {{text}} NOT NULL,
        slug {{text}} NOT NULL UNIQUE,
        description {{text}} NOT NULL DEFAULT '',
        parent_id {{id}} REFERENCES course_categories (id),
        icon {{text}},
        hue {{int}} NOT NULL DEFAULT 250 CHECK (hue BETWEEN 0 AND 359),
        sort_order {{int}} NOT NULL DEFAULT 0,
        archived_at {{instant}},
        created_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX course_categories_parent ON course_categories (parent_id, sort_order);
      """
    ])
}
