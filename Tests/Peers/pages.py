"""Which pages there are, as each kind of person reaches them: one example of every address in the route table."""
import re

import requests

from crawl import Crawl

ROLES = [None, "student", "instructor", "admin"]
# Pages that no link leads to: what is asked for after a mistake or from a mail.
UNLINKED = {
    None: ["/there-is-no-such-page", "/api/docs", "/design", "/design?dir=rtl", "/search?q=clay", "/courses?q=nothing-is-called-so",
           "/password/reset?token=of-yesterday", "/verification?token=of-yesterday", "/invitation?token=of-yesterday", "/verify-statement"],
    "student": ["/people", "/redeem/AAAA-BBBB-CCCC", "/account/security/proof", "/account/security/phone/removal",
                "/account/security/authenticator/removal", "/learn/clay-and-fire/wedging/offline"],
}
# Addresses that hand out a file or lead on.
NOT_PAGES = (".css", ".csv", ".json", ".pdf", ".png", ".svg", ".txt", ".webmanifest", ".xml", ".zip")
_MAIL = re.compile("/mails/[^/]+/html$|/admin/settings/mail-texts/[^/]+/preview$")


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


class Walks:
    """What each role comes upon in a school; every role walks once."""

    def __init__(self, school):
        self._school, self._crawls = school, {}
        # Fixed words win over parameters.
        self._shapes = [(pattern, re.compile(re.sub(r"\\\{[^/]*?\\\}", "[^/]+", re.escape(pattern)) + "/?$"))
                        for pattern in sorted(patterns(school), key=lambda pattern: pattern.count("{"))]

    def crawl(self, role):
        if role not in self._crawls:
            start = "/learn" if role == "student" else "/"
            # Links do not depend on the database; on the second each kind of list is asked once.
            variants = 3 if self._school.engine == "sqlite" else 1
            self._crawls[role] = Crawl(self._school, start, cookies=cookies(self._school, role) if role else None, variants=variants)
        return self._crawls[role]

    def examples(self, role):
        """One path for each pattern that the person comes upon, and the pages that no link leads to."""
        found = {}
        for path, status in self.crawl(role).pages.items():
            if status == 200 and not _is_file(path):
                found.setdefault(self._pattern(path), path)
        return found | {path: path for path in UNLINKED.get(role, [])}

    def patterns_seen(self):
        """The patterns of which some role opens an example."""
        return {self._pattern(path) for role in ROLES for path in self.examples(role).values()}

    def first_seen_by(self, role):
        """One path for each pattern that no earlier role comes upon."""
        earlier = set().union(*[self.examples(other) for other in ROLES[:ROLES.index(role)]])
        return [path for pattern, path in self.examples(role).items() if pattern not in earlier]

    def _pattern(self, path):
        return next((pattern for pattern, shape in self._shapes if shape.match(path.split("?")[0])), path)


def _is_file(path):
    """Assets, pictures, exports; and a mail as its reader gets it, which runs no script and wears no frame of ours."""
    return path.startswith("/assets/") or path.split("?")[0] == "/admin/certificates/preview" or _MAIL.match(path) or "/files/" in path or path.split("?")[0].endswith(NOT_PAGES)
