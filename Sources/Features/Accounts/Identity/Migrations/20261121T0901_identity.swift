internal import SQLStore

extension Migration {
  /// Where people are signed in.
  static let identity = Migration(
    id: "20261121T0901_identity", feature: "Identity",
    [
      """
      CREATE TABLE sessions (
        id {{id}} PRIMARY KEY,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        token_hash {{bytes}} NOT NULL UNIQUE,
        created_at {{instant}} NOT NULL,
        last_seen_at {{instant}} NOT NULL,
        proven_at {{instant}} NOT NULL,
        expires_at {{instant}} NOT NULL,
        ip_address {{text}},
        user_agent {{text}},
        acting_as {{id}} REFERENCES users (id) ON DELETE SET NULL,
        acting_until {{instant}}
      ){{keyed}};
      CREATE INDEX sessions_acting ON sessions (acting_as) WHERE acting_as IS NOT NULL;
      CREATE INDEX sessions_user ON sessions (user_id, created_at DESC);
      CREATE INDEX sessions_expiry ON sessions (expires_at);

      CREATE TABLE refresh_tokens (
        token_hash {{bytes}} PRIMARY KEY,
        session_id {{id}} NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        created_at {{instant}} NOT NULL,
        expires_at {{instant}} NOT NULL,
        used_at {{instant}},
        used_by {{bytes}},
        successor {{bytes}}
      ){{strict}};
      CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
      """
    ])
}
