internal import SQLStore

extension Migration {
  /// Others who vouch for people, whom they have vouched for, and the sign-ins that are under way with them.
  static let signInWith = Migration(
    id: "20261121T0906_sign_in_with", feature: "Identity",
    [
      """
      CREATE TABLE identity_providers (
        id {{id}} PRIMARY KEY,
        slug {{text}} NOT NULL UNIQUE,
        name {{text}} NOT NULL,
        kind {{text}} NOT NULL CHECK (kind IN ('oidc', 'github')),
        issuer {{text}} NOT NULL UNIQUE,
        client_id {{text}} NOT NULL,
        client_secret {{text}},
        scopes {{text}} NOT NULL,
        registers {{bool}} NOT NULL,
        domains {{text}} NOT NULL,
        trusts_factors {{bool}} NOT NULL,
        disabled_at {{instant}},
        created_at {{instant}} NOT NULL,
        updated_at {{instant}} NOT NULL
      ){{keyed}};

      CREATE TABLE person_identities (
        id {{id}} PRIMARY KEY,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        issuer {{text}} NOT NULL,
        subject {{text}} NOT NULL,
        email {{text}},
        created_at {{instant}} NOT NULL,
        last_used_at {{instant}} NOT NULL
      ){{keyed}};
      CREATE UNIQUE INDEX person_identities_subject ON person_identities (issuer, subject);
      CREATE INDEX person_identities_user ON person_identities (user_id, created_at);

      CREATE TABLE sign_in_attempts (
        state_hash {{bytes}} PRIMARY KEY,
        browser_hash {{bytes}} NOT NULL,
        provider_id {{id}} NOT NULL REFERENCES identity_providers (id) ON DELETE CASCADE,
        sealed {{text}} NOT NULL,
        link_to {{id}} REFERENCES users (id) ON DELETE CASCADE,
        next {{text}},
        created_at {{instant}} NOT NULL,
        expires_at {{instant}} NOT NULL,
        used_at {{instant}}
      ){{strict}};
      CREATE INDEX sign_in_attempts_expiry ON sign_in_attempts (expires_at);
      CREATE INDEX sign_in_attempts_provider ON sign_in_attempts (provider_id);
      """
    ])
}
