internal import SQLStore

extension Migration {
  /// Courses that were brought in, what was said of each file, and archives of courses to take along.
  static let importing = Migration(
    id: "20261121T1500_importing", feature: "Importing",
    [
      """
      CREATE TABLE course_imports (
        id {{id}} NOT NULL PRIMARY KEY,
        created_by {{id}} REFERENCES users (id) ON DELETE SET NULL,
        file_name {{text}} NOT NULL,
        archive_sha256 {{text}},
        title {{text}} NOT NULL,
        target {{text}} NOT NULL CHECK (target IN ('known', 'new', 'course')),
        course_id {{id}} REFERENCES courses (id) ON DELETE SET NULL,
        makes_course {{bool}} NOT NULL,
        state {{text}} NOT NULL
          CHECK (state IN ('reading', 'checked', 'applying', 'applied', 'undone', 'failed')),
        step {{text}} NOT NULL,
        step_done {{int}} NOT NULL,
        step_total {{int}} NOT NULL,
        fault {{text}},
        before {{json}},
        after_at {{instant}},
        created_at {{instant}} NOT NULL,
        applied_at {{instant}},
        undone_at {{instant}}
      ){{strict}};
      CREATE INDEX course_imports_person ON course_imports (created_by, created_at DESC, id DESC);
      CREATE INDEX course_imports_created ON course_imports (created_at DESC, id DESC);
      CREATE INDEX course_imports_course ON course_imports (course_id) WHERE course_id IS NOT NULL;
      CREATE TABLE course_import_lines (
        import_id {{id}} NOT NULL REFERENCES course_imports (id) ON DELETE CASCADE,
        number {{int}} NOT NULL,
        kind {{text}} NOT NULL,
        file {{text}} NOT NULL,
        line {{int}},
        what {{text}} NOT NULL,
        why {{text}} NOT NULL,
        PRIMARY KEY (import_id, number)
      ){{strict}};
      CREATE INDEX course_import_lines_kind ON course_import_lines (import_id, kind, number);
      CREATE TABLE course_import_files (
        import_id {{id}} NOT NULL REFERENCES course_imports (id) ON DELETE CASCADE,
        sha256 {{text}} NOT NULL,
        PRIMARY KEY (import_id, sha256)
      ){{strict}};
      CREATE INDEX course_import_files_sha256 ON course_import_files (sha256);
      CREATE TABLE course_exports (
        id {{id}} NOT NULL PRIMARY KEY,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        file_sha256 {{text}},
        size {{int}},
        left_out {{text}} NOT NULL DEFAULT '',
        created_at {{instant}} NOT NULL,
        ready_at {{instant}},
        expires_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX course_exports_course ON course_exports (course_id, created_at DESC);
      CREATE INDEX course_exports_user ON course_exports (user_id);
      CREATE INDEX course_exports_sha256 ON course_exports (file_sha256) WHERE file_sha256 IS NOT NULL;
      """
    ])
}
