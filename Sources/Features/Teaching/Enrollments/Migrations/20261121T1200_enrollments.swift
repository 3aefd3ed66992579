internal import SQLStore

extension Migration {
  /// Who takes which course and how far they are, who waits for a seat, and what opens when.
  static let enrollments = Migration(
    id: "20261121T1200_enrollments", feature: "Enrollments",
    [
      """
      CREATE TABLE course_enrollments (
        id {{id}} PRIMARY KEY,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        status {{text}} NOT NULL CHECK (status IN ('active', 'completed', 'dropped', 'expired')),
        origin {{text}} NOT NULL CHECK (origin IN ('free', 'code', 'staff')),
        access_code_id {{id}},
        items_done {{int}} NOT NULL DEFAULT 0 CHECK (items_done >= 0),
        last_item_id {{id}} REFERENCES course_items (id) ON DELETE SET NULL,
        last_seen_at {{instant}},
        enrolled_at {{instant}} NOT NULL,
        completed_at {{instant}},
        expires_at {{instant}},
        warned_at {{instant}},
        ended_at {{instant}},
        end_reason {{text}},
        UNIQUE (user_id, course_id)
      ){{strict}};
      CREATE INDEX course_enrollments_course ON course_enrollments (course_id, enrolled_at DESC, id DESC);
      CREATE INDEX course_enrollments_ending ON course_enrollments (expires_at)
        WHERE expires_at IS NOT NULL AND status IN ('active', 'completed');

      CREATE TABLE waiting_list (
        id {{id}} PRIMARY KEY,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        state {{text}} NOT NULL CHECK (state IN ('waiting', 'offered', 'taken', 'passed', 'skipped', 'left')),
        place {{int}} NOT NULL,
        joined_at {{instant}} NOT NULL,
        offered_at {{instant}},
        offer_ends_at {{instant}},
        UNIQUE (course_id, user_id),
        CHECK (state <> 'offered' OR offer_ends_at IS NOT NULL)
      ){{strict}};
      CREATE INDEX waiting_list_order ON waiting_list (course_id, place) WHERE state IN ('waiting', 'offered');
      CREATE INDEX waiting_list_user ON waiting_list (user_id);
      CREATE INDEX waiting_list_ending ON waiting_list (offer_ends_at) WHERE state = 'offered';

      CREATE TABLE course_terms (
        course_id {{id}} PRIMARY KEY REFERENCES courses (id) ON DELETE CASCADE,
        access_days {{int}} CHECK (access_days > 0),
        offer_hours {{int}} NOT NULL CHECK (offer_hours > 0),
        allows_offline {{bool}} NOT NULL DEFAULT TRUE
      ){{keyed}};

      CREATE TABLE course_prerequisites (
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        required_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        PRIMARY KEY (course_id, required_id),
        CHECK (course_id <> required_id)
      ){{keyed}};
      CREATE INDEX course_prerequisites_required ON course_prerequisites (required_id);

      CREATE TABLE item_conditions (
        item_id {{id}} PRIMARY KEY REFERENCES course_items (id) ON DELETE CASCADE,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        after_item_id {{id}} REFERENCES course_items (id) ON DELETE SET NULL,
        opens_at {{instant}},
        days_after {{int}} CHECK (days_after > 0),
        CHECK (after_item_id IS NULL OR after_item_id <> item_id)
      ){{keyed}};
      CREATE INDEX item_conditions_course ON item_conditions (course_id);
      CREATE INDEX item_conditions_after ON item_conditions (after_item_id) WHERE after_item_id IS NOT NULL;

      CREATE TABLE item_grants (
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        item_id {{id}} NOT NULL REFERENCES course_items (id) ON DELETE CASCADE,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        origin {{text}} NOT NULL CHECK (origin IN ('code', 'staff')),
        access_code_id {{id}},
        granted_by {{id}},
        granted_at {{instant}} NOT NULL,
        expires_at {{instant}},
        PRIMARY KEY (user_id, item_id, origin)
      ){{keyed}};
      CREATE INDEX item_grants_course ON item_grants (course_id, user_id);
      CREATE INDEX item_grants_item ON item_grants (item_id);
      """
    ])
}
