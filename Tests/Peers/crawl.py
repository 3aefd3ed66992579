"""Follows every link and picture from a page, as one person, and reports what does not answer."""
import collections
import html.parser
import urllib.parse

import requests


class _References(html.parser.HTMLParser):
    """Collects what a page leads to, what it shows, and the anchors it has."""

    def __init__(self):
        super().__init__()
        self.links, self.parts, self.anchors, self.locked = [], [], set(), set()

    def handle_starttag(self, tag, attributes):
        fields = dict(attributes)
        self.anchors |= {fields[name] for name in ("id", "name") if fields.get(name)}
        if tag == "a" and fields.get("href"):
            self.links.append(fields["href"])
            if "state-locked" in (fields.get("class") or "").split():
                self.locked.add(fields["href"])
        for name in ("src", "poster") + (("href",) if tag in ("link", "use", "image") else ()):
            if fields.get(name):
                self.parts.append(fields[name])
        self.parts += [entry.split()[0] for entry in (fields.get("srcset") or "").split(",") if entry.strip()]


def _shape(link):
    """The path with the names of its parameters: lists that differ only in what they filter by are alike."""
    path, _, query = link.partition("?")
    return path, frozenset(name for name, _ in urllib.parse.parse_qsl(query, keep_blank_values=True))


class Crawl:
    """`pages` holds the statuses by path, `broken` the sentences about what failed.

    A list with seven filters has thousands of addresses: of those that differ in their query alone, `variants` are
    followed for each set of names.
    """

    def __init__(self, school, start, cookies=None, inside="/", most=2000, variants=3):
        self.pages, self.broken = {}, []
        self._school, self._inside, self._anchors = school, inside, {}
        self._locked = set()  # what a page says is locked may answer so, with the reason
        self._session = requests.Session()
        self._session.cookies.update(cookies or {})
        self._wanted = collections.defaultdict(set)  # path -> (page that names it, anchor)
        queue, seen = collections.deque([(start, "the start")]), {start}
        alike = collections.Counter()
        while queue and len(self.pages) < most:
            path, origin = queue.popleft()
            for link in self._visit(path, origin):
                if link in seen:
                    continue
                seen.add(link)
                alike[_shape(link)] += 1
                if "?" not in link or alike[_shape(link)] <= variants:
                    queue.append((link, path))
        self._check_anchors()

    def _visit(self, path, origin):
        answer = self._session.get(self._school.url + path, headers={"Accept": "text/html,*/*"}, timeout=30, stream=True)
        self.pages[path] = answer.status_code
        if answer.status_code == 403 and path in self._locked:
            return []
        if answer.status_code >= 400:
            self.broken.append(f"{origin} names {path}: {answer.status_code}")
            return []
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            answer.close()
            return []
        references = _References()
        references.feed(answer.text)
        self._anchors[path] = references.anchors
        self._locked |= {self._inner(path, link) for link in references.locked}
        found = []
        for link, is_part in [(link, False) for link in references.links] + [(part, True) for part in references.parts]:
            inner = self._inner(path, link)
            if inner and (is_part or inner.startswith(self._inside)):
                found.append(inner)
        return found

    def _inner(self, path, link):
        whole = urllib.parse.urlsplit(urllib.parse.urljoin(self._school.url + path, link))
        if f"{whole.scheme}://{whole.netloc}" != self._school.url:
            return None
        inner = urllib.parse.urlunsplit(("", "", whole.path or "/", whole.query, ""))
        if whole.fragment:
            self._wanted[inner].add((path, urllib.parse.unquote(whole.fragment)))
        return inner

    def _check_anchors(self):
        for path, wishes in self._wanted.items():
            for origin, anchor in sorted(wishes):
                if path in self._anchors and anchor not in self._anchors[path] | {"top"}:
                    self.broken.append(f"{origin} names {path}#{anchor}: no such place")
