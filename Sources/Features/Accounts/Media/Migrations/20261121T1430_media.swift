internal import SQLStore

extension Migration {
  /// Files, what is made of them, what is on its way in, and how much room each person takes.
  static let media = Migration(
    id: "20261121T1430_media", feature: "Media",
    [
      """
      CREATE TABLE media_files (
        id {{id}} PRIMARY KEY,
        owner_id {{id}} REFERENCES users (id) ON DELETE SET NULL,
        name {{text}} NOT NULL,
        sha256 {{text}} NOT NULL,
        content_type {{text}} NOT NULL,
        kind {{text}} NOT NULL CHECK (kind IN ('image', 'video', 'audio', 'document')),
        size {{int}} NOT NULL,
        width {{int}},
        height {{int}},
        duration_ms {{int}},
        state {{text}} NOT NULL CHECK (state IN ('processing', 'ready', 'failed')),
        progress {{int}} NOT NULL DEFAULT 0,
        failure {{text}},
        created_at {{instant}} NOT NULL,
        changed_at {{instant}} NOT NULL,
        deleted_at {{instant}}
      ){{keyed}};
      CREATE INDEX media_files_owner ON media_files (owner_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
      CREATE INDEX media_files_created ON media_files (created_at DESC, id DESC) WHERE deleted_at IS NULL;
      CREATE INDEX media_files_sha256 ON media_files (sha256);

      CREATE TABLE media_renditions (
        media_id {{id}} NOT NULL REFERENCES media_files (id) ON DELETE CASCADE,
        name {{text}} NOT NULL,
        sha256 {{text}} NOT NULL,
        content_type {{text}} NOT NULL,
        size {{int}} NOT NULL,
        width {{int}},
        height {{int}},
        PRIMARY KEY (media_id, name)
      ){{keyed}};
      CREATE INDEX media_renditions_sha256 ON media_renditions (sha256);

      CREATE TABLE media_uploads (
        id {{id}} PRIMARY KEY,
        person_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        name {{text}} NOT NULL,
        fingerprint {{text}} NOT NULL,
        size {{int}} NOT NULL,
        received {{int}} NOT NULL DEFAULT 0,
        media_id {{id}} REFERENCES media_files (id) ON DELETE SET NULL,
        failure {{text}},
        created_at {{instant}} NOT NULL,
        expires_at {{instant}} NOT NULL
      ){{keyed}};
      CREATE INDEX media_uploads_person ON media_uploads (person_id, created_at DESC);
      CREATE INDEX media_uploads_expiry ON media_uploads (expires_at);

      CREATE TABLE media_keepers (
        person_id {{id}} PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        used_bytes {{int}} NOT NULL DEFAULT 0,
        room_bytes {{int}}
      ){{keyed}};
      """,
      MediaQueries.search.creation,
    ])
}
