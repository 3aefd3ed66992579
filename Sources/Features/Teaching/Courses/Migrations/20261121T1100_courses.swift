internal import SQLStore

extension Migration {
  /// Courses, their sections and what stands in them. `item_count` and `lesson_count` are kept by the transactions that add and
  /// remove items, `total_enrolled` by those that enroll, `seats_held` by those that offer a seat; `evolv doctor` recounts them.
  static let courses = Migration(
    id: "20261121T1100_courses", feature: "Courses",
    [
      """
      CREATE TABLE courses (
        id {{id}} PRIMARY KEY,
        title {{text}} NOT NULL,
        slug {{text}} NOT NULL UNIQUE,
        short_description {{text}} NOT NULL DEFAULT '',
        description {{text}} NOT NULL DEFAULT '',
        thumbnail_file_id {{id}},
        category_id {{id}} REFERENCES course_categories (id),
        instructor_id {{id}} NOT NULL REFERENCES users (id),
        parent_id {{id}} REFERENCES courses (id),
        level {{text}} NOT NULL CHECK (level IN ('beginner', 'intermediate', 'advanced')),
        language {{text}} NOT NULL DEFAULT 'en',
        duration_minutes {{int}},
        price_minor_units {{int}} NOT NULL DEFAULT 0 CHECK (price_minor_units >= 0),
        currency {{text}} NOT NULL DEFAULT 'USD',
        enrollment_mode {{text}} NOT NULL CHECK (enrollment_mode IN ('free', 'code', 'staff')),
        max_students {{int}} CHECK (max_students > 0),
        status {{text}} NOT NULL CHECK (status IN ('draft', 'submitted', 'published', 'rejected', 'archived')),
        review_note {{text}},
        submitted_at {{instant}},
        published_at {{instant}},
        featured_at {{instant}},
        item_count {{int}} NOT NULL DEFAULT 0 CHECK (item_count >= 0),
        lesson_count {{int}} NOT NULL DEFAULT 0 CHECK (lesson_count >= 0),
        total_enrolled {{int}} NOT NULL DEFAULT 0 CHECK (total_enrolled >= 0),
        seats_held {{int}} NOT NULL DEFAULT 0 CHECK (seats_held >= 0),
        rating_hundredths {{int}} NOT NULL DEFAULT 0,
        rating_count {{int}} NOT NULL DEFAULT 0,
        source_key {{text}},
        source_home {{text}},
        created_at {{instant}} NOT NULL,
        updated_at {{instant}} NOT NULL,
        CHECK (max_students IS NULL OR total_enrolled + seats_held <= max_students)
      ){{strict}};
      CREATE INDEX courses_published ON courses (published_at DESC, id DESC) WHERE status = 'published';
      CREATE INDEX courses_category ON courses (category_id, published_at DESC) WHERE status = 'published';
      CREATE INDEX courses_instructor ON courses (instructor_id, updated_at DESC);
      CREATE INDEX courses_parent ON courses (parent_id) WHERE parent_id IS NOT NULL;
      CREATE INDEX courses_source ON courses (source_key, instructor_id) WHERE source_key IS NOT NULL;
      CREATE INDEX courses_status ON courses (status, updated_at DESC);
      CREATE INDEX courses_title ON courses (lower(title), id) WHERE status = 'published';
      CREATE INDEX courses_popular ON courses (total_enrolled DESC, id DESC) WHERE status = 'published';
      CREATE INDEX courses_rating ON courses (rating_hundredths DESC, id DESC) WHERE status = 'published';
      CREATE INDEX courses_featured ON courses (featured_at DESC, id DESC) WHERE featured_at IS NOT NULL;

      CREATE TABLE course_words (
        id {{id}} PRIMARY KEY REFERENCES courses (id) ON DELETE CASCADE,
        title {{text}} NOT NULL,
        summary {{text}} NOT NULL,
        instructor {{text}} NOT NULL,
        outline {{text}} NOT NULL
      ){{strict}};

      CREATE TABLE catalog_counts (
        name {{text}} PRIMARY KEY,
        total {{int}} NOT NULL CHECK (total >= 0)
      ){{strict}};
      INSERT INTO catalog_counts (name, total) VALUES ('published', 0);

      CREATE TABLE course_sections (
        id {{id}} PRIMARY KEY,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        title {{text}} NOT NULL,
        description {{text}} NOT NULL DEFAULT '',
        position {{int}} NOT NULL,
        source_key {{text}},
        created_at {{instant}} NOT NULL,
        UNIQUE (course_id, source_key)
      ){{strict}};
      CREATE INDEX course_sections_order ON course_sections (course_id, position);

      CREATE TABLE course_items (
        id {{id}} PRIMARY KEY,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        section_id {{id}} NOT NULL REFERENCES course_sections (id) ON DELETE CASCADE,
        kind {{text}} NOT NULL CHECK (kind IN ('lesson', 'video', 'material')),
        title {{text}} NOT NULL,
        slug {{text}} NOT NULL,
        position {{int}} NOT NULL,
        minutes {{int}},
        duration_seconds {{int}},
        previewable_since {{instant}},
        source_key {{text}},
        source_digest {{text}},
        created_at {{instant}} NOT NULL,
        updated_at {{instant}} NOT NULL,
        UNIQUE (course_id, slug),
        UNIQUE (course_id, source_key)
      ){{strict}};
      CREATE INDEX course_items_order ON course_items (section_id, position);
      CREATE INDEX course_items_course ON course_items (course_id, position);

      CREATE TABLE course_lessons (
        item_id {{id}} PRIMARY KEY REFERENCES course_items (id) ON DELETE CASCADE,
        markdown {{text}} NOT NULL,
        html {{text}} NOT NULL,
        headings {{json}} NOT NULL,
        word_count {{int}} NOT NULL
      ){{strict}};

      CREATE TABLE item_words (
        id {{id}} PRIMARY KEY REFERENCES course_items (id) ON DELETE CASCADE,
        title {{text}} NOT NULL,
        body {{text}} NOT NULL
      ){{strict}};

      CREATE TABLE course_videos (
        item_id {{id}} PRIMARY KEY REFERENCES course_items (id) ON DELETE CASCADE,
        description {{text}} NOT NULL DEFAULT '',
        video_type {{text}} NOT NULL CHECK (video_type IN ('youtube_private', 'server_upload', 'external')),
        video_url {{text}} NOT NULL,
        youtube_id {{text}},
        media_id {{id}},
        requires_code {{bool}} NOT NULL
      ){{keyed}};
      CREATE INDEX course_videos_media ON course_videos (media_id) WHERE media_id IS NOT NULL;

      CREATE TABLE course_files (
        id {{id}} PRIMARY KEY,
        course_id {{id}} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
        name {{text}} NOT NULL,
        sha256 {{text}} NOT NULL,
        content_type {{text}} NOT NULL,
        size {{int}} NOT NULL,
        width {{int}},
        height {{int}},
        source_key {{text}},
        created_at {{instant}} NOT NULL,
        UNIQUE (course_id, source_key)
      ){{strict}};
      CREATE INDEX course_files_sha256 ON course_files (sha256);

      CREATE TABLE course_materials (
        item_id {{id}} PRIMARY KEY REFERENCES course_items (id) ON DELETE CASCADE,
        description {{text}} NOT NULL DEFAULT '',
        file_id {{id}} REFERENCES course_files (id),
        link {{text}},
        download_count {{int}} NOT NULL DEFAULT 0,
        is_downloadable {{bool}} NOT NULL,
        CHECK ((file_id IS NULL) <> (link IS NULL))
      ){{strict}};
      CREATE INDEX course_materials_file ON course_materials (file_id) WHERE file_id IS NOT NULL;
      """,
      SearchIndex.courses.creation,
      SearchIndex.items.creation,
    ])
}
