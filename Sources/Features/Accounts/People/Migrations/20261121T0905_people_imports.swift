internal import SQLStore

extension Migration {
  /// Imports of people: what came in, what is to become of each row, and what became of it.
  static let imports = Migration(
    id: "20261121T0905_people_imports", feature: "People",
    [
      """
      CREATE TABLE people_imports (
        id {{id}} NOT NULL PRIMARY KEY,
        created_by {{id}} REFERENCES users (id) ON DELETE SET NULL,
        file_name {{text}} NOT NULL,
        note {{text}},
        headings {{json}} NOT NULL,
        mapping {{text}} NOT NULL,
        default_role {{text}} NOT NULL,
        allowed_roles {{text}} NOT NULL,
        updates {{bool}} NOT NULL,
        invites {{bool}} NOT NULL,
        state {{text}} NOT NULL
          CHECK (state IN ('mapping', 'checked', 'applying', 'applied', 'undoing', 'undone')),
        created_at {{instant}} NOT NULL,
        applied_at {{instant}},
        undone_at {{instant}}
      ){{strict}};
      CREATE INDEX people_imports_created ON people_imports (created_at DESC, id DESC);
      CREATE TABLE people_import_rows (
        import_id {{id}} NOT NULL REFERENCES people_imports (id) ON DELETE CASCADE,
        number {{int}} NOT NULL,
        cells {{json}} NOT NULL,
        verdict {{text}},
        reason {{text}},
        outcome {{text}},
        note {{text}},
        person_id {{id}},
        old_values {{json}},
        new_values {{json}},
        changed_at {{instant}},
        undo {{text}},
        PRIMARY KEY (import_id, number)
      ){{strict}};
      CREATE INDEX people_import_rows_person ON people_import_rows (person_id);
      """
    ])
}
