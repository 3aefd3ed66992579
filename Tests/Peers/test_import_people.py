"""An administrator brings 2,000 people in, 100 of them bad; reads the report; and takes it all back."""
import csv
import io

from playwright.sync_api import expect

PEOPLE, BAD = 2_000, 100


def roster():
    """A file as a registrar's program writes it: semicolons, Windows-1252, a bad row at every twentieth place."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(["E-mail", "First name", "Surname", "Phone", "City"])
    for number in range(1, PEOPLE + 1):
        mail = f"person{number}@import.example"
        if number % (PEOPLE // BAD) == 0:
            mail = ["", "no address", "person1@import.example", f"person{number}@nowhere"][number // 20 % 4]
        rows.writerow([mail, "Zoë", f"Müller {number}", "+49 30 1234567", "=Köln" if number == 1 else "Köln"])
    return out.getvalue().encode("cp1252")


def people(school):
    return school.api("GET", "/users?page_size=1", by="admin").json()["meta"]["total"]


def wait_for(page, words):
    """The page looks again by itself while the job is at work."""
    expect(page.get_by_text(words, exact=True).first).to_be_visible(timeout=30_000)


def test_import_report_undo(school, visitor):
    visitor.sign_in("admin")
    page, before = visitor.page, people(school)
    visitor.visit("/people")
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("File").set_input_files({"name": "roster.csv", "mimeType": "text/csv", "buffer": roster()})
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="What the columns mean")).to_be_visible()
    expect(page.get_by_text("read as Windows-1252")).to_be_visible()
    page.get_by_label("Invite new people by mail").uncheck()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Refused rows")).to_have_count(2)
    assert people(school) == before, "a dry run makes nobody"
    page.get_by_role("button", name=f"Import {PEOPLE - BAD} people").click()
    wait_for(page, "Applied")
    assert people(school) == before + PEOPLE - BAD
    with page.expect_download() as download:
        page.get_by_role("link", name="Download report").click()
    report = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert len(report) == PEOPLE + 1
    refused = [row for row in report if row[1] == "Refused"]
    assert len(refused) == BAD and all(row[2] for row in refused)
    assert report[1][7] == "'=Köln", "no cell that a spreadsheet calculates"
    page.get_by_role("button", name="Take back").click()
    wait_for(page, "Taken back")
    assert people(school) == before

    # A file that waits for its columns, for those who look at every page.
    visitor.visit("/people/imports")
    page.get_by_label("File").set_input_files({"name": "waiting.csv", "mimeType": "text/csv", "buffer": roster()[:500]})
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="What the columns mean")).to_be_visible()
