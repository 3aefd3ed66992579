"""Mails reach a real server, each once, whatever happens to the program or the server meanwhile."""
import asyncio
import email
import email.policy
import re
import shutil
import subprocess
import threading
import time

import pytest
import requests
from aiosmtpd.controller import Controller

from school import HOUSE, School, free_port, program


class Inbox:
    """A mail server that keeps what it takes; `is_busy` makes it ask everyone to come back later."""

    def __init__(self):
        self.mails = []
        self.is_busy = False
        self.lock = threading.Lock()
        self.port = free_port()
        self.controller = None

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=True)
        self.controller.start()
        return self

    def stop(self):
        if self.controller:
            self.controller.stop()
            self.controller = None

    async def handle_DATA(self, server, session, envelope):
        if self.is_busy:
            return "451 come back later"
        with self.lock:
            self.mails.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        await asyncio.sleep(0)
        return "250 taken"

    def await_mail(self, address, patience=60, subject=""):
        until = time.monotonic() + patience
        while time.monotonic() < until:
            with self.lock:
                found = [mail for recipients, mail in self.mails if address in recipients and subject in mail["Subject"]]
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"no mail to {address} within {patience} s")


@pytest.fixture
def inbox():
    inbox = Inbox().start()
    yield inbox
    inbox.stop()


@pytest.fixture
def posting_school(engine, inbox):
    settings = {"EVOLV_SMTP_URL": f"smtp://127.0.0.1:{inbox.port}", "EVOLV_MAIL_FROM": "school@example.org"}
    school = School(engine, settings=settings)
    try:
        yield school.start()
        school.stop()
    finally:
        if school.process and school.process.poll() is None:
            school.kill()
        shutil.rmtree(school.folder, ignore_errors=True)


def register(school, address, first="Nora"):
    answer = school.api("POST", "/auth/register", {"email": address, "password": "Blue kettle 7 rises!",
                                                   "first_name": first, "last_name": "Quist"})
    assert answer.status_code == 201, answer.text


def test_whoever_registers_is_welcomed(posting_school, inbox):
    register(posting_school, "nora@example.org", "Nörä")
    [mail] = inbox.await_mail("nora@example.org")
    assert mail["Subject"].startswith("Welcome to ") and mail["From"] == "Evolv Academy <school@example.org>"
    assert "Nörä" in mail["To"] and mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    assert "Welcome, Nörä" in text and posting_school.url in text
    assert "Welcome, Nörä" in html and f'href="{posting_school.url}' in html


def test_a_server_that_was_away_gets_the_mail_later(posting_school, inbox):
    inbox.stop()
    register(posting_school, "late@example.org")
    until = time.monotonic() + 30
    while not posting_school.rows("SELECT 1 FROM jobs WHERE last_error IS NOT NULL"):
        assert time.monotonic() < until, posting_school.last_words()
        time.sleep(0.1)
    inbox.start()
    assert len(inbox.await_mail("late@example.org")) == 1
    until = time.monotonic() + 30
    while posting_school.rows("SELECT 1 FROM jobs WHERE name LIKE '%mail'"):
        assert time.monotonic() < until, posting_school.last_words()
        time.sleep(0.1)


def test_a_program_that_was_killed_forgets_no_mail(posting_school, inbox):
    inbox.is_busy = True
    for number in range(5):
        register(posting_school, f"killed{number}@example.org")
    posting_school.kill()
    inbox.is_busy = False
    posting_school.start()
    for number in range(5):
        mails = inbox.await_mail(f"killed{number}@example.org", patience=90)
        assert len({mail["Message-ID"] for mail in mails}) == 1


def follow(school, mail, path, **fields):
    """Opens the link of a mail as a browser does, and sends the form behind it."""
    text = mail.get_body(("plain",)).get_content()
    link = re.search(rf"{re.escape(school.url)}{path}\?token=([\w-]+)", text)
    assert link, text
    browser = requests.Session()
    # A link that was used has no form of its own any more; its token is sent all the same.
    page = browser.get(link[0], timeout=30)
    assert page.status_code == 200
    csrf = re.search(r'name="csrf" value="([^"]+)"', page.text) or re.search(
        r'name="csrf" value="([^"]+)"', browser.get(school.url + "/login", timeout=30).text)
    return browser.post(school.url + path, data={"csrf": csrf[1], "token": link[1], **fields}, timeout=30,
                        allow_redirects=False)


def login(school, address, password):
    return school.api("POST", "/auth/login", {"email": address, "password": password})


def test_an_address_is_confirmed_by_the_link_of_its_mail(posting_school, inbox):
    register(posting_school, "real@example.org")
    [mail] = inbox.await_mail("real@example.org")
    assert login(posting_school, "real@example.org", "Blue kettle 7 rises!").json()["user"]["is_email_verified"] is False
    assert follow(posting_school, mail, "/verification").status_code == 303
    assert login(posting_school, "real@example.org", "Blue kettle 7 rises!").json()["user"]["is_email_verified"] is True


def test_a_forgotten_password_is_replaced_by_the_link_of_a_mail(posting_school, inbox):
    account = posting_school.account("student")
    assert posting_school.api("POST", "/auth/forgot-password", {"email": account["email"]}).status_code == 204
    [mail] = inbox.await_mail(account["email"], subject="Choose a new password")
    assert follow(posting_school, mail, "/password/reset", password="Green ladder 9 sinks!").status_code == 303
    assert login(posting_school, account["email"], account["password"]).status_code == 401
    assert login(posting_school, account["email"], "Green ladder 9 sinks!").status_code == 200
    assert follow(posting_school, mail, "/password/reset", password="Green ladder 8 sinks!").status_code == 422


def test_jobs_are_left_to_a_worker_of_their_own(engine, inbox):
    settings = {"EVOLV_SMTP_URL": f"smtp://127.0.0.1:{inbox.port}", "EVOLV_MAIL_FROM": "school@example.org",
                "EVOLV_JOBS": "0"}
    school, worker = School(engine, settings=settings), None
    try:
        school.start()
        register(school, "worked@example.org")
        time.sleep(2)
        assert not inbox.mails and school.rows("SELECT count(*) FROM outbox WHERE processed_at IS NULL") != ["0"]
        with open(school.log, "ab") as log:
            worker = subprocess.Popen([program(), "work"], env=school.environment(), cwd=HOUSE, stdout=log, stderr=log)
        assert len(inbox.await_mail("worked@example.org")) == 1
        worker.terminate()
        assert worker.wait(25) == 0, school.last_words()
        assert school.rows("SELECT count(*) FROM jobs WHERE state = 'running'") == ["0"]
        school.stop()
    finally:
        for process in [worker, school.process]:
            if process and process.poll() is None:
                process.kill()
        shutil.rmtree(school.folder, ignore_errors=True)
