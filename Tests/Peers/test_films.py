"""A teacher brings in a film, a learner plays it, leaves, and goes on where they were; the teacher sees what was watched."""
import re
import subprocess
import time

from playwright.sync_api import expect

from engines import on_postgres

# test_whole_job.py plays a film on both databases.
pytestmark = on_postgres
COURSE = "reading-the-night-sky"
STATE = "v => ({ at: v.currentTime, paused: v.paused, ready: v.readyState, source: v.currentSrc, ends: [...Array(v.buffered.length).keys()].map(i => v.buffered.end(i)) })"


def make_film(path, seconds=40):
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=duration={seconds}:size=640x360:rate=10",
         "-f", "lavfi", "-i", f"sine=duration={seconds}", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", str(path)],
        check=True)


def add_the_film(visitor, school, path):
    """In the course's outline: a new video, with the film sent along."""
    section = school.api("GET", f"/courses/{COURSE}", by="admin").json()["sections"][0]["id"]
    page = visitor.page
    visitor.visit(f"/teach/sections/{section}/new/video")
    page.get_by_label("Title").fill("The sky turns")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Save video").click()
    page.wait_for_url(lambda url: "/new/video" not in url)
    videos = school.api("GET", f"/courses/{COURSE}/videos", by="admin").json()["data"]
    video = next(one for one in videos if one["title"] == "The sky turns")
    media = video["video_url"].rsplit("/", 1)[1]
    until = time.monotonic() + 90
    while (file := school.api("GET", f"/media/{media}", by="admin").json())["state"] == "processing":
        assert time.monotonic() < until, file
        time.sleep(0.5)
    assert file["state"] == "ready", file["failure"]
    captions = school.api("PUT", f"/media/{media}/captions/en", {"text": "WEBVTT\n\n00:01.000 --> 00:39.000\nLook up"}, by="admin")
    assert captions.status_code == 200, captions.text
    return video


def wait_for(page, what, patience=15_000):
    page.wait_for_function(f"() => {{ const v = document.querySelector('video'); return {what} }}", timeout=patience)


def test_a_film_is_played_left_and_gone_on_with(visitors, school, tmp_path):
    make_film(tmp_path / "sky.mp4")
    teacher, learner = visitors(), visitors(width="phone")
    teacher.sign_in("admin")
    video = add_the_film(teacher, school, tmp_path / "sky.mp4")
    school.api("POST", f"/courses/{COURSE}/enroll", {}, by="student")
    learner.sign_in("student")
    page, lesson = learner.page, f"/learn/{COURSE}/{video['slug']}"
    learner.visit(lesson)
    assert not learner.faults_of_access() and not learner.faults_of_fit()

    # It plays over HLS: the browser is fed by our script, piece by piece.
    film = page.locator("video")
    page.get_by_role("button", name="Play", exact=True).first.click()
    wait_for(page, "v.currentTime > 1.5 && !v.paused")
    assert page.locator("[data-film]").get_attribute("data-plays") == "stream"
    playing = film.evaluate(STATE)
    assert playing["source"].startswith("blob:"), playing

    # By keys: on, on, captions, faster, muted.
    page.locator(".film-seek").focus()
    for key in ["l", "l", "c", ">", "m"]:
        page.keyboard.press(key)
    expect(page.locator(".film-peek")).to_be_visible()
    wait_for(page, "v.currentTime > 21.5 && !v.paused && v.playbackRate === 1.25 && v.muted")
    assert film.evaluate("v => [...v.textTracks].map(track => track.mode)") == ["showing"]
    page.keyboard.press(" ")
    wait_for(page, "v.paused")
    stopped = film.evaluate("v => v.currentTime")

    # Left, and gone on with.
    learner.visit("/learn")
    learner.visit(lesson)
    opener = page.get_by_role("button", name=re.compile("Go on at"))
    expect(opener).to_be_visible()
    assert abs(float(page.locator("[data-film]").get_attribute("data-place")) / 1000 - stopped) < 2
    opener.click()
    wait_for(page, "!v.paused && v.readyState > 2 && v.currentTime > 5")
    assert -0.5 < film.evaluate("v => v.currentTime") - stopped < 2
    page.keyboard.press("k")
    learner.visit("/learn")

    # What was seen is known: a bit of the beginning, and from the jump on.
    seen = school.api("GET", f"/items/{video['id']}/watching", by="student").json()
    parts = [tuple(map(int, part.split("-"))) for part in seen["ranges"].split(",")]
    assert parts[0][0] < 500 and parts[-1][0] > 20_000 and not any(a < 12_000 < b for a, b in parts), parts
    teacher.visit(f"/teach/courses/{COURSE}/films/{video['slug']}")
    expect(teacher.page.get_by_role("figure", name="How often each part was played").locator("svg.heat-band-plot")).to_be_visible()
    heat = school.api("GET", f"/items/{video['id']}/heat", by="admin").json()
    played = [part["from"] // 1000 for part in heat["parts"] if part["plays"]]
    assert 0 in played and 12 not in played and heat["learners"] == 1, played
    assert not teacher.faults_of_access()


def test_without_a_script_the_mp4_plays(visitors, school):
    videos = school.api("GET", f"/courses/{COURSE}/videos", by="admin").json()["data"]
    video = next(one for one in videos if one["title"] == "The sky turns")
    learner = visitors(scripts=False)
    learner.sign_in("student")
    learner.visit(f"/learn/{COURSE}/{video['slug']}")
    film = learner.page.locator("video")
    assert film.get_attribute("controls") is not None and "film.mp4" in film.get_attribute("src")
    answer = learner.context.request.get(film.get_attribute("src"), headers={"Range": "bytes=0-99"})
    assert answer.status == 206 and answer.headers["content-type"] == "video/mp4"
    expect(learner.page.locator(".film-controls")).to_be_hidden()
