"""Which pages there are, as each kind of person reaches them: one example of every address in the route table."""
import re

import requests

from crawl import Crawl

ROLES = [None, "student", "instructor", "admin"]


def patterns(school):
    """The patterns of all pages that can be opened, as `evolv routes` lists them: method, address, access, summary."""
    rows = [line.split("\t") for line in school.run("routes").stdout.splitlines()]
    return [row[1] for row in rows if row[0] == "GET" and not row[1].startswith(("/api/v1", "/health", "/metrics"))]


def cookies(school, role):
    """The session of a role, as the API hands it out."""
    account = school.account(role)
    session = requests.Session()
    answer = session.post(school.url + "/api/v1/auth/login", timeout=30,
                          json={"email": account["email"], "password": account["password"]})
    assert answer.status_code == 200, answer.text
    return session.cookies


def crawl(school, role):
    start = "/" if role is None else "/learn" if role == "student" else "/"
    return Crawl(school, start, cookies=cookies(school, role) if role else None)


def examples(school, role):
    """One path for each pattern that the person comes upon; fixed words win over parameters."""
    found = {}
    known = sorted(patterns(school), key=lambda pattern: pattern.count("{"))
    shapes = [(pattern, re.compile(re.sub(r"\\\{[^/]*?\\\}", "[^/]+", re.escape(pattern)) + "/?$")) for pattern in known]
    for path, status in crawl(school, role).pages.items():
        pattern = next((pattern for pattern, shape in shapes if shape.match(path.split("?")[0])), None)
        if status == 200 and pattern:
            found.setdefault(pattern, path)
    return found
