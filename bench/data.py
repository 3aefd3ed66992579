"""The same rows for everyone: 5,000 courses, 2,000 people, 25,000 sections, 100,000 videos, 20,000 enrollments.

PostgreSQL holds the peers' tables in the schema `peers`. They are copied to a SQLite file of the same shape, and
sql/load.postgres.sql and sql/load.sqlite.sql fill Evolv's own tables from them, whatever those look like.
"""
import csv
import io
import pathlib
import re
import sqlite3
import subprocess
import uuid

HERE = pathlib.Path(__file__).parent
UUID = ("BLOB", lambda text: uuid.UUID(text).bytes)
TEXT = ("TEXT", str)
NUMBER = ("INTEGER", int)
TABLES = {
    "users": {"id": UUID, "email": TEXT, "first_name": TEXT, "last_name": TEXT, "role": TEXT},
    "courses": {
        "id": UUID, "title": TEXT, "slug": TEXT, "short_description": TEXT, "level": TEXT,
        "(price * 100)::int AS price_hundredths": NUMBER, "is_published::int AS is_published": NUMBER, "category_id": UUID,
        "instructor_id": UUID, "(rating * 100)::int AS rating_hundredths": NUMBER,
        "(extract(epoch from created_at) * 1000000)::bigint AS created_at": NUMBER},
    "course_sections": {"id": UUID, "course_id": UUID, "title": TEXT, "position": NUMBER},
    "course_videos": {"id": UUID, "section_id": UUID, "title": TEXT, "duration_seconds": NUMBER, "position": NUMBER,
                      "is_preview::int AS is_preview": NUMBER},
    "course_enrollments": {"user_id": UUID, "course_id": UUID, "progress": NUMBER},
}


def psql(url, *arguments):
    done = subprocess.run(["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", url, *arguments],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return done.stdout


def make_peers(cluster):
    """Creates and fills the database `bench`; returns the URLs of it for Evolv and for the peers."""
    psql(cluster, "-c", "CREATE DATABASE bench")
    ours = re.sub(r"/[^/]*$", "/bench", cluster)
    theirs = re.sub(r"//[^@]*@", "//peer@", ours)
    psql(ours, "-c", "CREATE ROLE peer LOGIN; CREATE SCHEMA peers AUTHORIZATION peer; ALTER ROLE peer SET search_path = peers")
    for name in ("schema.sql", "seed.sql"):
        psql(theirs, "-f", str(HERE / "peers" / "sql" / name))
    psql(theirs, "-c", "ANALYZE")
    return ours, theirs


def copy_to_sqlite(theirs, path):
    """The peers' tables as a SQLite file, with ids as 16 bytes and times as microseconds."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    for table, columns in TABLES.items():
        names = [column.split(" AS ")[-1] for column in columns]
        database.execute(f"CREATE TABLE {table} ({', '.join(f'{n} {k}' for n, (k, _) in zip(names, columns.values()))})")
        text = psql(theirs, "-c", f"COPY (SELECT {', '.join(columns)} FROM {table}) TO STDOUT CSV")
        rows = ([read(value) for (_, read), value in zip(columns.values(), row)] for row in csv.reader(io.StringIO(text)))
        database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)
    database.commit()
    database.close()


def load_evolv_postgres(ours):
    psql(ours, "-f", str(HERE / "sql" / "load.postgres.sql"))
    psql(ours, "-c", "VACUUM ANALYZE")


def load_evolv_sqlite(file, peers):
    database = sqlite3.connect(file)
    database.execute("ATTACH ? AS peers", (str(peers),))
    database.executescript((HERE / "sql" / "load.sqlite.sql").read_text())
    database.commit()
    database.execute("ANALYZE")
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
