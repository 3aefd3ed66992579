internal import SQLStore

extension Migration {
  /// What people want to be told of, what they take along, and who asked to be forgotten.
  static let personalData = Migration(
    id: "20261121T0906_personal_data", feature: "People",
    [
      """
      CREATE TABLE notification_preferences (
        user_id {{id}} NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        silenced {{text}} NOT NULL,
        digest {{text}} NOT NULL,
        quiet_from {{text}},
        quiet_to {{text}},
        updated_at {{instant}} NOT NULL
      ){{strict}};
      CREATE TABLE data_exports (
        id {{id}} NOT NULL PRIMARY KEY,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        file_sha256 {{text}},
        size {{int}},
        created_at {{instant}} NOT NULL,
        ready_at {{instant}},
        expires_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX data_exports_user ON data_exports (user_id, created_at DESC);
      CREATE INDEX data_exports_expiry ON data_exports (expires_at);
      CREATE TABLE erasure_requests (
        user_id {{id}} NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        asked_at {{instant}} NOT NULL,
        due_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX erasure_requests_due ON erasure_requests (due_at);
      """
    ])
}
