internal import SQLStore

extension Migration {
  /// What people tell of themselves, and what the school notes of those who learn.
  static let profiles = Migration(
    id: "20261121T0903_profiles", feature: "People",
    [
      """
      CREATE TABLE profiles (
        user_id {{id}} NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        phone {{text}},
        gender {{text}},
        date_of_birth {{text}},
        bio {{text}},
        address {{text}},
        city {{text}},
        postal_code {{text}},
        country {{text}},
        language {{text}},
        links {{text}},
        education_level {{text}},
        specialization {{text}},
        qualification {{text}},
        experience_years {{int}},
        emergency_contact_name {{text}},
        emergency_contact_phone {{text}},
        photo_sha256 {{text}},
        photo_type {{text}},
        updated_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX profiles_photo ON profiles (photo_sha256) WHERE photo_sha256 IS NOT NULL;
      CREATE TABLE student_files (
        user_id {{id}} NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        assigned_instructor_id {{id}} REFERENCES users (id) ON DELETE SET NULL,
        enrollment_date {{text}},
        notes {{text}},
        updated_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX student_files_instructor ON student_files (assigned_instructor_id);
      """
    ])

  /// Changes of many people at once, kept so that they can be taken back.
  static let batches = Migration(
    id: "20261121T0904_people_batches", feature: "People",
    [
      """
      CREATE TABLE people_batches (
        id {{id}} NOT NULL PRIMARY KEY,
        action {{text}} NOT NULL,
        created_by {{id}} REFERENCES users (id) ON DELETE SET NULL,
        created_at {{instant}} NOT NULL,
        undone_at {{instant}}
      ){{strict}};
      CREATE TABLE people_batch_items (
        batch_id {{id}} NOT NULL REFERENCES people_batches (id) ON DELETE CASCADE,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        old_status {{text}} NOT NULL,
        old_role {{text}} NOT NULL,
        fault {{text}},
        PRIMARY KEY (batch_id, user_id)
      ){{keyed}};
      """
    ])
}
