"""The first page, as a visitor sees it."""
import pytest

from browser import LOOKS
from engines import on_sqlite


@on_sqlite
@pytest.mark.parametrize("theme,width", LOOKS)
def test_it_is_fit_for_everyone(visitors, theme, width):
    visitor = visitors(theme=theme, width=width)
    assert visitor.visit("/").status == 200
    visitor.check_fits()
    visitor.check_accessibility()
    visitor.screenshot("home")


@on_sqlite
def test_it_is_walked_by_keyboard(visitor):
    visitor.visit("/")
    visitor.check_keyboard()


def test_it_is_light(visitor):
    """At most 4 requests and 100 KB on the first view."""
    sizes = []
    visitor.page.on("requestfinished", lambda request: sizes.append(
        request.sizes()["responseBodySize"] + request.sizes()["responseHeadersSize"]))
    visitor.visit("/")
    assert len(sizes) <= 4 and sum(sizes) <= 100_000, sizes
