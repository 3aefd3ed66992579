"""200 people ask at the same moment, again and again: race_check.py sqlite|postgres [ROUNDS]

A round is 200 redemptions of a code for one, which one wins; or of a code for five, which five win; or 200 enrollments in a
course with 30 places, which 30 get. After each round the winners leave. Every count must equal a recount after every round.
"""
import asyncio
import collections
import shutil
import sys
import time

from crowd import Line, address, course_of, crowded_school, join_all, new_codes

PEOPLE, SEATS = 200, 30
RENEW = 480  # seconds after which everyone takes new tokens
BY_CODE, FREE = "bread-from-scratch", "reading-the-night-sky"
KINDS = ["a code for one", "a code for five", f"{SEATS} places"]


class Race:
    """One school with its crowd and enough codes for all rounds."""

    def __init__(self, school, rounds):
        self.school = school
        self.lines = [Line(school, token) for token in join_all(school, PEOPLE)]
        self.bread, self.sky = course_of(school, BY_CODE), course_of(school, FREE, max_students=SEATS)
        each = rounds // 3 + 1
        self.single = new_codes(school, self.bread, "single_use", each)
        self.five = new_codes(school, self.bread, "multi_use", each, max_uses=5)
        self.taken = {course: self.count(course) for course in (BY_CODE, FREE)}
        assert self.taken[FREE] == 0, "somebody has a place already"

    def count(self, slug):
        return int(self.school.rows(f"SELECT total_enrolled FROM courses WHERE slug = '{slug}'")[0])

    def plan(self, number):
        """What all ask, how many win, how the others are refused, and the code."""
        kind = number % 3
        if kind == 2:
            return "/courses/" + FREE + "/enroll", {}, (201, SEATS), 409, None
        code = (self.single if kind == 0 else self.five)[number // 3]
        return "/access-codes/redeem", {"code": code}, (200, 1 if kind == 0 else 5), 422, code

    async def round(self, number):
        """The faults of a round as sentences, and the seconds between the first question and the last answer."""
        path, body, (won, most), lost, code = self.plan(number)
        for line in self.lines:
            await line.open()
        began = time.monotonic()
        for line in self.lines:
            line.send("POST", path, body, address(number))
        statuses = await asyncio.gather(*(line.status() for line in self.lines))
        took = time.monotonic() - began
        faults = self.judge(statuses, (won, most), lost, code)
        course = BY_CODE if code else FREE
        winners = [line for line, status in zip(self.lines, statuses) if status == won]
        left = await asyncio.gather(*(line.ask("DELETE", f"/courses/{course}/enroll") for line in winners))
        faults += [f"leaving was answered with {status}" for status in left if status != 204]
        return faults, took

    def judge(self, statuses, winning, lost, code):
        (won, most), counts = winning, collections.Counter(statuses)
        faults = []
        if counts != {won: most, lost: PEOPLE - most}:
            faults.append(f"answered {dict(counts)}")
        slug = BY_CODE if code else FREE
        kept, recounted, uses, redeemed = self.recount(slug, code)
        if not kept == recounted == self.taken[slug] + most:
            faults.append(f"{kept} places are counted, {recounted} people are enrolled, {most} should be new")
        if code and not uses == redeemed == most:
            faults.append(f"{uses} uses are counted, {redeemed} redemptions are written down, {most} should be")
        return faults

    def recount(self, slug, code):
        course = f"(SELECT id FROM courses WHERE slug = '{slug}')"
        found = f"(SELECT id FROM course_access_codes WHERE code = '{code or ''}')"
        rows = self.school.rows(f"""SELECT (SELECT total_enrolled FROM courses WHERE slug = '{slug}'),
            (SELECT count(*) FROM course_enrollments WHERE course_id = {course} AND status IN ('active', 'completed')),
            coalesce((SELECT current_uses FROM course_access_codes WHERE id = {found}), 0),
            (SELECT count(*) FROM code_redemptions WHERE code_id = {found} AND outcome = 'redeemed')""")
        return [int(field) for field in rows[0].split("|")]


async def race(school, engine, rounds):
    course, faults = Race(school, rounds), 0
    spans, renewed = collections.defaultdict(list), time.monotonic()
    for number in range(rounds):
        if time.monotonic() - renewed > RENEW:
            for place, line in enumerate(course.lines):
                line.renew(address(place))
            renewed = time.monotonic()
        found, took = await course.round(number)
        spans[number % 3].append(took)
        faults += len(found)
        for sentence in found:
            print(f"{engine} round {number + 1}, {KINDS[number % 3]}: {sentence}", flush=True)
        if (number + 1) % 100 == 0:
            print(f"{engine}: {number + 1} rounds, {faults} faults", flush=True)
    for line in course.lines:
        line.close()
    for kind, seconds in sorted(spans.items()):
        middle = sorted(seconds)[len(seconds) // 2]
        print(f"{engine}, {KINDS[kind]}: {len(seconds)} rounds of {PEOPLE}, median {middle * 1000:.0f} ms, slowest {max(seconds) * 1000:.0f} ms")
    return faults


def run(engine, rounds):
    school = crowded_school(engine)
    try:
        school.start()
        faults = asyncio.run(race(school, engine, rounds))
        # The program's own recount of everything it counts.
        examined = school.run("doctor")
        if examined.returncode:
            print(examined.stdout + examined.stderr)
        school.stop()
        return faults + (examined.returncode != 0)
    finally:
        if school.process and school.process.poll() is None:
            school.kill()
        shutil.rmtree(school.folder, ignore_errors=True)


if __name__ == "__main__":
    found_faults = run(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
    print(f"{sys.argv[1]}: {found_faults} faults")
    sys.exit(found_faults > 0)
