#!/usr/bin/env python3
"""A school that has grown: a million items done, on each database. Writes bench/GROWTH.md.

    bin/with-servers python3 bench/growth.py [--learners 2000]

2,000 learners take ten or eleven of a hundred courses with fifty lessons each, and all of them one and the same; each lesson was
opened and done. The demo school's student and teacher are among them. Asked one after another, without load: what is measured is
whether the statements find their rows.
"""
import argparse
import pathlib
import shutil
import sqlite3
import statistics
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "Tests" / "Peers"))

from pages import cookies  # noqa: E402
from school import School, psql  # noqa: E402

import requests  # noqa: E402

NUMBERS = "WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {most}) SELECT n FROM counted"
# {id} is a new id, {then} a moment a month ago, {step}(x) x seconds after it; see `dialects`.
STATEMENTS = [
    """INSERT INTO users (id, email, email_key, password_hash, role, status, first_name, last_name, name_key, time_zone,
         email_verified_at, created_at, updated_at)
       SELECT {id}, 'learner' || n || '@example.org', 'learner' || n || '@example.org', '', 'student', 'active', 'Learner',
         'Number ' || n, 'learner number ' || n, 'UTC', {then}, {then}, {then} FROM ({learners}) AS numbers""",
    """CREATE TEMPORARY TABLE grown_learners AS SELECT id, CAST(replace(replace(email, 'learner', ''), '@example.org', '') AS INTEGER) AS n
       FROM users WHERE email LIKE 'learner%@example.org'""",
    "INSERT INTO grown_learners SELECT id, 0 FROM users WHERE email = 'mia@evolv.example'",
    """INSERT INTO courses (id, title, slug, short_description, instructor_id, level, enrollment_mode, status, published_at, item_count,
         lesson_count, created_at, updated_at)
       SELECT {id}, 'Growing ' || n, 'growing-' || n, 'One of many', (SELECT id FROM users WHERE email = 'tom@evolv.example'),
         'beginner', 'free', 'published', {then}, 50, 50, {then}, {then} FROM ({courses}) AS numbers""",
    """CREATE TEMPORARY TABLE grown_courses AS SELECT id, CAST(replace(slug, 'growing-', '') AS INTEGER) AS n
       FROM courses WHERE slug LIKE 'growing-%'""",
    """INSERT INTO course_sections (id, course_id, title, position, created_at)
       SELECT {id}, grown_courses.id, 'Part ' || numbers.n, numbers.n, {then} FROM grown_courses CROSS JOIN ({sections}) AS numbers""",
    """INSERT INTO course_items (id, course_id, section_id, kind, title, slug, position, minutes, created_at, updated_at)
       SELECT {id}, s.course_id, s.id, 'lesson', 'Lesson ' || s.position || '.' || numbers.n, 'lesson-' || s.position || '-' || numbers.n,
         numbers.n, 5, {then}, {then}
       FROM course_sections s JOIN grown_courses ON grown_courses.id = s.course_id CROSS JOIN ({items}) AS numbers""",
    """INSERT INTO course_lessons (item_id, markdown, html, headings, word_count)
       SELECT course_items.id, 'Words.', '<p>Words.</p>', '{{"headings":[]}}', 1 FROM course_items JOIN grown_courses
         ON grown_courses.id = course_items.course_id""",
    """INSERT INTO course_enrollments (id, user_id, course_id, status, origin, items_done, last_seen_at, enrolled_at)
       SELECT {id}, l.id, c.id, 'active', 'free', 49, {then}, {then} FROM grown_learners l CROSS JOIN grown_courses c
       WHERE (l.n + c.n) % 10 = 0 OR c.n = 1""",
    """INSERT INTO item_progress (user_id, item_id, course_id, started_at, done_at, evidence_id)
       SELECT e.user_id, i.id, e.course_id, {then}, CASE WHEN i.slug = 'lesson-5-10' THEN NULL ELSE {then} END, {id}
       FROM course_enrollments e JOIN grown_courses c ON c.id = e.course_id JOIN course_items i ON i.course_id = e.course_id""",
    """INSERT INTO learning_evidence (id, user_id, course_id, item_id, kind, happened_at)
       SELECT {id}, p.user_id, p.course_id, p.item_id, 'started', {then} FROM item_progress p JOIN grown_courses c ON c.id = p.course_id""",
    """INSERT INTO learning_evidence (id, user_id, course_id, item_id, kind, happened_at)
       SELECT p.evidence_id, p.user_id, p.course_id, p.item_id, 'finished', {then} FROM item_progress p
       JOIN grown_courses c ON c.id = p.course_id WHERE p.done_at IS NOT NULL""",
    """UPDATE courses SET total_enrolled = (SELECT count(*) FROM course_enrollments e WHERE e.course_id = courses.id
         AND e.status IN ('active', 'completed'))""",
    "ANALYZE",
]
PAGES = [
    ("student", "/learn", "dashboard of a learner"), ("student", "/learn/growing-1/lesson-3-5", "a lesson"),
    ("student", "/api/v1/users/me/enrollments", "own enrollments, by the API"),
    ("student", "/learn/statement", "learning time of a learner"),
    ("instructor", "/teach/courses/growing-1/progress", "progress page of the course that all take"),
    ("instructor", "/teach/courses/growing-1/progress?item=lesson-5-10", "the same, with who is stuck"),
    ("instructor", "/teach/courses/growing-1/learners", "its list of learners"),
]
PROMISED = {"/learn": 200}


