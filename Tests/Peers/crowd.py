"""Many people who are signed in, each over a connection of their own, so that they can ask at the same moment."""
import asyncio
import concurrent.futures
import json

from school import School

PASSWORD = "Seven green kettles sing 4!"
# Each person asks from an address of their own, as a proxy tells it: the limits for guessing are not what is looked at here.
SETTINGS = {"EVOLV_TRUSTED_PROXIES": "127.0.0.1", "EVOLV_JOBS": "0"}


def crowded_school(engine):
    return School(engine, settings=SETTINGS)


def address(number):
    return f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"


def join(school, number):
    """Makes the account of one person and returns their tokens."""
    answer = school.api("POST", "/auth/register", headers={"X-Forwarded-For": address(number)}, body={
        "first_name": "Kim", "last_name": "Crowd", "email": f"kim{number}@example.org", "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    return answer.json()


def join_all(school, count):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda number: join(school, number), range(1, count + 1)))


class Line:
    """The connection of one person; opened anew when the server is."""

    def __init__(self, school, tokens):
        self.school = school
        self.reader = self.writer = None
        self._keep(tokens)

    def _keep(self, tokens):
        self.token, self._refresh = tokens["access_token"], tokens["refresh_token"]

    def renew(self, by):
        """New tokens: the old one holds for a quarter of an hour."""
        answer = self.school.api("POST", "/auth/refresh", {"refresh_token": self._refresh}, headers={"X-Forwarded-For": by})
        assert answer.status_code == 200, answer.text
        self._keep(answer.json())

    async def open(self):
        if not self.writer:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.school.port)

    def close(self):
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None

    def send(self, method, path, body=None, by="127.0.0.1"):
        data = b"" if body is None else json.dumps(body).encode()
        self.writer.write((f"{method} /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1:{self.school.port}\r\n"
                           f"Authorization: Bearer {self.token}\r\nX-Forwarded-For: {by}\r\n"
                           f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n").encode() + data)

    async def status(self):
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
        await self.reader.readexactly(length)
        return int(head.split()[1])

    async def ask(self, method, path, body=None, by="127.0.0.1"):
        await self.open()
        self.send(method, path, body, by)
        return await self.status()


def new_codes(school, course, kind, count, **more):
    """At most so many codes that open the course."""
    codes = []
    while len(codes) < count:
        made = school.api("POST", "/access-codes/generate", by="instructor", body={
            "course_id": course, "type": kind, "count": min(count - len(codes), 100), **more})
        assert made.status_code == 201, made.text
        codes += [code["code"] for code in made.json()["data"]]
    return codes


def course_of(school, slug, **changes):
    """The id of a course, after changes by its teacher."""
    course = school.api("GET", f"/courses/{slug}", by="instructor").json()["id"]
    if changes:
        changed = school.api("PATCH", f"/courses/{course}", changes, by="instructor")
        assert changed.status_code == 200, changed.text
    return course
