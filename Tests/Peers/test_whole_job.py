"""The whole job on a fresh install: a real course comes in, a learner redeems a code, learns, and can prove it."""
import re
import subprocess
import time

import jwt
from openbadgeslib import baking
from playwright.sync_api import expect
import pytest

from test_badges import download, key_of, verifier
from test_films import make_film, wait_for
from test_main_job import ODIN, PASSWORD, _course, make_single_use_codes, read_and_complete, redeem, register

FILM = "How a page reaches you"


def new_teacher(school):
    account = {"email": "ines.moreau@example.org", "password": PASSWORD}
    done = school.run("user", "create", "--email", account["email"], "--role", "instructor", "--name", "Ines Moreau", text=PASSWORD + "\n")
    assert done.returncode == 0, done.stdout + done.stderr
    return account


def bring_in(school, teacher):
    done = school.run("import", "course", str(ODIN), "--publish", "--teacher", teacher["email"])
    assert done.returncode == 0, done.stdout + done.stderr
    return _course(school, "foundations")


def add_a_film(visitor, school, teacher, course, path):
    """Through the outline of the course; answers when it is ready to be played."""
    section = school.api("GET", f"/courses/{course.slug}", by=teacher).json()["sections"][0]["id"]
    visitor.visit(f"/teach/sections/{section}/new/video")
    visitor.page.get_by_label("Title").fill(FILM)
    visitor.page.locator("input[type=file]").set_input_files(path)
    visitor.page.get_by_role("button", name="Save video").click()
    visitor.page.wait_for_url(lambda url: "/new/video" not in url)
    video = next(one for one in school.api("GET", f"/courses/{course.slug}/videos", by=teacher).json()["data"] if one["title"] == FILM)
    until = time.monotonic() + 60
    while school.api("GET", "/media/" + video["video_url"].rsplit("/", 1)[1], by=teacher).json()["state"] != "ready":
        assert time.monotonic() < until, "the film is not ready"
        time.sleep(0.3)
    return video


def play_leave_and_go_on(visitor, course, video):
    page, lesson = visitor.page, f"/learn/{course.slug}/{video['slug']}"
    visitor.visit(lesson)
    page.get_by_role("button", name="Play", exact=True).first.click()
    wait_for(page, "v.currentTime > 0.5 && !v.paused")
    page.locator(".film-seek").focus()
    page.keyboard.press("l")
    wait_for(page, "v.currentTime > 10.5 && !v.paused")
    page.keyboard.press("k")
    wait_for(page, "v.paused")
    left = page.locator("video").evaluate("v => v.currentTime")
    page.close()
    visitor.page = page = visitor.context.new_page()
    visitor.visit(lesson)
    page.get_by_role("button", name=re.compile("Go on at")).click()
    wait_for(page, "!v.paused && v.readyState > 2 && v.currentTime > 5")
    assert -0.5 < page.locator("video").evaluate("v => v.currentTime") - left < 2
    page.keyboard.press("k")


def finish(visitor, school, learner, course):
    """All that is open but the last by the API, the last as a learner does."""
    sections = school.api("GET", f"/courses/{course.slug}/outline", by=learner).json()["sections"]
    items = [item for section in sections for item in section["items"] if item["state"] != "done"]
    for item in items[:-1]:
        done = school.api("PUT", f"/items/{item['id']}/completion", by=learner)
        assert done.status_code == 200, done.text
    visitor.visit(f"/learn/{course.slug}/{items[-1]['slug']}")
    visitor.page.get_by_role("button", name="Mark done").click()
    visitor.page.wait_for_load_state()


def certificate(visitor):
    """The page that everybody may see, come upon by the learner; the certificate is made by a job."""
    until = time.monotonic() + 20
    link = visitor.page.get_by_role("link", name="Open and share")
    visitor.visit("/learn/certificates")
    while not link.count():
        assert time.monotonic() < until, "there is no certificate"
        time.sleep(0.3)
        visitor.visit("/learn/certificates")
    link.click()
    return visitor.page.url


def printed(answer, folder):
    assert answer.status == 200, answer.status
    file = folder / "certificate.pdf"
    file.write_bytes(answer.body())
    checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    return " ".join(subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True, text=True).stdout.split())


@pytest.mark.skipif(not ODIN.is_dir(), reason=f"THE REAL COURSE IS NOT THERE: {ODIN} (set EVOLV_SHARED)")
def test_from_an_empty_house_to_a_badge(visitors, empty_school, tmp_path):
    school, teacher = empty_school, new_teacher(empty_school)
    course = bring_in(school, teacher)
    at_the_desk, nadia = visitors(school=school), visitors(school=school, width="phone")
    at_the_desk.sign_in(teacher)
    make_film(tmp_path / "page.mp4", seconds=30)
    video = add_a_film(at_the_desk, school, teacher, course, tmp_path / "page.mp4")
    course = _course(school, course.slug)  # with the film in it
    code = make_single_use_codes(at_the_desk, course, 50)

    # The learner comes with a piece of paper, types it as people do, reads, and watches.
    nadia.visit("/register")
    learner = register(nadia, "Nadia", "Öztürk")
    redeem(nadia, code)
    expect(nadia.page).to_have_url(re.compile(f"/learn/{course.slug}"))
    read_and_complete(nadia, course, 2)
    play_leave_and_go_on(nadia, course, video)
    finish(nadia, school, learner, course)
    nadia.screenshot("finished")

    # What the page says is what was printed, word for word.
    address = certificate(nadia)
    stranger = visitors(school=school)
    stranger.page.goto(address)
    stranger.screenshot("verified")
    paper = printed(stranger.context.request.get(address + "/certificate.pdf"), tmp_path)
    words = stranger.page.get_by_role("region", name="What the certificate says")
    assert "Nadia Öztürk" in paper and course.title in paper
    for line in words.inner_text().splitlines():
        assert " ".join(line.split()) in paper, f"{line!r} is not on the paper: {paper}"

    # Others accept the badge, in the picture too.
    secret = address.rsplit("/", 1)[1]
    token = school.get(f"/badges/{secret}").text
    badge = verifier(school, token).verify(token, check_status=True, download=download)
    assert badge.achievement.name == course.title
    png = school.get(f"/badges/{secret}/badge.png").content
    assert baking.extract_png(png, keyword=baking.ITXT_KEYWORD_OB3) == token
    assert jwt.decode(token, key_of(school, token), algorithms=["RS256"])["iss"] == school.url + "/badges/issuer"

    # The teacher sees who is where, and that one of fifty codes was used.
    at_the_desk.visit(f"/teach/courses/{course.slug}/learners")
    expect(at_the_desk.page.get_by_role("row", name="Nadia Öztürk")).to_contain_text(f"{len(course.lessons)} of {len(course.lessons)}")
    codes = school.api("GET", "/access-codes?page_size=100", by=teacher).json()["data"]
    assert sorted(one["current_uses"] for one in codes) == [0] * 49 + [1]
