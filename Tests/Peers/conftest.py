"""Fixtures: a school on each database, browsers, and what they leave behind."""
import os
import pathlib
import shutil

import pytest
from playwright.sync_api import sync_playwright

from browser import CHROMIUM, Visitor
from pages import Walks
from school import HOUSE, School

ENGINES = ["sqlite", "postgres"]


def pytest_addoption(parser):
    parser.addoption("--engine", choices=ENGINES, help="only the tests on this database; with sqlite those that need none as well")


def pytest_configure(config):
    if not os.environ.get("EVOLV_TEST_POSTGRES"):
        raise pytest.UsageError("EVOLV_TEST_POSTGRES is not set: start the tests with bin/test or bin/with-servers")


def pytest_collection_modifyitems(config, items):
    chosen = config.getoption("--engine")
    if not chosen:
        return

    def engine_of(item):
        return item.callspec.params.get("engine", "sqlite") if hasattr(item, "callspec") else "sqlite"

    config.hook.pytest_deselected(items=[item for item in items if engine_of(item) != chosen])
    items[:] = [item for item in items if engine_of(item) == chosen]


@pytest.fixture(scope="session", params=ENGINES)
def engine(request):
    """Every test that uses a school runs once on each; see `on_sqlite` in engines.py for those that need not."""
    return request.param


@pytest.fixture(scope="session")
def school(engine):
    """One demo school for all tests that only look, or that change only what is their own."""
    yield from _run(School(engine))


@pytest.fixture(scope="session")
def walks(school):
    """What each role comes upon in the school; begun after the tests that bring courses and people into it."""
    return Walks(school)


@pytest.fixture
def fresh_school(engine):
    """A demo school that this test may turn upside down."""
    yield from _run(School(engine))


@pytest.fixture
def empty_school(engine):
    """What `evolv serve` makes where there was nothing: no demo, no people."""
    yield from _run(School(engine, arguments=()))


def _run(school):
    try:
        school.start()
        yield school
        school.stop()
    finally:
        if school.process and school.process.poll() is None:
            school.kill()
        shutil.rmtree(school.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visitors(chromium, school, request):
    """Makes browsers: visitors(theme="dark", width="phone", scripts=False). Their complaints fail the test."""
    opened = []

    def open_one(school=school, **options):
        opened.append(Visitor(chromium, school, **options))
        return opened[-1]

    yield open_one
    faults = [fault for visitor in opened for fault in visitor.faults]
    for visitor in opened:
        visitor.close()
    if not request.node.get_closest_marker("expects_faults"):
        assert not faults, "\n".join(faults)


@pytest.fixture
def visitor(visitors):
    """A browser on a desktop with the light theme; `visitor.page` is Playwright's page."""
    return visitors()
