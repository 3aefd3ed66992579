"""A school brings in a real course; people find it, enroll, learn, and what they learned is kept."""
import dataclasses
import os
import pathlib
import re
import warnings

import pytest
from playwright.sync_api import expect

from crawl import Crawl
from pages import cookies
from school import HOUSE

SHARED = pathlib.Path(os.environ.get("EVOLV_SHARED", HOUSE.parent / "shared"))
ODIN = SHARED / "data" / "odin-foundations" / "foundations"
ODIN_LESSONS = 58
PASSWORD = "Seven green kettles sing 4!"


@dataclasses.dataclass
class Course:
    slug: str
    title: str
    lessons: list  # titles and slugs in their order


def _course(school, slug):
    outline = school.api("GET", f"/courses/{slug}/outline").json()
    return Course(slug, outline["title"], [(item["title"], item["slug"])
                                           for section in outline["sections"] for item in section["items"]])


@pytest.fixture(scope="session")
def odin(school):
    """The course by other hands, brought in by the command; absent where the shared data are."""
    if not ODIN.is_dir():
        pytest.skip(f"THE REAL COURSE IS NOT THERE: {ODIN} (set EVOLV_SHARED)")
    done = school.run("import", "course", str(ODIN), "--publish", "--teacher", school.account("instructor")["email"])
    assert done.returncode == 0, done.stdout + done.stderr
    return _course(school, "foundations")


@pytest.fixture(scope="session")
def course(school, request):
    """The real course or, where it is absent, one of the demo school's, so that the story is always told."""
    if ODIN.is_dir():
        return request.getfixturevalue("odin")
    warnings.warn(f"the real course is not there: {ODIN}; the story is told of a small one", stacklevel=1)
    return _course(school, "reading-the-night-sky")


def register(visitor, first, last):
    """Fills the registration that the browser stands at."""
    name = f"{first}.{last}".lower().encode("ascii", "ignore").decode()
    account = {"email": f"{name}@example.org", "password": PASSWORD}
    page = visitor.page
    expect(page).to_have_url(re.compile(r"/register"))
    page.get_by_label("First name").fill(first)
    page.get_by_label("Last name").fill(last)
    page.get_by_label("Email").fill(account["email"])
    page.locator("[name=password]").fill(account["password"])
    page.get_by_role("button", name="Make an account").click()
    page.wait_for_url(lambda url: "/register" not in url)
    return account


def see_the_outline(visitor, course):
    visitor.visit("/courses")
    visitor.page.get_by_role("searchbox").first.fill(course.title)
    visitor.page.get_by_role("searchbox").first.press("Enter")
    visitor.page.locator("main").get_by_role("link", name=course.title, exact=True).click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(course.title)
    titles = visitor.page.locator("main .outline-item .outline-title").all_text_contents()
    assert titles == [title for title, _ in course.lessons]


def make_single_use_codes(visitor, course, count):
    """Makes codes that work once, and answers the first."""
    visitor.visit(f"/teach/courses/{course.slug}/codes")
    visitor.page.get_by_role("link", name="Make codes").first.click()
    visitor.page.get_by_label("How many").fill(str(count))
    visitor.page.get_by_role("radio", name="Once", exact=True).check()
    visitor.page.get_by_role("button", name="Make codes").click()
    expect(visitor.page.get_by_text("One code was made." if count == 1 else f"{count} codes were made.")).to_be_visible()
    return visitor.page.locator("main table code").first.inner_text()


def redeem(visitor, code):
    visitor.visit("/redeem")
    visitor.page.get_by_label("Access code").fill(f" {code.lower()} ")
    visitor.page.get_by_role("button", name="Open it").click()


def read_and_complete(visitor, course, lessons):
    """Marks the first lessons done, one after the other; the way leads on by itself."""
    page = visitor.page
    for index, (title, slug) in enumerate(course.lessons[:lessons]):
        expect(page).to_have_url(re.compile(f"/learn/{course.slug}/{re.escape(slug)}$"))
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        page.get_by_role("button", name="Mark done").click()
        following = course.lessons[index + 1]
        expect(page.get_by_role("heading", level=1)).to_have_text(following[0])


# What came over the network for the page that is shown, but for its pictures and the note that it was opened.
FETCHED = """() => performance.getEntriesByType("resource").filter((entry) => entry.transferSize > 0)
    .map((entry) => new URL(entry.name).pathname)
    .filter((path) => !path.includes("/files/") && !path.endsWith("/visit"))"""


