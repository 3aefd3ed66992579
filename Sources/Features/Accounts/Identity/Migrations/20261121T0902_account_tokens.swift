internal import SQLStore

extension Migration {
  /// What is sent by mail to prove that an address is someone's.
  static let accountTokens = Migration(
    id: "20261121T0902_account_tokens", feature: "Identity",
    [
      """
      CREATE TABLE account_tokens (
        token_hash {{bytes}} PRIMARY KEY,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        purpose {{text}} NOT NULL CHECK (purpose IN ('verify_email', 'change_email', 'reset_password', 'invitation')),
        email {{text}} NOT NULL,
        created_at {{instant}} NOT NULL,
        expires_at {{instant}} NOT NULL,
        used_at {{instant}}
      ){{strict}};
      CREATE INDEX account_tokens_user ON account_tokens (user_id, purpose);
      CREATE INDEX account_tokens_expiry ON account_tokens (expires_at);
      """
    ])
}
