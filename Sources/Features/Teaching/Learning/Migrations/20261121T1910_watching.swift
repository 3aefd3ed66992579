internal import SQLStore

extension Migration {
  /// Which parts of films each learner has seen, and how often each part was seen by all.
  static let watching = Migration(
    id: "20261121T1910_watching", feature: "Learning",
    [
      """
      CREATE TABLE video_progress (
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        item_id {{id}} NOT NULL REFERENCES course_items (id) ON DELETE CASCADE,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        media_id {{id}},
        place_ms {{int}} NOT NULL,
        ranges {{text}} NOT NULL,
        watched_ms {{int}} NOT NULL,
        counted_at {{instant}},
        noted_at {{instant}},
        updated_at {{instant}} NOT NULL,
        PRIMARY KEY (user_id, item_id)
      ){{keyed}};
      CREATE INDEX video_progress_item ON video_progress (item_id);
      CREATE INDEX video_progress_course ON video_progress (course_id);

      CREATE TABLE video_heat (
        item_id {{id}} NOT NULL REFERENCES course_items (id) ON DELETE CASCADE,
        media_id {{id}} NOT NULL,
        part {{int}} NOT NULL,
        learners {{int}} NOT NULL,
        plays {{int}} NOT NULL,
        PRIMARY KEY (item_id, media_id, part)
      ){{keyed}};
      """
    ])
}
