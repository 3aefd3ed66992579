internal import SQLStore

extension Migration {
  /// What programs of a person prove themselves with.
  static let apiTokens = Migration(
    id: "20261121T0921_api_tokens", feature: "APITokens",
    [
      """
      CREATE TABLE api_tokens (
        id {{id}} PRIMARY KEY,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        name {{text}} NOT NULL,
        token_hash {{bytes}} NOT NULL UNIQUE,
        scopes {{text}} NOT NULL,
        created_at {{instant}} NOT NULL,
        expires_at {{instant}} NOT NULL,
        last_used_at {{instant}},
        last_used_from {{text}}
      ){{keyed}};
      CREATE INDEX api_tokens_user ON api_tokens (user_id, created_at);
      CREATE INDEX api_tokens_expiry ON api_tokens (expires_at);
      """
    ])
}
