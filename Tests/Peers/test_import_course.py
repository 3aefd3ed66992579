"""A teacher sends a course as an archive, reads what would happen, has it made, looks at it, and takes it back."""
import csv
import io
import re
import zipfile

from playwright.sync_api import expect

from crawl import Crawl
from engines import on_sqlite
from pages import cookies
from test_main_job import ODIN, ODIN_LESSONS

pytestmark = on_sqlite
SMALL = {f"small/part_{part}/{number}.md": f"# Lesson {part}.{number}\n\nSee [the next]({number + 1}.md)."
         for part in range(1, 4) for number in range(1, 6)}


def archive():
    """The real course where it is, else a small one; with how many lessons it has."""
    out, lessons = io.BytesIO(), len(SMALL)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        if ODIN.is_dir():
            lessons = ODIN_LESSONS
            for path in sorted(ODIN.rglob("*")):
                if path.is_file():
                    file.write(path, "bootcamp/" + path.relative_to(ODIN).as_posix())
        else:
            for name, text in SMALL.items():
                file.writestr(name.replace("small", "bootcamp", 1), text)
    return out.getvalue(), lessons


def send(page, folder, bytes):
    """As a file of the disk: the real course is too large to be handed over in pieces."""
    file = folder / "bootcamp.zip"
    file.write_bytes(bytes)
    page.get_by_label("Archive").set_input_files(file)
    page.get_by_role("button", name="Upload").click()


def look(visitor, name):
    """The page in two dresses."""
    faults = []
    for theme, width in (("light", "desktop"), ("dark", "phone")):
        visitor.dress(theme, width)
        faults += visitor.faults_of_fit() + visitor.faults_of_access()
        visitor.screenshot(name)
    visitor.dress("light", "desktop")
    assert not faults, "\n".join(faults)


def test_a_course_comes_in_and_goes_again(school, visitor, tmp_path):
    visitor.sign_in("instructor")
    page = visitor.page
    visitor.visit("/teach")
    page.get_by_role("link", name="Bring in a course").click()
    bytes, lessons = archive()
    send(page, tmp_path, bytes)

    # The page looks again by itself while the archive is read; nothing is made before the button is pressed.
    button = page.get_by_role("button", name="Make the course")
    expect(button).to_be_visible(timeout=30_000)
    assert school.api("GET", "/courses/bootcamp/outline", by="instructor").status_code == 404
    look(visitor, "import-checked")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download report").click()
    report = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    new = [row for row in report if row["result"] == "New" and row["what"].startswith("lesson ")]
    assert len(new) == lessons
    assert all(row["why"] for row in report if row["result"] in ("Rewritten", "Left out", "Not found"))
    button.click()
    expect(page.get_by_text("The course is here")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Open the course").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bootcamp")

    # Every lesson can be read; what they name is there.
    items = [item for section in school.api("GET", "/courses/bootcamp/outline", by="instructor").json()["sections"]
             for item in section["items"]]
    inside = "/learn/bootcamp"
    start = f"{inside}/{items[0]['slug']}"
    visitor.visit(start)
    expect(page.get_by_role("heading", level=1)).to_have_text(items[0]["title"])
    crawled = Crawl(school, start, cookies=cookies(school, "instructor"), inside=inside)
    assert not crawled.broken, "\n".join(crawled.broken)
    assert {f"{inside}/{item['slug']}" for item in items} <= set(crawled.pages)

    # What was brought in by mistake goes again.
    visitor.visit("/teach/courses/bootcamp/archive")
    look(visitor, "course-archive")
    visitor.visit("/teach/imports")
    page.get_by_role("link", name="Bootcamp").first.click()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Everything is as it was before.")).to_be_visible()
    assert school.api("GET", "/courses/bootcamp/outline", by="instructor").status_code == 404

    # A bomb is refused in words.
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("zeros.md", b"\0" * (64 << 20))
    visitor.visit("/teach/imports")
    send(page, tmp_path, bomb.getvalue())
    expect(page.get_by_text("Nothing was brought in")).to_be_visible(timeout=30_000)
    expect(page.get_by_text(re.compile("unpacks to far more"))).to_be_visible()
