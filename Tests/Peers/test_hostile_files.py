"""Files that would like to be pages: whatever of them is taken never runs under the school's name."""
import struct
import zlib

import pytest
from playwright.sync_api import Error

from engines import on_sqlite
from pages import cookies

SCRIPT = "fetch('/ran'); alert(document.cookie)"
MARKUP = f"<html><body><script>{SCRIPT}</script><img src=x onerror=\"{SCRIPT}\"></body></html>"


def picture(tail=b""):
    """A PNG of one dot with something behind its end."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\x80\x80\x80")) + chunk(b"IEND", b"") + tail


# A GIF whose head is also the beginning of a script, and documents that are pages as well.
FILES = {
    "drawing.svg": f'<svg xmlns="http://www.w3.org/2000/svg" onload="{SCRIPT}"><script>{SCRIPT}</script></svg>'.encode(),
    "page.html": MARKUP.encode(),
    "page.png": MARKUP.encode(),
    "drawing.jpg": f'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>{SCRIPT}</script></svg>'.encode(),
    "both.gif": b"GIF89a/*\x01\x00\x80\x00\x00*/=1;" + SCRIPT.encode() + b";/*\x3b*/",
    "both.pdf": b"%PDF-1.4\n" + MARKUP.encode() + b"\n%%EOF\n",
    "both.png": picture(MARKUP.encode()),
    "text.vtt": b"WEBVTT\n\n" + MARKUP.encode(),
}
REFUSED = {"drawing.svg", "page.html", "page.png", "drawing.jpg"}


def take(school, name, data):
    answer = school.api("POST", "/media", by="instructor", files={"file": (name, data, "text/html")})
    assert answer.status_code in ((422,) if name in REFUSED else (201, 422)), f"{name}: {answer.text}"
    return answer.json()["id"] if answer.status_code == 201 else None


@on_sqlite
@pytest.mark.expects_faults  # the browser says aloud what it refused
def test_nothing_that_was_sent_runs(visitors, school):
    visitor, ran = visitors(), []
    visitor.sign_in("instructor")
    page, taken = visitor.page, [media for name, data in FILES.items() if (media := take(school, name, data))]
    assert taken, "all was refused, so nothing was shown"
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: ran.append(request.url) if request.url.endswith("/ran") else None)
    session = cookies(school, "instructor")
    for media in taken:
        file = school.get(f"/api/v1/media/{media}", cookies=session).json()
        for address in [file["url"], *(part["url"] for part in file["files"])]:
            answer = school.get(address, cookies=session)
            assert answer.status_code == 200 and answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "html" not in answer.headers["Content-Type"] and "svg" not in answer.headers["Content-Type"]
            try:
                visitor.visit(address)
            except Error as error:
                assert "Download is starting" in str(error), error
            # As a script and as a frame of a page of the school's own.
            visitor.visit("/media")
            page.evaluate("""async address => {
              for (const kind of ['script', 'iframe']) {
                const part = document.createElement(kind)
                const end = new Promise(done => { part.onload = part.onerror = done; setTimeout(done, 300) })
                part.src = address
                document.body.append(part)
                await end
              }
            }""", address)
    assert not ran, ran
