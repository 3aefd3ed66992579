-- Fills Evolv's tables from the peers' rows. One account was made before by `evolv user create`: everyone gets its password.
BEGIN;
-- The bench signs in as an administrator, who would owe a second factor.
INSERT INTO settings (section, value, version, updated_at) VALUES ('security', '{"second_factor_roles":[]}', 1, timestamptz '2025-01-01Z');
INSERT INTO users (id, email, email_key, username, username_key, password_hash, role, status, first_name, last_name, name_key, time_zone,
                   email_verified_at, created_at, updated_at)
SELECT id, email, email, NULL, NULL, (SELECT password_hash FROM users WHERE email_key = 'bench@example.org'), role, 'active',
       first_name, last_name, lower(first_name || ' ' || last_name), 'UTC', timestamptz '2025-01-01Z', timestamptz '2025-01-01Z', timestamptz '2025-01-01Z'
FROM peers.users;

INSERT INTO course_categories (id, name, slug, created_at)
SELECT category_id, 'Category ' || n, 'bench-category-' || n, timestamptz '2025-01-01Z'
FROM (SELECT category_id, row_number() OVER (ORDER BY category_id) AS n FROM (SELECT DISTINCT category_id FROM peers.courses) AS c) AS d;

INSERT INTO courses (id, title, slug, short_description, category_id, instructor_id, level, price_minor_units, currency, enrollment_mode,
                     status, published_at, item_count, lesson_count, total_enrolled, rating_hundredths, rating_count, created_at, updated_at)
SELECT id, title, slug, short_description, category_id, instructor_id, level, (price * 100)::bigint, 'USD', 'free',
       CASE WHEN is_published THEN 'published' ELSE 'draft' END, CASE WHEN is_published THEN created_at END, 20, 0,
       coalesce(e.total, 0), (rating * 100)::bigint, 10, created_at, created_at
FROM peers.courses c LEFT JOIN (SELECT course_id, count(*) AS total FROM peers.course_enrollments GROUP BY course_id) e
  ON e.course_id = c.id;
UPDATE catalog_counts SET total = (SELECT count(*) FROM courses WHERE status = 'published') WHERE name = 'published';

INSERT INTO course_sections (id, course_id, title, position, created_at)
SELECT id, course_id, title, position, timestamptz '2025-01-01Z' FROM peers.course_sections;

INSERT INTO course_items (id, course_id, section_id, kind, title, slug, position, minutes, duration_seconds, previewable_since, created_at, updated_at)
SELECT v.id, s.course_id, s.id, 'video', v.title, 'part-' || s.position || '-' || v.position, v.position, v.duration_seconds / 60, v.duration_seconds,
       CASE WHEN v.is_preview THEN timestamptz '2025-01-01Z' END, timestamptz '2025-01-01Z', timestamptz '2025-01-01Z'
FROM peers.course_videos v JOIN peers.course_sections s ON s.id = v.section_id;
INSERT INTO course_videos (item_id, video_type, video_url, requires_code)
SELECT id, 'external', 'https://video.example.org/' || id, false FROM peers.course_videos;

-- Everyone has done the first section of each course; the writes of the bench go to the others.
INSERT INTO course_enrollments (id, user_id, course_id, status, origin, items_done, last_seen_at, enrolled_at)
SELECT md5('enrollment' || user_id || course_id)::uuid, user_id, course_id, 'active', 'free', 4, timestamptz '2025-02-01Z', timestamptz '2025-01-01Z'
FROM peers.course_enrollments;
INSERT INTO item_progress (user_id, item_id, course_id, started_at, done_at, evidence_id)
SELECT e.user_id, v.id, e.course_id, timestamptz '2025-01-01Z', timestamptz '2025-01-01Z', gen_random_uuid()
FROM peers.course_enrollments e JOIN peers.course_sections s ON s.course_id = e.course_id AND s.position = 1
JOIN peers.course_videos v ON v.section_id = s.id;
INSERT INTO learning_evidence (id, user_id, course_id, item_id, kind, happened_at)
SELECT evidence_id, user_id, course_id, item_id, 'finished', done_at FROM item_progress;
COMMIT;
