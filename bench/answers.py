"""Do all servers say the same? Their answers in one form, compared before anything is timed."""
import html
import json
import re
import urllib.error
import urllib.request


def fetch(url, fields=None):
    with urllib.request.urlopen(urllib.request.Request(url, headers=fields or {}), timeout=30) as answer:
        return answer.read(), answer.headers


def course(entry):
    """A course as every server tells it: what it is called, who teaches it, what it costs."""
    teacher = entry.get("instructor_name") or (entry.get("instructor") or {}).get("name")
    return (entry["slug"], entry["title"], entry["short_description"], entry["level"], f"{float(entry['price']):.2f}", teacher)


def listing(answer):
    """The courses and the total; Evolv says `data` and `meta`, the peers `items` and `total`."""
    entries = answer["data"] if "data" in answer else answer["items"]
    return [course(entry) for entry in entries], answer["meta"]["total"] if "meta" in answer else answer["total"]


def detail(answer):
    """A course with its sections and what stands in them."""
    return course(answer), [
        (section["title"], [(item["title"], item["duration_seconds"]) for item in section.get("videos") or section.get("items")])
        for section in answer["sections"]]


def texts(page):
    """The words of a course page that do not depend on its layout."""
    return set(re.findall(r"\w{4,}", html.unescape(re.sub(r"<[^>]+>", " ", page.decode()))))


def status(url):
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def differences(servers, slugs):
    """Sentences about every answer that is not the first server's."""
    paths = [f"/api/v1/courses?page={page}&page_size=20" for page in (1, 2, 50)]
    found, first = [], {}
    for server in servers:
        for path in paths:
            _compare(first, path, server, listing(json.loads(fetch(server.url + path)[0])), found)
        for slug in slugs[:40]:
            answer = json.loads(fetch(f"{server.url}/api/v1/courses/{slug}")[0])
            _compare(first, slug, server, detail(answer), found)
            wanted = {word for part in (answer["title"], *(s["title"] for s in answer["sections"])) for word in re.findall(r"\w{4,}", part)}
            missing = wanted - texts(fetch(f"{server.url}/courses/{slug}")[0])
            if missing:
                found.append(f"{server.name}: the page of {slug} lacks {sorted(missing)[:5]}")
        if (code := status(f"{server.url}/api/v1/courses/there-is-no-such-course")) != 404:
            found.append(f"{server.name}: a missing course answers {code}")
    return found


def _compare(first, key, server, value, found):
    name, wanted = first.setdefault(key, (server.name, value))
    if value != wanted:
        found.append(f"{key}: {server.name} differs from {name}: {_where(value, wanted)}")


def _where(one, other):
    """The first place where two nested values part."""
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)) and len(one) == len(other):
        return next((_where(a, b) for a, b in zip(one, other) if a != b), "")
    return f"{one!r:.200} and not {other!r:.200}"
