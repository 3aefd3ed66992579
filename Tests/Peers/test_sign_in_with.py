"""People come in with an account that they have elsewhere; a provider that lies lets nobody in."""
import os
import shutil

import pytest
import requests
from playwright.sync_api import expect

import provider
from browser import LOOKS
from school import School

ADA = {"sub": "ada-7", "email": "ada.lovelace@example.org", "email_verified": True, "given_name": "Ada", "family_name": "Lovelace"}


@pytest.fixture(scope="module")
def campus():
    running = provider.start()
    yield running.url + "/campus"
    running.shutdown()


@pytest.fixture(scope="module")
def own_school(engine, campus):
    """A school that knows the provider, which runs on this machine."""
    school = School(engine, settings={"EVOLV_INSIDE_CALLS": "127.0.0.1"}).start()
    answer = school.api("POST", "/admin/sign-in-providers", by=head_of(school), body={
        "name": "Campus", "kind": "oidc", "issuer": campus, "client_id": provider.CLIENT, "client_secret": provider.SECRET,
        "scopes": "openid email profile", "registers": True, "trusts_factors": False})
    assert answer.status_code == 201, answer.text
    yield school
    school.stop()
    shutil.rmtree(school.folder, ignore_errors=True)


def head_of(school):
    return next(account for account in school.accounts if account["role"] in ("owner", "admin"))


def tell(campus, faults=(), person=ADA):
    assert requests.post(campus + "/control", json={"faults": list(faults), "person": person}, timeout=5).status_code == 200


def look(visitor, name):
    """The page in the two dresses furthest apart, and in all of them with a picture where that is asked for."""
    faults = []
    for theme, width in LOOKS if os.environ.get("EVOLV_SCREENSHOTS") else [("light", "desktop"), ("dark", "narrow")]:
        visitor.dress(theme, width)
        faults += visitor.faults_of_fit() + visitor.faults_of_access()
        visitor.screenshot(name)
    visitor.dress("light", "desktop")
    assert not faults, "\n".join(faults)


def test_people_come_in_by_a_provider(own_school, campus, visitors):
    tell(campus)
    ada = visitors(school=own_school)
    ada.visit("/register")
    ada.page.get_by_role("link", name="Continue with Campus").click()
    ada.page.wait_for_url(lambda url: "/register" not in url and "/campus/" not in url)
    ada.visit("/account")
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("Your account")
    expect(ada.page.get_by_role("table", name="Linked accounts")).to_contain_text("ada.lovelace@example.org")
    ada.page.get_by_role("button", name="Unlink").click()
    expect(ada.page.get_by_text("This is the only way into your account.")).to_be_visible()
    ada.visit("/courses")
    ada.sign_out()
    ada.page.get_by_role("link", name="Continue with Campus").click()
    ada.page.wait_for_url(lambda url: "/login" not in url and "/campus/" not in url)
    assert own_school.rows("SELECT count(*) FROM person_identities WHERE subject = 'ada-7'") == ["1"]


def test_people_link_and_unlink_what_they_have_elsewhere(own_school, campus, visitors):
    tell(campus, person={"sub": "other-1", "email": "somebody@example.org", "email_verified": True})
    student = visitors(school=own_school)
    student.sign_in("student")
    student.visit("/account")
    student.page.get_by_role("button", name="Link Campus").click()
    expect(student.page.get_by_text("You can sign in with Campus from now on.")).to_be_visible()
    look(student, "account-linked")
    student.page.get_by_role("button", name="Unlink").click()
    expect(student.page.get_by_text("It does not open your account any more.")).to_be_visible()


def test_a_provider_that_lies_lets_nobody_in(own_school, campus, visitors):
    tell(campus, ["wrong nonce"], {"sub": "eve-1", "email": "eve@example.org", "email_verified": True})
    visitor = visitors(school=own_school)
    visitor.visit("/login?next=/courses")
    look(visitor, "login-with-providers")
    visitor.page.get_by_role("link", name="Continue with Campus").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("You are not signed in")
    look(visitor, "provider-refused")
    visitor.page.get_by_role("link", name="Back to sign in").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert own_school.rows("SELECT count(*) FROM users WHERE email_key = 'eve@example.org'") == ["0"]
    admin = visitors(school=own_school)
    admin.sign_in(head_of(own_school))
    admin.visit("/admin/sign-in-providers")
    look(admin, "providers")
    admin.page.get_by_role("link", name="Campus").click()
    admin.page.get_by_role("button", name="Test it").click()
    expect(admin.page.get_by_text("Campus answers")).to_be_visible()
    look(admin, "provider")
