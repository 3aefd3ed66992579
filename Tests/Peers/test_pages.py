"""Every page that a person can come upon, in both themes and at every width."""
import os

import pytest

from browser import OF_ALL_BUT_COLORS, OF_COLORS
from engines import on_postgres, on_sqlite
from pages import ROLES, patterns

# Addresses that lead on or send a file, and pages of what may not have happened yet.
NOT_SEEN = {
    # A note and a design are come upon once somebody made one.
    "/notes/{note}", "/admin/certificates/designs/{design}",
    "/courses/{course}/enrollment", "/courses/{course}/files/{file}", "/favicon.ico", "/robots.txt",
    "/sign-in-with/{provider}", "/sign-in-with/{provider}/return",
    "/materials/{material}/file", "/teach/courses/{course}/codes.csv",
    "/admin/jobs/{job}", "/mails/{mail}", "/mails/{mail}/html",
    "/people/{person}/photo", "/people/changes/{change}", "/people/imports/{import}/report.csv",
    "/teach/imports/{import}", "/teach/imports/{import}/report.csv",
    "/teach/courses/{course}/archive/{archive}/course.zip", "/teach/courses/{course}/progress.csv",
    "/account/data/{archive}/my-data.zip", "/unsubscribe/{token}", "/admin/settings/mail-texts/{mail}/preview",
    # Nobody brought a file or a film in yet; test_films.py looks at what comes with one.
    "/teach/courses/{course}/films/{item}", "/teach/courses/{course}/films/{item}/parts.csv",
    "/media/{media}", "/media/{media}/deletion", "/media/{media}/files/{part}", "/admin/media/{person}",
    # These come with a second factor: test_second_factors.py looks at them.
    "/login/second-factor", "/account/security/authenticator", "/account/security/phone",
    "/account/security/passkeys/{passkey}", "/account/security/passkeys/{passkey}/removal",
    # And these with a picture of the school's own, or are files.
    "/admin/settings/branding/preview.css", "/branding.css", "/branding/{picture}", "/admin/audit.csv", "/admin/certificates.csv",
    # What programs read of certificates, and what is framed: test_badges.py and the tests of the program look at them.
    "/badges/issuer", "/badges/jwks.json", "/badges/keys/{key}", "/badges/achievements/{course}", "/badges/status/{list}",
    "/badges/{certificate}", "/badges/{certificate}/badge.png", "/badges/{certificate}/badge.svg",
    "/verify/{certificate}/certificate.pdf", "/verify/{certificate}/certificate.svg", "/admin/certificates/preview", "/learn/statement.pdf",
    "/teach/people/{person}/statement.pdf",
    # What makes an app of the school.
    "/manifest.webmanifest", "/service-worker.js", "/app-icons/{icon}"}
# What axe reads in each dress, if anything: structure depends on the width, and colors on the theme too.
CHECKS = {("light", "narrow"): {}, ("light", "phone"): None, ("light", "desktop"): {},
          ("dark", "narrow"): OF_COLORS, ("dark", "phone"): None, ("dark", "desktop"): OF_COLORS}
# The colors and the width of a page do not depend on who reads it, so where somebody else came upon it before, its structure alone
# is looked at; EVOLV_LOOKS=all takes everything for every role. None of it depends on the database.
KNOWN = {("light", "desktop"): OF_ALL_BUT_COLORS}


FAULTY = """<html lang="en"><title>Faulty</title><main><h1>Faulty</h1><p style="width: 600px">Pale in the dark</p></main>
<style>body { background: white } p { color: black } p::before { content: ''; position: absolute; inset: 0 }
@media (prefers-color-scheme: dark) { body { background: black } h1 { color: white } p { color: #333 } }</style>"""

FAULTY_STOPS = """<html lang="en"><title>Faulty</title><style>.dull:focus { outline: none }</style>
<button>One</button><button class="dull">Two</button><button></button><a href="/" style="position: absolute; left: -999px">Away</a>
<div style="height: 3000px"></div><button>Far below</button><input type="date" aria-label="When">"""


