"""A person protects an account: an authenticator app, recovery codes, a passkey of a device that Chromium plays."""
import base64
import hashlib
import hmac
import re
import shutil
import struct
import time

import pytest
from playwright.sync_api import expect

from school import School


@pytest.fixture
def named_school(engine):
    """A school that is reached by a name: passkeys are bound to names, not to numbers."""
    school = School(engine)
    school.url = f"http://localhost:{school.port}"
    try:
        yield school.start()
        school.stop()
    finally:
        if school.process and school.process.poll() is None:
            school.kill()
        shutil.rmtree(school.folder, ignore_errors=True)


def code(secret, away=0):
    """What an authenticator app shows (RFC 6238), or will show so many steps later."""
    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret.replace(" ", "")) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + away), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def first_step(visitor, account):
    visitor.visit("/login")
    visitor.page.get_by_label("Email").fill(account["email"])
    visitor.page.locator("input[type=password]").fill(account["password"])
    visitor.page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    visitor.page.wait_for_url(re.compile("/login/second-factor"))


def second_step(visitor, text):
    visitor.page.get_by_role("textbox", name="Code").fill(text)
    visitor.page.get_by_role("button", name="Go on").click()


def test_an_account_with_a_second_factor(visitors, named_school, engine):
    visitor, faults = visitors(school=named_school), []
    page = visitor.page

    def look(name):
        """These pages come only in this story, so they are looked at here."""
        nonlocal faults
        faults += visitor.faults_of_dress() + visitor.faults_of_keyboard()
        if engine == "sqlite":
            for theme, width in [("light", "narrow"), ("dark", "desktop"), ("light", "desktop")]:
                visitor.dress(theme, width)
                faults += visitor.faults_of_fit() + visitor.faults_of_access()
                visitor.screenshot(f"factors-{name}")

    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})

    account = visitor.sign_in("student")
    visitor.visit("/account")
    page.locator("main").get_by_role("link", name="Security", exact=True).click()
    look("security")
    page.get_by_role("button", name="Set up").click()
    secret = page.locator("#secret").inner_text()
    look("app")
    page.get_by_role("textbox", name="Code").fill(code(secret))
    page.get_by_role("button", name="Turn it on").click()
    codes = page.locator(".code-sheet-list code").all_text_contents()
    assert len(codes) == 10
    look("codes")
    visitor.sign_out()

    # The code that turned it on is over; the next one is good already.
    first_step(visitor, account)
    look("step")
    second_step(visitor, "000000")
    expect(page.get_by_text("This code is not right")).to_be_visible()
    second_step(visitor, code(secret, 1))
    page.wait_for_url(lambda url: "/login" not in url)
    visitor.sign_out()

    first_step(visitor, account)
    second_step(visitor, codes[0])
    page.wait_for_url(lambda url: "/login" not in url)
    visitor.sign_out()
    first_step(visitor, account)
    second_step(visitor, codes[0])
    expect(page.get_by_text("This code is not right")).to_be_visible()
    second_step(visitor, codes[1])
    page.wait_for_url(lambda url: "/login" not in url)

    visitor.visit("/account/security")
    page.get_by_label("Name").fill("Blue laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Blue laptop").first).to_be_visible()
    look("passkeys")
    page.get_by_role("link", name="Blue laptop").click()
    look("passkey")
    visitor.sign_out()

    visitor.visit("/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/login" not in url)
    visitor.sign_out()
    first_step(visitor, account)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/login" not in url)

    visitor.visit("/account/security/authenticator/removal")
    look("removal")
    page.locator("[name=proof]").fill(account["password"])
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Your authenticator app is removed")).to_be_visible()
    assert not faults, "\n".join(faults)