def go_forth_and_back(visitor, course):
    page, (first, second) = visitor.page, course.lessons[:2]
    expect(page.get_by_role("heading", level=1)).to_have_text(first[0])
    documents = []
    page.on("request", lambda request: documents.append(request.url) if request.resource_type == "document" else None)
    page.locator("a[rel=next]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(second[0])
    assert [url.rsplit("/", 1)[-1] for url in documents] == [second[1]], "the next lesson costs one document"
    assert page.evaluate(FETCHED) == [], "and nothing that was here already"
    page.locator("a[rel=prev]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(first[0])


def test_the_main_job(school, visitors, course):
    lessons, done = len(course.lessons), min(3, len(course.lessons) - 1)
    nora, omar, teacher = visitors(), visitors(width="phone"), visitors(theme="dark")

    # A visitor sees what the course holds, enrolls with one press, and becomes a learner on the way.
    see_the_outline(nora, course)
    nora.page.get_by_role("button", name="Enroll").first.click()
    account = register(nora, "Nora", "Quist")
    expect(nora.page).to_have_url(re.compile(f"/learn/{course.slug}"))

    # Another gets in by a code, which works for one person.
    teacher.sign_in("instructor")
    code = make_single_use_codes(teacher, course, 1)
    omar.visit("/register")
    register(omar, "Omar", "Haddad")
    redeem(omar, code)
    expect(omar.page).to_have_url(re.compile(f"/learn/{course.slug}"))
    late = visitors()
    late.visit("/register")
    register(late, "Lena", "Lindt")
    redeem(late, code)
    expect(late.page.get_by_text("used").first).to_be_visible()
    late.visit("/learn")
    expect(late.page.get_by_text("Your courses will be here")).to_be_visible()

    # The dashboard leads on; lessons are read, turned and done.
    nora.visit("/learn")
    continued = nora.page.get_by_role("region", name="Continue")
    expect(continued).to_contain_text(course.title)
    continued.get_by_role("link").click()
    go_forth_and_back(nora, course)
    read_and_complete(nora, course, done)

    # She leaves, the process is killed, and everything is there when both are back.
    nora.sign_out()
    nora.visit("/learn")
    expect(nora.page).to_have_url(re.compile("/login"))
    school.kill()
    school.start()
    nora.sign_in(account)
    nora.visit("/learn")
    expect(continued).to_contain_text(f"{done} of {lessons}")
    expect(continued).to_contain_text(course.lessons[done][0])
    continued.get_by_role("link", name="Continue").click()
    expect(nora.page.get_by_role("heading", level=1)).to_have_text(course.lessons[done][0])
    finished = nora.page.locator(".player-outline .outline-item.state-done .outline-title")
    assert finished.all_text_contents() == [title for title, _ in course.lessons[:done]]

    # The teacher, whose session survived as well, sees who is where.
    teacher.visit(f"/teach/courses/{course.slug}/learners")
    row = teacher.page.get_by_role("row", name="Nora Quist")
    expect(row).to_contain_text(f"{done} of {lessons}")
    expect(row).to_contain_text(course.lessons[done][0])
    expect(teacher.page.get_by_role("row", name="Omar Haddad")).to_contain_text(f"0 of {lessons}")
    expect(teacher.page.get_by_role("row", name="Lena Lindt")).to_have_count(0)


def test_every_lesson_of_the_real_course_can_be_read(school, odin):
    assert len(odin.lessons) == ODIN_LESSONS
    answer = school.api("POST", f"/courses/{odin.slug}/enroll", {}, by="student")
    assert answer.status_code in (201, 409), answer.text
    inside = f"/learn/{odin.slug}"
    crawled = Crawl(school, f"{inside}/{odin.lessons[0][1]}", cookies=cookies(school, "student"), inside=inside)
    assert not crawled.broken, "\n".join(crawled.broken)
    read = {path for path, status in crawled.pages.items() if status == 200 and path.startswith(inside + "/")}
    assert read == {f"{inside}/{slug}" for _, slug in odin.lessons}
    pictures = [path for path in crawled.pages if "/files/" in path]
    assert len(pictures) > 50, "the course shows fewer pictures than it has"


def test_bringing_it_in_again_doubles_nothing(school, odin):
    done = school.run("import", "course", str(ODIN), "--publish", "--teacher", school.account("instructor")["email"])
    assert "0 lessons added, 0 updated, 58 unchanged" in done.stdout, done.stdout + done.stderr
    assert len(_course(school, odin.slug).lessons) == ODIN_LESSONS
