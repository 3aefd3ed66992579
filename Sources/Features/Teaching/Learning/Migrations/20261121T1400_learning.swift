internal import SQLStore

extension Migration {
  /// What each learner did: the present state of each item, and the log it can be recounted from.
  static let learning = Migration(
    id: "20261121T1400_learning", feature: "Learning",
    [
      """
      CREATE TABLE item_progress (
        user_id {{id}} NOT NULL,
        item_id {{id}} NOT NULL REFERENCES course_items (id) ON DELETE CASCADE,
        course_id {{id}} NOT NULL,
        started_at {{instant}} NOT NULL,
        done_at {{instant}},
        evidence_id {{id}} NOT NULL,
        PRIMARY KEY (user_id, item_id),
        FOREIGN KEY (user_id, course_id) REFERENCES course_enrollments (user_id, course_id) ON DELETE CASCADE
      ){{keyed}};
      CREATE INDEX item_progress_course ON item_progress (course_id, user_id);
      CREATE INDEX item_progress_item ON item_progress (item_id);

      CREATE TABLE learning_evidence (
        id {{id}} PRIMARY KEY,
        user_id {{id}} NOT NULL,
        course_id {{id}} NOT NULL,
        item_id {{id}} NOT NULL,
        kind {{text}} NOT NULL CHECK (kind IN ('started', 'watched', 'finished', 'reopened')),
        happened_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX learning_evidence_user ON learning_evidence (user_id, course_id, happened_at);
      """,
      SQL.sqlite(
        """
        CREATE TRIGGER learning_evidence_kept_update BEFORE UPDATE ON learning_evidence
        BEGIN SELECT RAISE(ABORT, 'learning_evidence is append-only'); END;
        CREATE TRIGGER learning_evidence_kept_delete BEFORE DELETE ON learning_evidence
        BEGIN SELECT RAISE(ABORT, 'learning_evidence is append-only'); END;
        """
      ).postgres(
        """
        CREATE FUNCTION learning_evidence_kept() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'learning_evidence is append-only'; END $$;
        CREATE TRIGGER learning_evidence_kept BEFORE UPDATE OR DELETE ON learning_evidence
        FOR EACH ROW EXECUTE FUNCTION learning_evidence_kept();
        """),
    ])
}
