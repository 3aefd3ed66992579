"""Someone makes a team and invites a stranger, who comes in by the mail's link."""
import re
import time

from playwright.sync_api import expect

GUEST = "ines.vale@example.org"


def link_in_mail(school, address, patience=30):
    """The path that the latest mail to an address leads to, once the mail is there."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        found = [mail for mail in school.mails if address in str(mail["To"])]
        if found:
            text = found[-1].get_body(("plain",)).get_content()
            return re.search(r"(/invitation\?token=[\w-]+)", text).group(1)
        time.sleep(0.1)
    raise AssertionError(f"no mail to {address} within {patience} s")


def test_a_stranger_is_invited_and_joins(visitors):
    owner = visitors()
    owner.sign_in("instructor")
    owner.visit("/teams/new")
    owner.page.get_by_label("Name").fill("Night Readers")
    owner.page.get_by_role("button", name="Make the team").click()
    expect(owner.page.get_by_text("Nobody is waiting")).to_be_visible()
    owner.page.get_by_label("Email").fill(GUEST)
    owner.page.get_by_role("button", name="Send the invitation").click()
    expect(owner.page.get_by_role("rowheader", name=GUEST)).to_be_visible()

    guest = visitors(width="phone")
    link = link_in_mail(owner.school, GUEST)
    guest.visit(link)
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Join Night Readers")
    assert not guest.faults_of_access()
    for label, text in (("First name", "Ines"), ("Last name", "Vale"), ("Password", "Blue kettle 7 rises!")):
        guest.page.get_by_label(label, exact=True).fill(text)
    guest.page.get_by_role("button", name="Make my account and join").click()
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Night Readers")
    expect(guest.page.get_by_role("rowheader", name="Ines Vale")).to_be_visible()

    again = visitors()
    again.visit(link)
    expect(again.page.get_by_role("heading", level=1)).to_have_text("This invitation does not hold any more")
