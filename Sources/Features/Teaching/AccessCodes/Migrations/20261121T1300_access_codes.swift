internal import SQLStore

extension Migration {
  /// Codes that open a course, and every attempt to use one.
  static let accessCodes = Migration(
    id: "20261121T1300_access_codes", feature: "AccessCodes",
    [
      """
      CREATE TABLE course_access_codes (
        id {{id}} PRIMARY KEY,
        code {{text}} NOT NULL UNIQUE,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        type {{text}} NOT NULL CHECK (type IN ('single_use', 'multi_use', 'unlimited')),
        max_uses {{int}} CHECK (max_uses > 0),
        current_uses {{int}} NOT NULL DEFAULT 0 CHECK (current_uses >= 0),
        expires_at {{instant}},
        deactivated_at {{instant}},
        created_by {{id}} REFERENCES users (id),
        created_at {{instant}} NOT NULL,
        CHECK (max_uses IS NULL OR current_uses <= max_uses)
      ){{strict}};
      CREATE INDEX course_access_codes_course ON course_access_codes (course_id, created_at DESC, id DESC);

      CREATE TABLE code_redemptions (
        id {{id}} PRIMARY KEY,
        code_id {{id}} REFERENCES course_access_codes (id) ON DELETE CASCADE,
        user_id {{id}} REFERENCES users (id) ON DELETE CASCADE,
        outcome {{text}} NOT NULL CHECK (outcome IN ('redeemed', 'unknown', 'expired', 'used_up', 'inactive', 'already_enrolled', 'full')),
        ip_address {{text}},
        redeemed_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX code_redemptions_code ON code_redemptions (code_id, redeemed_at DESC);
      CREATE INDEX code_redemptions_user ON code_redemptions (user_id, redeemed_at DESC);
      """
    ])
}
