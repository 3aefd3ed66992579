internal import SQLStore

extension Migration {
  /// What learners write beside what they learn, and what they want to find again.
  static let notes = Migration(
    id: "20261121T1800_notes", feature: "Notes",
    [
      """
      CREATE TABLE notes (
        id {{id}} PRIMARY KEY,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        item_id {{id}} NOT NULL REFERENCES course_items (id) ON DELETE CASCADE,
        at_seconds {{int}} CHECK (at_seconds >= 0),
        body {{text}} NOT NULL,
        created_at {{instant}} NOT NULL,
        updated_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX notes_item ON notes (user_id, item_id);
      CREATE INDEX notes_latest ON notes (user_id, created_at DESC, id DESC);
      CREATE INDEX notes_course ON notes (course_id);
      CREATE INDEX notes_of_item ON notes (item_id);

      CREATE TABLE bookmarks (
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        item_id {{id}} NOT NULL REFERENCES course_items (id) ON DELETE CASCADE,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        created_at {{instant}} NOT NULL,
        PRIMARY KEY (user_id, item_id)
      ){{keyed}};
      CREATE INDEX bookmarks_latest ON bookmarks (user_id, created_at DESC);
      CREATE INDEX bookmarks_course ON bookmarks (course_id);
      CREATE INDEX bookmarks_item ON bookmarks (item_id);
      """
    ])
}
