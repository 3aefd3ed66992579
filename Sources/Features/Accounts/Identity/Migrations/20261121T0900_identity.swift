internal import SQLStore

extension Migration {
  /// Accounts and how people prove that they are theirs.
  static let identity = Migration(
    id: "20261121T0900_identity", feature: "Identity",
    [
      """
      CREATE TABLE users (
        id {{id}} PRIMARY KEY,
        email {{text}} NOT NULL,
        email_key {{text}} NOT NULL UNIQUE,
        username {{text}},
        username_key {{text}} UNIQUE,
        password_hash {{text}},
        role {{text}} NOT NULL CHECK (role IN ('admin', 'instructor', 'student')),
        status {{text}} NOT NULL CHECK (status IN ('active', 'inactive', 'suspended')),
        first_name {{text}} NOT NULL,
        last_name {{text}} NOT NULL,
        time_zone {{text}} NOT NULL DEFAULT 'UTC',
        email_verified_at {{instant}},
        last_login_at {{instant}},
        created_at {{instant}} NOT NULL,
        updated_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX users_created ON users (created_at DESC, id DESC);
      CREATE INDEX users_role ON users (role, created_at DESC, id DESC);

      CREATE TABLE sessions (
        id {{id}} PRIMARY KEY,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        token_hash {{bytes}} NOT NULL UNIQUE,
        created_at {{instant}} NOT NULL,
        last_seen_at {{instant}} NOT NULL,
        expires_at {{instant}} NOT NULL,
        ip_address {{text}},
        user_agent {{text}}
      ){{strict}};
      CREATE INDEX sessions_user ON sessions (user_id, created_at DESC);
      CREATE INDEX sessions_expiry ON sessions (expires_at);

      CREATE TABLE refresh_tokens (
        token_hash {{bytes}} PRIMARY KEY,
        session_id {{id}} NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        created_at {{instant}} NOT NULL,
        expires_at {{instant}} NOT NULL,
        used_at {{instant}}
      ){{strict}};
      CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
      """
    ])
}
