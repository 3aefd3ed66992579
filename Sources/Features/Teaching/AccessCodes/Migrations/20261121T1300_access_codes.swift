internal import SQLStore

extension Migration {
  /// Codes that open a course or one item of it, every attempt to use one, and what looked like guessing.
  static let accessCodes = Migration(
    id: "20261121T1300_access_codes", feature: "AccessCodes",
    [
      """
      CREATE TABLE access_code_batches (
        id {{id}} PRIMARY KEY,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        label {{text}} NOT NULL,
        notes {{text}} NOT NULL DEFAULT '',
        created_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX access_code_batches_course ON access_code_batches (course_id, created_at DESC, id DESC);

      CREATE TABLE course_access_codes (
        id {{id}} PRIMARY KEY,
        code {{text}} NOT NULL UNIQUE,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        item_id {{id}} REFERENCES course_items (id) ON DELETE CASCADE,
        batch_id {{id}} REFERENCES access_code_batches (id) ON DELETE SET NULL,
        type {{text}} NOT NULL CHECK (type IN ('single_use', 'multi_use', 'unlimited')),
        max_uses {{int}} CHECK (max_uses > 0),
        current_uses {{int}} NOT NULL DEFAULT 0 CHECK (current_uses >= 0),
        access_days {{int}} CHECK (access_days > 0),
        expires_at {{instant}},
        deactivated_at {{instant}},
        created_by {{id}} REFERENCES users (id),
        created_at {{instant}} NOT NULL,
        CHECK (max_uses IS NULL OR current_uses <= max_uses)
      ){{strict}};
      CREATE INDEX course_access_codes_course ON course_access_codes (course_id, created_at DESC, id DESC);
      CREATE INDEX course_access_codes_item ON course_access_codes (item_id) WHERE item_id IS NOT NULL;
      CREATE INDEX course_access_codes_batch ON course_access_codes (batch_id) WHERE batch_id IS NOT NULL;

      CREATE TABLE code_redemptions (
        id {{id}} PRIMARY KEY,
        code_id {{id}} REFERENCES course_access_codes (id) ON DELETE CASCADE,
        code_type {{text}} CHECK (code_type IN ('course', 'video')),
        user_id {{id}} REFERENCES users (id) ON DELETE CASCADE,
        outcome {{text}} NOT NULL CHECK (outcome IN ('redeemed', 'unknown', 'expired', 'used_up', 'inactive',
          'already_enrolled', 'full', 'prerequisite', 'too_many')),
        ip_address {{text}},
        redeemed_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX code_redemptions_code ON code_redemptions (code_id, redeemed_at DESC);
      CREATE INDEX code_redemptions_user ON code_redemptions (user_id, redeemed_at DESC);
      CREATE INDEX code_redemptions_time ON code_redemptions (redeemed_at DESC, id DESC);
      CREATE INDEX code_redemptions_address ON code_redemptions (ip_address, redeemed_at DESC);

      CREATE TABLE code_alarms (
        id {{id}} PRIMARY KEY,
        kind {{text}} NOT NULL CHECK (kind IN ('person', 'address', 'code')),
        subject {{text}} NOT NULL,
        hour {{instant}} NOT NULL,
        raised_at {{instant}} NOT NULL,
        UNIQUE (kind, subject, hour)
      ){{strict}};
      """
    ])
}
