-- Fills Evolv's tables from the peers' rows. One account was made before by `evolv user create`: everyone gets its password.
-- The peers' file has ids as 16 bytes, times in microseconds, prices and ratings in hundredths. 1735689600 is 2025-01-01.
BEGIN;
-- The bench signs in as an administrator, who would owe a second factor.
INSERT INTO main.settings (section, value, version, updated_at) VALUES ('security', '{"second_factor_roles":[]}', 1, 1735689600000000);
INSERT INTO main.users (id, email, email_key, username, username_key, password_hash, role, status, first_name, last_name, name_key, time_zone,
                   email_verified_at, created_at, updated_at)
SELECT id, email, email, NULL, NULL, (SELECT password_hash FROM main.users WHERE email_key = 'bench@example.org'), role, 'active',
       first_name, last_name, lower(first_name || ' ' || last_name), 'UTC', 1735689600000000, 1735689600000000, 1735689600000000
FROM peers.users;

INSERT INTO main.course_categories (id, name, slug, created_at)
SELECT category_id, 'Category ' || n, 'bench-category-' || n, 1735689600000000
FROM (SELECT category_id, row_number() OVER (ORDER BY category_id) AS n FROM (SELECT DISTINCT category_id FROM peers.courses));

CREATE TEMP TABLE enrolled AS SELECT course_id, count(*) AS total FROM peers.course_enrollments GROUP BY course_id;
INSERT INTO main.courses (id, title, slug, short_description, category_id, instructor_id, level, price_minor_units, currency, enrollment_mode,
                     status, published_at, item_count, lesson_count, total_enrolled, rating_hundredths, rating_count, created_at, updated_at)
SELECT id, title, slug, short_description, category_id, instructor_id, level, price_hundredths, 'USD', 'free',
       CASE WHEN is_published THEN 'published' ELSE 'draft' END, CASE WHEN is_published THEN created_at END, 20, 0,
       coalesce((SELECT total FROM enrolled e WHERE e.course_id = c.id), 0), rating_hundredths, 10, created_at, created_at
FROM peers.courses c;
UPDATE main.catalog_counts SET total = (SELECT count(*) FROM main.courses WHERE status = 'published') WHERE name = 'published';

INSERT INTO main.course_sections (id, course_id, title, position, created_at)
SELECT id, course_id, title, position, 1735689600000000 FROM peers.course_sections;

INSERT INTO main.course_items (id, course_id, section_id, kind, title, slug, position, minutes, duration_seconds, previewable_since, created_at, updated_at)
SELECT v.id, s.course_id, s.id, 'video', v.title, 'part-' || s.position || '-' || v.position, v.position, v.duration_seconds / 60, v.duration_seconds,
       CASE WHEN v.is_preview THEN 1735689600000000 END, 1735689600000000, 1735689600000000
FROM peers.course_videos v JOIN main.course_sections s ON s.id = v.section_id;
INSERT INTO main.course_videos (item_id, video_type, video_url, requires_code)
SELECT id, 'external', 'https://video.example.org/' || lower(hex(id)), 0 FROM peers.course_videos;

-- Everyone has done the first section of each course; the writes of the bench go to the others.
INSERT INTO main.course_enrollments (id, user_id, course_id, status, origin, items_done, last_seen_at, enrolled_at)
SELECT randomblob(16), user_id, course_id, 'active', 'free', 4, 1738368000000000, 1735689600000000 FROM peers.course_enrollments;
INSERT INTO main.item_progress (user_id, item_id, course_id, started_at, done_at, evidence_id)
SELECT e.user_id, i.id, e.course_id, 1735689600000000, 1735689600000000, randomblob(16)
FROM peers.course_enrollments e JOIN main.course_sections s ON s.course_id = e.course_id AND s.position = 1
JOIN main.course_items i ON i.section_id = s.id;
INSERT INTO main.learning_evidence (id, user_id, course_id, item_id, kind, happened_at)
SELECT evidence_id, user_id, course_id, item_id, 'finished', done_at FROM main.item_progress;
COMMIT;
