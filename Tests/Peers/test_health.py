"""The school says how it is."""
import subprocess


def test_it_lives(school):
    answer = school.get("/health/live")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_ready(school):
    assert school.get("/health/ready").status_code == 200


def test_prometheus_accepts_the_metrics(school):
    school.get("/")
    text = school.get("/metrics").text
    done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_answer_carries_the_security_fields(school):
    fields = school.get("/").headers
    assert "default-src" in fields["Content-Security-Policy"]
    assert "unsafe" not in fields["Content-Security-Policy"]
    assert fields["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in fields


def test_a_lost_page_is_found_missing(school):
    page = school.get("/there-is-no-such-page", headers={"Accept": "text/html"})
    assert page.status_code == 404 and page.headers["Content-Type"].startswith("text/html")
    answer = school.api("GET", "/there-is-no-such-thing")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.json()["request_id"]
