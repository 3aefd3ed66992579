"""Catalog, course, sign-in and editor, with nothing but a keyboard."""
import re

from playwright.sync_api import expect

from engines import on_sqlite

pytestmark = on_sqlite


def tab_to(page, **role):
    """Presses Tab until the control has the focus."""
    wanted = page.get_by_role(**role).first
    for _ in range(200):
        page.keyboard.press("Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"the Tab key never reaches {role} on {page.url}")


def test_a_course_is_found_and_entered(visitor):
    page = visitor.page
    visitor.visit("/courses")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link that skips the navigation
    expect(page.locator("#content")).to_be_focused()
    tab_to(page, role="searchbox")
    page.keyboard.type("night sky")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"q=night"))
    tab_to(page, role="link", name="Reading the Night Sky", exact=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading the Night Sky")
    tab_to(page, role="button", name="Enroll")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/register"))


def test_a_person_signs_in_and_out(visitor):
    page, account = visitor.page, visitor.school.account("student")
    visitor.visit("/login")
    tab_to(page, role="textbox", name="Email")
    page.keyboard.type(account["email"])
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.type") != "password":
        page.keyboard.press("Tab")
    page.keyboard.type(account["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    menu = page.locator(".person-menu > summary")
    while not menu.evaluate("it => it === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, role="button", name="Sign out")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, role="button", name="Sign out")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are signed out")).to_be_visible()


def test_an_editor_moves_a_lesson(visitor):
    page = visitor.page
    visitor.sign_in("instructor")
    visitor.visit("/teach/courses/clay-and-fire")
    names = lambda: [item.get_attribute("data-name") for item in page.locator("[data-sortable] .sortable-item").all()]
    before = names()
    first = page.locator("[data-sortable] .sortable-item [data-grip]").first
    moved = first.evaluate("it => it.closest('.sortable-item').dataset.name")
    for key in ("ArrowDown", "ArrowUp"):
        tab_to(page, role="button", name=f"Move {moved}", exact=True)
        with page.expect_response(lambda answer: answer.request.method == "POST") as taken:
            page.keyboard.press(key)
        assert taken.value.status < 400
        expect(page.get_by_role("button", name=f"Move {moved}", exact=True)).to_be_focused()
        expected = names()
        visitor.visit("/teach/courses/clay-and-fire")
        assert names() == expected
    assert names() == before and len(before) > 1
