internal import SQLStore

extension Migration {
  /// Who takes which course, and how far they are.
  static let enrollments = Migration(
    id: "20261121T1200_enrollments", feature: "Enrollments",
    [
      """
      CREATE TABLE course_enrollments (
        id {{id}} PRIMARY KEY,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        status {{text}} NOT NULL CHECK (status IN ('active', 'completed', 'dropped', 'expired')),
        origin {{text}} NOT NULL CHECK (origin IN ('free', 'code', 'staff')),
        access_code_id {{id}},
        items_done {{int}} NOT NULL DEFAULT 0 CHECK (items_done >= 0),
        last_item_id {{id}} REFERENCES course_items (id) ON DELETE SET NULL,
        last_seen_at {{instant}},
        enrolled_at {{instant}} NOT NULL,
        completed_at {{instant}},
        UNIQUE (user_id, course_id)
      ){{strict}};
      CREATE INDEX course_enrollments_course ON course_enrollments (course_id, enrolled_at DESC, id DESC);
      CREATE INDEX course_enrollments_recent ON course_enrollments (user_id, last_seen_at DESC);
      """
    ])
}