def filled(engine, statement, learners):
    id_, then = ("randomblob(16)", "1792000000000000") if engine == "sqlite" else ("gen_random_uuid()", "timestamptz '2026-10-14 10:00Z'")
    most = {"learners": learners, "courses": 100, "sections": 5, "items": 10}
    return statement.format(id=id_, then=then, **{name: NUMBERS.format(most=count) for name, count in most.items()})


def grow(school, learners):
    """Fills the tables of a school that stands still; answers the seconds."""
    began = time.monotonic()
    statements = [filled(school.engine, statement, learners) for statement in STATEMENTS]
    if school.engine == "postgres":
        psql(school.database_url, "; ".join(statements))
        psql(school.database_url, "VACUUM ANALYZE")
    else:
        database = sqlite3.connect(school.folder / "evolv.sqlite")
        for statement in statements:
            database.execute(statement)
        database.commit()
        database.close()
    return time.monotonic() - began


def measure(school, role, path, times=30):
    """Milliseconds of answers one after another: the first, the median, the slowest of the rest."""
    session = requests.Session()
    session.cookies = cookies(school, role)
    taken = []
    for _ in range(times):
        began = time.monotonic()
        answer = session.get(school.url + path, timeout=120)
        taken.append((time.monotonic() - began) * 1000)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return taken[0], statistics.median(taken[1:]), max(taken[1:])


def run(engine, learners):
    school = School(engine)
    lines = []
    try:
        school.start()
        school.stop()
        seconds = grow(school, learners)
        rows = school.rows("SELECT count(*) FROM item_progress")[0], school.rows("SELECT count(*) FROM learning_evidence")[0]
        print(f"{engine}: {rows[0]} items, {rows[1]} steps, filled in {seconds:.0f} s", flush=True)
        school.start()
        for role, path, words in PAGES:
            first, middle, slowest = measure(school, role, path)
            promise = PROMISED.get(path)
            holds = "" if promise is None else f"below {promise} ms: {'yes' if slowest < promise else '**no**'}"
            lines.append(f"| {words} | {engine} | {first:.1f} | {middle:.1f} | {slowest:.1f} | {holds} |")
            print(lines[-1], flush=True)
        school.stop()
        began = time.monotonic()
        report = school.run("doctor", patience=900)
        assert report.returncode == 0, report.stdout + report.stderr
        lines.append(f"| recount of all evidence (`evolv doctor`) | {engine} | {(time.monotonic() - began) * 1000:.0f} | | | |")
        print(lines[-1], flush=True)
        return rows, lines
    finally:
        if school.process and school.process.poll() is None:
            school.kill()
        shutil.rmtree(school.folder, ignore_errors=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--learners", type=int, default=2000)
    arguments.add_argument("--note", default="", help="a sentence about the machine and the build")
    given = arguments.parse_args()
    rows, lines = {}, []
    for engine in ("sqlite", "postgres"):
        rows[engine], more = run(engine, given.learners)
        lines += more
    (HERE / "GROWTH.md").write_text(f"""# A school that has grown

`bin/with-servers python3 bench/growth.py --learners {given.learners}`: {int(rows['sqlite'][0]):,} items of progress and {int(rows['sqlite'][1]):,} steps in the log of evidence.
One request after another, 30 of each; milliseconds. {given.note}

| What | Database | First | Median | Slowest after it | Promise |
|---|---|--:|--:|--:|---|
""" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
