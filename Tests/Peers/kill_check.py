"""Kills the server with SIGKILL while many people write, and looks afterwards: kill_check.py sqlite|postgres [KILLS]

Each writer owns one lesson of one person and marks it done and undone in turn. After a restart every lesson must be in
the state of the last answer its writer got, or in the one it had asked for when the server died; and the school must
have noted every answered change exactly once, an unanswered one at most once, and all kept counts must equal a recount.
"""
import asyncio
import random
import shutil
import sys
import time

from school import School

WRITERS = 200
MOST_SECONDS_TO_READY = 3.0
# Every change of a completion leaves one line of evidence, and only additions are possible.
NOTED = "SELECT count(*) FROM learning_evidence WHERE kind IN ('finished', 'reopened')"


class Writer:
    """One lesson of one person, over one connection that is opened anew after each kill."""

    def __init__(self, school, token, item, done):
        self.school, self.token, self.item = school, token, item
        self.acknowledged, self.flying, self.answers, self.refused = done, None, 0, []

    async def write(self, until):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.school.port)
            while time.monotonic() < until:
                self.flying = not self.acknowledged
                writer.write(self._request("PUT" if self.flying else "DELETE"))
                status = await self._status(reader)
                if 200 <= status < 300:
                    self.acknowledged, self.answers = self.flying, self.answers + 1
                else:
                    self.refused.append(status)
                self.flying = None
        except (OSError, asyncio.IncompleteReadError):
            return
        writer.close()

    def _request(self, method):
        return (f"{method} /api/v1/items/{self.item}/completion HTTP/1.1\r\nHost: 127.0.0.1:{self.school.port}\r\n"
                f"Authorization: Bearer {self.token}\r\nContent-Length: 0\r\n\r\n").encode()

    @staticmethod
    async def _status(reader):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
        await reader.readexactly(length)
        return int(head.split()[1])


def states(school, student, courses):
    """Every item of the person's courses with whether it is done; courses that open bit by bit are left out."""
    found = {}
    for course in courses:
        outline = school.api("GET", f"/courses/{course}/outline", by=student)
        assert outline.status_code == 200, outline.text
        items = [item for section in outline.json()["sections"] for item in section["items"]]
        if all(item["state"] != "locked" for item in items):
            found |= {item["id"]: item["state"] == "done" for item in items}
    return found


def enrolled_courses(school, student):
    """Enrolls the person wherever that is free."""
    for course in school.api("GET", "/courses?page_size=100").json()["data"]:
        school.api("POST", f"/courses/{course['id']}/enroll", {}, by=student)
    listed = school.api("GET", "/users/me/enrollments", by=student).json()["data"]
    return [entry["course_id"] for entry in listed]


def new_student(school, number):
    account = {"email": f"writer{number}@example.org", "password": "Seven green kettles sing 4!"}
    done = school.run("user", "create", "--email", account["email"], "--role", "student", text=account["password"] + "\n")
    assert done.returncode == 0, done.stdout + done.stderr
    return account


def make_writers(school):
    """As many students as it takes for each writer to have a lesson of its own."""
    students, courses, writers = [], {}, []
    while len(writers) < WRITERS:
        student = new_student(school, len(students))
        courses[student["email"]] = enrolled_courses(school, student)
        lessons = states(school, student, courses[student["email"]])
        assert lessons, "there is no free course with lessons"
        students.append(student)
        writers += [Writer(school, school.token(student), item, done) for item, done in lessons.items()]
    return students, courses, writers[:WRITERS]


def kill_once(school, writers, seconds):
    async def storm():
        tasks = [asyncio.create_task(writer.write(time.monotonic() + seconds + 5)) for writer in writers]
        await asyncio.sleep(seconds)
        school.kill()
        await asyncio.gather(*tasks)

    asyncio.run(storm())
    began = time.monotonic()
    school.start()
    return time.monotonic() - began


def judge(school, students, courses, writers):
    """What was lost, as sentences; and settles what was in flight."""
    found = {}
    for student in students:
        token = school.token(student)
        found |= {(token, item): done for item, done in states(school, student, courses[student["email"]]).items()}
    lost = []
    for writer in writers:
        stored = found[writer.token, writer.item]
        if stored not in (writer.acknowledged, writer.flying):
            lost.append(f"{writer.item}: answered {writer.acknowledged}, asked {writer.flying}, stored {stored}")
    return lost, found


def run(engine, kills):
    school = School(engine)
    faults = 0
    try:
        school.start()
        students, courses, writers = make_writers(school)
        chance, counted = random.Random(11), int(school.rows(NOTED)[0])
        for turn in range(1, kills + 1):
            before = [writer.answers for writer in writers]
            ready = kill_once(school, writers, chance.uniform(0.5, 2.0))
            lost, found = judge(school, students, courses, writers)
            answers = sum(writer.answers for writer in writers) - sum(before)
            flying = sum(writer.flying is not None for writer in writers)
            noted = int(school.rows(NOTED)[0]) - counted
            counted += noted
            doubled = not answers <= noted <= answers + flying
            slow = ready > MOST_SECONDS_TO_READY
            examined = school.run("doctor")
            refused = sorted({status for writer in writers for status in writer.refused})
            faults += len(lost) + doubled + slow + bool(refused) + (examined.returncode != 0)
            print(f"{engine} kill {turn}: {answers} answered, {flying} in flight, {noted} noted, {len(lost)} lost, "
                  f"ready after {ready:.2f} s" + (f", refused with {refused}" if refused else ""), flush=True)
            for sentence in lost[:5] + ([examined.stdout + examined.stderr] if examined.returncode else []):
                print("  " + sentence)
            for writer in writers:
                writer.acknowledged, writer.flying, writer.refused = found[writer.token, writer.item], None, []
        school.stop()
    finally:
        if school.process and school.process.poll() is None:
            school.kill()
        shutil.rmtree(school.folder, ignore_errors=True)
    return faults


if __name__ == "__main__":
    found_faults = run(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20)
    print(f"{sys.argv[1]}: {found_faults} faults")
    sys.exit(found_faults > 0)
