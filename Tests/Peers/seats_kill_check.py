"""Kills the server while people take and leave places, and looks afterwards: seats_kill_check.py sqlite|postgres [KILLS]

Everyone enrolls in a course with few places and leaves it again, and redeems codes for five for another one and leaves that.
After a restart everyone takes what the last answer said, or what they had asked for when the server died. No course has
more people than places, no code more uses than it has, each answered step is written down once and an unanswered one at
most once, and every count equals a recount.
"""
import asyncio
import collections
import random
import shutil
import sys
import time

from crowd import Line, address, course_of, crowded_school, join_all, new_codes

PEOPLE, SEATS, CODES = 100, 30, 200
BY_CODE, FREE = "bread-from-scratch", "reading-the-night-sky"
MOST_SECONDS_TO_READY = 3.0
# Every step leaves one line of the audit log, and only additions are possible.
NOTED = "SELECT count(*) FROM audit_log WHERE action IN ('learner.enrolled', 'enrollment.dropped')"


class Taker:
    """One person, who knows what they were told they take."""

    def __init__(self, school, token, number, slug):
        self.line, self.number, self.slug, self.codes, self.has = Line(school, token), number, slug, None, False
        # What they take when the step is done that is under way.
        self.flying, self.answers, self.refusals, self.tries = None, 0, collections.Counter(), 0
        self.chance = random.Random(number)

    async def act(self, until):
        try:
            while time.monotonic() < until:
                self.flying = not self.has
                status = await self.step()
                if status in (200, 201, 204):
                    self.has, self.answers = self.flying, self.answers + 1
                else:
                    self.refusals[status] += 1
                self.flying = None
        except (OSError, asyncio.IncompleteReadError):
            self.line.close()

    async def step(self):
        # From another address each time: nobody may try many codes a minute.
        self.tries += 1
        by = address(self.number * 20_000 + self.tries)
        if self.has:
            return await self.line.ask("DELETE", f"/courses/{self.slug}/enroll", by=by)
        if self.codes:
            return await self.line.ask("POST", "/access-codes/redeem", {"code": self.chance.choice(self.codes)}, by)
        return await self.line.ask("POST", f"/courses/{self.slug}/enroll", {}, by)


def kill_once(school, takers, seconds):
    async def storm():
        tasks = [asyncio.create_task(taker.act(time.monotonic() + seconds + 5)) for taker in takers]
        await asyncio.sleep(seconds)
        school.kill()
        await asyncio.gather(*tasks)

    asyncio.run(storm())
    began = time.monotonic()
    school.start()
    return time.monotonic() - began


def number(school, sql):
    return int(school.rows(sql)[0])


def takes(school):
    """Who takes what, as (e-mail address, slug)."""
    rows = school.rows("""SELECT u.email, c.slug FROM course_enrollments e JOIN users u ON u.id = e.user_id
        JOIN courses c ON c.id = e.course_id WHERE e.status IN ('active', 'completed')""")
    return {tuple(row.split("|")) for row in rows}


def judge(school, takers):
    """What does not fit, as sentences; and settles what was under way."""
    found, faults = takes(school), []
    for taker in takers:
        stored = (f"kim{taker.number}@example.org", taker.slug) in found
        if stored not in (taker.has, taker.flying):
            faults.append(f"kim{taker.number} was told {taker.has}, asked for {taker.flying}, stored is {stored}")
        taker.has, taker.flying = stored, None
        faults += [f"refused with {status}" for status in taker.refusals if status not in (409, 422)]
    enrolled = sum(slug == FREE for _, slug in found)
    if enrolled > SEATS:
        faults.append(f"{enrolled} people have {SEATS} places")
    over = number(school, "SELECT count(*) FROM course_access_codes WHERE current_uses > max_uses")
    if over:
        faults.append(f"{over} codes were used too often")
    return faults


def run(engine, kills):
    school, faults = crowded_school(engine), 0
    try:
        school.start()
        tokens = join_all(school, PEOPLE)
        bread = course_of(school, BY_CODE)
        course_of(school, FREE, max_students=SEATS)
        takers = [Taker(school, token, at + 1, BY_CODE if at % 2 else FREE) for at, token in enumerate(tokens)]
        chance, counted = random.Random(12), number(school, NOTED)
        for turn in range(1, kills + 1):
            before, codes = sum(taker.answers for taker in takers), new_codes(school, bread, "multi_use", CODES, max_uses=5)
            for taker in takers:
                taker.codes = codes if taker.slug == BY_CODE else None
            ready = kill_once(school, takers, chance.uniform(0.5, 2.0))
            answers = sum(taker.answers for taker in takers) - before
            flying = sum(taker.flying is not None for taker in takers)
            refused = sum(sum(taker.refusals.values()) for taker in takers)
            found = judge(school, takers)
            noted = number(school, NOTED) - counted
            counted += noted
            if not answers <= noted <= answers + flying:
                found.append(f"{answers} steps were answered and {flying} under way, {noted} are written down")
            if ready > MOST_SECONDS_TO_READY:
                found.append("starting again took too long")
            examined = school.run("doctor")
            found += [examined.stdout + examined.stderr] if examined.returncode else []
            faults += len(found)
            print(f"{engine} kill {turn}: {answers} steps answered, {refused} refused, {flying} in flight, {noted} noted, "
                  f"{len(found)} faults, ready after {ready:.2f} s", flush=True)
            for sentence in found[:5]:
                print("  " + sentence)
            for taker in takers:
                taker.refusals.clear()
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
