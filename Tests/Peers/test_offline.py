"""Somebody keeps lessons, reads them without a network, and what they did meanwhile counts once."""
import re

import pytest

LESSON = "/learn/clay-and-fire/a-pinch-pot"
NOTHING_KEPT = "async () => !(await caches.keys()).some((name) => name.startsWith('kept-'))"


def keep(page, choice):
    page.locator(".keep-menu > summary").click()
    page.get_by_role("button", name=choice).click()


@pytest.mark.expects_faults
def test_reads_without_a_network_and_is_counted_once(visitors, fresh_school):
    learner = visitors(school=fresh_school, workers=True)
    page, account = learner.page, learner.sign_in("student")
    learner.visit(LESSON)
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    keep(page, "Keep all lessons of the course")
    page.get_by_text("5 lessons of this course are kept on this device").wait_for()
    assert re.search(r"Kept, \d+ KB", page.locator("[data-keep-state]").inner_text())
    page.wait_for_function("() => navigator.serviceWorker.controller")

    # Without a network the lesson is there with its looks; what is not kept says so.
    learner.context.set_offline(True)
    page.reload()
    assert page.locator("html").get_attribute("class").endswith("shell-kept")
    assert page.get_by_role("heading", level=1).inner_text() == "A pinch pot"
    page.get_by_text("Kept offline").first.wait_for()
    assert learner.faults_of_dress() == [] and learner.faults_of_access() == []
    learner.visit("/courses")
    page.get_by_text("This page needs a network").wait_for()
    page.get_by_role("link", name="A pinch pot").wait_for()
    page.get_by_role("link", name="A pinch pot").click()

    # A step waits on the device, and stands in the list.
    done = "SELECT count(*) FROM learning_evidence WHERE kind = 'finished'"
    before = int(fresh_school.rows(done)[0])
    page.get_by_role("button", name="Mark done").click()
    page.get_by_text("It will be sent when you are back online").wait_for()
    learner.visit("/offline")
    page.get_by_text("1 lesson marked done").wait_for()
    assert int(fresh_school.rows(done)[0]) == before

    # The first answer is lost on its way: the step is sent again, and counts once.
    sent = []

    def lose_once(route):
        sent.append(route.request.headers["idempotency-key"])
        route.fetch()
        route.abort() if len(sent) == 1 else route.continue_()

    learner.context.route("**/completion", lose_once)
    learner.context.set_offline(False)
    page.get_by_text("Waiting to be sent").wait_for(state="hidden")
    page.wait_for_function("() => !localStorage.getItem('waiting')")
    assert len(sent) >= 2 and len(set(sent)) == 1, sent
    assert int(fresh_school.rows(done)[0]) == before + 1

    # The session ends elsewhere: what was kept goes, what waits stays until its person is back.
    learner.visit(LESSON)
    learner.context.set_offline(True)
    learner.visit("/learn/clay-and-fire/a-pot-of-coils")
    page.get_by_role("button", name="Mark done").click()
    page.get_by_text("It will be sent when you are back online").wait_for()
    assert fresh_school.api("POST", "/auth/logout-all", by="student").status_code == 204
    learner.context.set_offline(False)
    page.get_by_text("Sign in to send").wait_for()
    page.wait_for_function(NOTHING_KEPT)
    learner.sign_in("student")
    page.wait_for_function("() => !localStorage.getItem('waiting')")
    assert int(fresh_school.rows(done)[0]) == before + 2

    # Who signs out leaves nothing.
    learner.visit(LESSON)
    keep(page, "Keep this lesson")
    page.locator(".keep-menu.is-kept").wait_for()
    learner.sign_out()
    page.wait_for_function(NOTHING_KEPT)
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    learner.visit("/offline")
    page.get_by_text("Nothing is kept on this device").wait_for()