@on_sqlite
def test_a_page_of_faults_is_told_from_others(visitor):
    visitor.visit("/health/live")
    visitor.page.set_content(FAULTY)
    seen = {}
    for (theme, width), rules in CHECKS.items():
        visitor.dress(theme, width)
        seen[theme, width] = (len(visitor.faults_of_access(rules or {})), len(visitor.faults_of_fit()))
    assert seen == {(theme, width): (int(theme == "dark"), int(width != "desktop")) for theme, width in CHECKS}
    visitor.page.set_content(FAULTY.replace('<html lang="en">', "<html>"))
    visitor.dress("light", "desktop")
    assert len(visitor.faults_of_access()) == len(visitor.faults_of_access(OF_ALL_BUT_COLORS)) == 1
    visitor.page.set_content(FAULTY_STOPS)
    told = [fault.split(": ", 1)[1] for fault in visitor.faults_of_keyboard()]
    assert told == ["button:1 (Two) does not show its focus", "button:2 () has no name", "a:3 (Away) takes the focus out of sight"]


@pytest.mark.parametrize("role", ROLES)
def test_no_link_is_broken(walks, role):
    crawled = walks.crawl(role)
    assert not crawled.broken, "\n".join(crawled.broken)
    assert len(crawled.pages) > 5


def test_somebody_comes_upon_every_page(school, walks):
    unseen = set(patterns(school)) - walks.patterns_seen() - NOT_SEEN
    assert not unseen, "no person comes upon these pages"


# None of it depends on the database, so each lane looks at what half of them see.
LOOKERS = [("postgres", None), ("postgres", "student"), ("sqlite", "instructor"), ("sqlite", "admin")]


@pytest.mark.parametrize("engine,role", LOOKERS, indirect=["engine"], scope="session")
def test_pages_are_fit_for_everyone(visitors, walks, role):
    visitor, faults = visitors(), []
    if role:
        visitor.sign_in(role)
    new = set(walks.first_seen_by(role))
    for pattern, path in walks.examples(role).items():
        visitor.visit(path)
        faults += visitor.faults_of_dress()
        for (theme, width), rules in (CHECKS if path in new or os.environ.get("EVOLV_LOOKS") == "all" else KNOWN).items():
            visitor.dress(theme, width)
            faults += visitor.faults_of_fit()
            if rules is not None:
                faults += visitor.faults_of_access(rules)
            visitor.screenshot(f"{role or 'visitor'}{pattern.replace('/', '-')}")
    assert not faults, "\n".join(faults)


@on_postgres
@pytest.mark.parametrize("role", ROLES)
def test_pages_are_walked_by_keyboard(visitors, walks, role):
    visitor, faults = visitors(), []
    if role:
        visitor.sign_in(role)
    for path in walks.first_seen_by(role):
        visitor.visit(path)
        faults += visitor.faults_of_keyboard()
    assert not faults, "\n".join(faults)


FAULTY_FORMS = [
    (None, "/login", {"login": "nobody@example.org", "password": "wrong"}),
    (None, "/register", {"first_name": "", "email": "no address", "password": "short"}),
    ("student", "/redeem", {"code": "AAAA-BBBB-CCCC"}),
    ("instructor", "/teach/courses/new", {"title": " "}),
    ("admin", "/people/new", {"email": "no address"}),
]


@on_sqlite
@pytest.mark.parametrize("role,path,values", FAULTY_FORMS, ids=[form[1] for form in FAULTY_FORMS])
def test_a_form_that_is_refused_says_so_to_everyone(visitors, role, path, values):
    visitor, faults = visitors(), []
    if role:
        visitor.sign_in(role)
    visitor.visit(path)
    for name, value in values.items():
        visitor.page.locator(f"main [name={name}]").fill(value)
    # The browser's own checks would keep the form from being sent at all.
    form = visitor.page.locator("main form[method=post]").first
    with visitor.page.expect_navigation():
        form.evaluate("form => { form.noValidate = true; form.requestSubmit() }")
    visitor.page.locator("main [role=alert], main .field-error").first.wait_for()
    for (theme, width), rules in CHECKS.items():
        visitor.dress(theme, width)
        faults += visitor.faults_of_fit() + (visitor.faults_of_access(rules) if rules is not None else [])
    assert not faults + visitor.faults_of_keyboard(), "\n".join(faults)
    kept = {name: visitor.page.locator(f"main [name={name}]").input_value() for name in values if name != "password"}
    assert kept == {name: value for name, value in values.items() if name != "password"}
