"""Every page that a person can come upon, in both themes and at both widths."""
import pytest

from browser import LOOKS
from engines import on_sqlite
from pages import ROLES, crawl, examples

# Pages that hand out a file or lead on.
NOT_PAGES = (".csv", ".json", ".txt", ".xml")


@pytest.fixture(scope="session")
def page_examples(school):
    return {role: examples(school, role) for role in ROLES}


@pytest.mark.parametrize("role", ROLES)
def test_no_link_is_broken(school, role):
    crawled = crawl(school, role)
    assert not crawled.broken, "\n".join(crawled.broken)
    assert len(crawled.pages) > 5


@on_sqlite
@pytest.mark.parametrize("theme,width", LOOKS)
@pytest.mark.parametrize("role", ROLES)
def test_pages_are_fit_for_everyone(visitors, page_examples, role, theme, width):
    visitor = visitors(theme=theme, width=width)
    if role:
        visitor.sign_in(role)
    faults = []
    for pattern, path in page_examples[role].items():
        if path.split("?")[0].endswith(NOT_PAGES):
            continue
        visitor.visit(path)
        visitor.screenshot(f"{role or 'visitor'}{pattern.replace('/', '-')}")
        for check in (visitor.check_fits, visitor.check_accessibility):
            try:
                check()
            except AssertionError as fault:
                faults.append(str(fault))
    assert not faults, "\n\n".join(faults)


@on_sqlite
@pytest.mark.parametrize("role", ROLES)
def test_pages_are_walked_by_keyboard(visitors, page_examples, role):
    visitor = visitors()
    if role:
        visitor.sign_in(role)
    for path in page_examples[role].values():
        if not path.split("?")[0].endswith(NOT_PAGES):
            visitor.visit(path)
            visitor.check_keyboard()
