"""What is asked of each server, as files of requests for requests.lua."""
import random

import data
import people
import servers

LIST = "/api/v1/courses?page=1&page_size=20"
DASHBOARD = "/learn"
MINE = "/api/v1/users/me/enrollments"


class Workloads:
    """`theirs` is the peers' database, from which the slugs and ids of everyone's rows are known."""

    def __init__(self, work, theirs):
        self.work = work
        slugs = data.psql(theirs, "-c", "SELECT slug FROM courses WHERE is_published ORDER BY slug").split()
        random.Random(42).shuffle(slugs)
        self.slugs = slugs
        self.items = people.items_by_student(theirs)
        self.students = {}

    def sign_in(self, server):
        """Fresh tokens, because they live for a quarter of an hour only."""
        self.students[server.name] = people.students()
        if isinstance(server, servers.Evolv):
            for student in self.students[server.name]:
                student.sign_in(server)

    def requests(self, name, server):
        """The file of requests for a server, or None where it does not offer that; and the method of every second pass."""
        lines = getattr(self, name)(server)
        if lines is None:
            return None, None
        file = self.work / f"{name}-{server.name.replace(' ', '-')}.txt"
        file.write_text("".join(line + "\n" for line in lines))
        return file, ("DELETE" if name == "write" else None)

    # W1

    def list(self, server):
        return [_get("/list.json" if isinstance(server, servers.Nginx) else LIST)]

    def detail(self, server):
        if isinstance(server, servers.Nginx):
            return [_get("/detail.json")]
        return [_get(f"/api/v1/courses/{slug}") for slug in self.slugs]

    def write(self, server):
        if isinstance(server, servers.Nginx):
            return None
        lines = [f"PUT\t/api/v1/items/{item}/completion\tAuthorization: Bearer {student.token}\t"
                 for student in self.students[server.name] for item in self.items[student.email]]
        random.Random(42).shuffle(lines)
        return lines

    # W2: as people who are signed in

    def page(self, server):
        if isinstance(server, servers.Nginx):
            return [_get("/page.html")]
        return self._as_students(server, lambda n: f"/courses/{self.slugs[n]}", len(self.slugs))

    def dashboard(self, server):
        if isinstance(server, servers.Nginx):
            return [_get("/dashboard.html")]
        if not isinstance(server, servers.Evolv):
            return None
        return self._as_students(server, lambda n: DASHBOARD, people.STUDENTS)

    def _as_students(self, server, path, count):
        signed_in = self.students[server.name]
        return [_get(path(n), "Cookie: " + signed_in[n % len(signed_in)].cookie) for n in range(count)]

    # What is refused or redirected must cost less than what is served

    def served(self, server):
        token = self.students[server.name][0].token
        return [_get(MINE, "Authorization: Bearer " + token)]

    def refused(self, server):
        return [_get(MINE)]

    def redirected(self, server):
        return [_get(DASHBOARD)]

    def missing(self, server):
        return [_get("/api/v1/courses/there-is-no-such-course")]


def _get(path, fields=""):
    return f"GET\t{path}\t{fields}\t"
