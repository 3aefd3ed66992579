internal import SQLStore

extension Migration {
  /// What people prove themselves with beside a password, and the sign-ins that wait for it.
  static let secondFactors = Migration(
    id: "20261121T0903_second_factors", feature: "Identity",
    [
      """
      CREATE TABLE pending_sign_ins (
        token_hash {{bytes}} PRIMARY KEY,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        method {{text}} NOT NULL,
        created_at {{instant}} NOT NULL,
        expires_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX pending_sign_ins_user ON pending_sign_ins (user_id);
      CREATE INDEX pending_sign_ins_expiry ON pending_sign_ins (expires_at);

      CREATE TABLE authenticators (
        user_id {{id}} PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        secret {{text}} NOT NULL,
        last_step {{int}} NOT NULL,
        created_at {{instant}} NOT NULL,
        confirmed_at {{instant}}
      ){{keyed}};

      CREATE TABLE recovery_codes (
        id {{id}} PRIMARY KEY,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        code {{text}} NOT NULL,
        created_at {{instant}} NOT NULL,
        used_at {{instant}}
      ){{keyed}};
      CREATE INDEX recovery_codes_user ON recovery_codes (user_id);

      CREATE TABLE phones (
        user_id {{id}} PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        number {{text}} NOT NULL,
        verified_at {{instant}},
        code {{text}},
        code_expires_at {{instant}},
        created_at {{instant}} NOT NULL
      ){{keyed}};

      CREATE TABLE passkeys (
        id {{id}} PRIMARY KEY,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        credential {{bytes}} NOT NULL UNIQUE,
        public_key {{bytes}} NOT NULL,
        algorithm {{int}} NOT NULL,
        sign_count {{int}} NOT NULL,
        name {{text}} NOT NULL,
        created_at {{instant}} NOT NULL,
        last_used_at {{instant}}
      ){{keyed}};
      CREATE INDEX passkeys_user ON passkeys (user_id, created_at);

      CREATE TABLE passkey_challenges (
        challenge_hash {{bytes}} PRIMARY KEY,
        user_id {{id}} REFERENCES users (id) ON DELETE CASCADE,
        purpose {{text}} NOT NULL CHECK (purpose IN ('registration', 'sign_in', 'second_factor')),
        expires_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX passkey_challenges_expiry ON passkey_challenges (expires_at);

      CREATE TABLE trusted_devices (
        id {{id}} PRIMARY KEY,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        token_hash {{bytes}} NOT NULL UNIQUE,
        created_at {{instant}} NOT NULL,
        last_used_at {{instant}} NOT NULL,
        expires_at {{instant}} NOT NULL,
        ip_address {{text}},
        user_agent {{text}}
      ){{keyed}};
      CREATE INDEX trusted_devices_user ON trusted_devices (user_id, last_used_at DESC);
      CREATE INDEX trusted_devices_expiry ON trusted_devices (expires_at);
      """
    ])
}
