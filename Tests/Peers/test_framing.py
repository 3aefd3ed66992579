"""What RFC 9112 calls ambiguous is refused and the connection closed; what it allows is answered in order."""
import re
import socket
import time

import pytest
import requests

from engines import on_sqlite

pytestmark = on_sqlite
HOST = b"Host: x\r\n"
GET = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
TAIL = b"0\r\n\r\n"


def post(fields, body):
    """A call whose five bytes `[1,2]` are JSON that the sign-in does not want, so that it answers 4xx and goes on."""
    head = b"POST /api/v1/auth/login HTTP/1.1\r\nContent-Type: application/json\r\n"
    return head + HOST + fields + b"\r\n" + body


def talk(school, *parts, wait=1.0):
    """Sends the parts and returns the statuses, whether the server hung up, and every byte."""
    with socket.create_connection(("127.0.0.1", school.port)) as connection:
        connection.settimeout(wait)
        received, closed = b"", False
        try:
            for part in parts:
                connection.sendall(part)
                if len(parts) > 1:
                    time.sleep(0.02)
            while piece := connection.recv(65536):
                received += piece
            closed = True
        except TimeoutError:
            pass
        except OSError:
            closed = True
    return [int(code) for code in re.findall(rb"HTTP/1\.[01] (\d\d\d) ", received)], closed, received


FINE = {
    "three in a row": (GET * 3, 3),
    "a body of known length between": (GET + post(b"Content-Length: 5\r\n", b"[1,2]") + GET, 3),
    "a body in chunks": (post(CHUNKED, b"5\r\n[1,2]\r\n" + TAIL) + GET, 2),
    "a chunk with an extension": (post(CHUNKED, b"5;a=b\r\n[1,2]\r\n" + TAIL) + GET, 2),
    "a trailer": (post(CHUNKED, b"5\r\n[1,2]\r\n0\r\nX-T: 1\r\n\r\n") + GET, 2),
    "an absolute target": (b"GET http://x/health/live HTTP/1.1\r\nHost: x\r\n\r\n", 1),
    "an empty line first": (b"\r\n" + GET, 1),
    "a GET with a body": (
        b"GET /health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 35\r\n\r\nGET /len HTTP/1.1\r\nHost: abcdef\r\n\r\n" + GET, 2),
    "HTTP/1.0 that asks to stay": (b"GET /health/live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" * 2, 2),
}

REFUSED = {
    "length and chunks": post(b"Content-Length: 6\r\n" + CHUNKED, TAIL + b"X"),
    "chunks and length": post(CHUNKED + b"Content-Length: 4\r\n", b"5c\r\nGPOST / HTTP/1.1\r\nContent-Length: 15\r\n\r\nx=1\r\n" + TAIL),
    "two lengths": post(b"Content-Length: 5\r\nContent-Length: 0\r\n", b"[1,2]"),
    "length +5": post(b"Content-Length: +5\r\n", b"[1,2]"),
    "length -1": post(b"Content-Length: -1\r\n", b""),
    "length 5x": post(b"Content-Length: 5x\r\n", b"[1,2]"),
    "length 0x5": post(b"Content-Length: 0x5\r\n", b"[1,2]"),
    "no length": post(b"Content-Length: \r\n", b""),
    "length beyond 64 bits": post(b"Content-Length: 18446744073709551621\r\n", b"[1,2]"),
    "xchunked": post(b"Transfer-Encoding: xchunked\r\n", TAIL),
    "chunked, identity": post(b"Transfer-Encoding: chunked, identity\r\n", TAIL),
    "gzip, chunked": post(b"Transfer-Encoding: gzip, chunked\r\n", TAIL),
    "two encodings": post(CHUNKED + b"Transfer-Encoding: identity\r\n", TAIL),
    "a hidden encoding": post(b"Transfer-Encoding: \x0bchunked\r\n", TAIL),
    "chunks in HTTP/1.0": b"POST /api/v1/auth/login HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + TAIL,
    "a folded field": b"GET /health/live HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n  two\r\n\r\n",
    "a fold that hides an encoding": post(b"X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", b"[1,2]"),
    "a space before the colon": post(b"Content-Length : 5\r\n", b"[1,2]"),
    "a space in a name": post(b"Content Length: 5\r\n", b"[1,2]"),
    "a line without a colon": b"GET /health/live HTTP/1.1\r\nHost: x\r\nfoo\r\n\r\n",
    "CR in a value": b"GET /health/live HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n",
    "NUL in a value": b"GET /health/live HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n",
    "NUL in the target": b"GET /health/live\0x HTTP/1.1\r\nHost: x\r\n\r\n",
    "chunk size zz": post(CHUNKED, b"zz\r\n"),
    "chunk size 0x5": post(CHUNKED, b"0x5\r\n[1,2]\r\n" + TAIL),
    "chunk size -1": post(CHUNKED, b"-1\r\n[1,2]\r\n" + TAIL),
    "chunk size +5": post(CHUNKED, b"+5\r\n[1,2]\r\n" + TAIL),
    "a chunk size after a space": post(CHUNKED, b" 5\r\n[1,2]\r\n" + TAIL),
    "chunk size beyond 64 bits": post(CHUNKED, b"10000000000000005\r\n[1,2]\r\n" + TAIL),
    "a chunk that does not end": post(CHUNKED, b"5\r\n[1,2]XX0\r\n\r\n"),
    "no host": b"GET /health/live HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "HTTP/2.0": b"GET /health/live HTTP/2.0\r\nHost: x\r\n\r\n",
    "a large field": b"GET /health/live HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 65536 + b"\r\n\r\n",
    "5,000 fields": b"GET /health/live HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 5000 + b"\r\n",
    "10,000 fields": b"GET /health/live HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 10_000 + b"\r\n",
    "101 fields": b"GET /health/live HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 100 + b"\r\n",
}


@pytest.mark.parametrize("name", FINE)
def test_it_answers_in_order(school, name):
    data, answers = FINE[name]
    statuses, _, received = talk(school, data)
    assert len(statuses) == answers, received
    assert statuses[-1] == 200 and all(status < 500 for status in statuses), received


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses_and_hangs_up(school, name):
    statuses, closed, received = talk(school, REFUSED[name] + GET)
    assert closed, received
    assert statuses and all(status in (400, 413, 414, 431, 501, 505) for status in statuses), received


@pytest.mark.parametrize("fields", [b"Content-Length: 5\r\nContent-Length: 5\r\n", b"Content-Length: 5, 5\r\n"])
def test_a_repeated_length_is_refused_or_read_once(school, fields):
    statuses, closed, received = talk(school, post(fields, b"[1,2]") + GET)
    assert (closed and set(statuses) <= {400}) or statuses[1:] == [200], received


@pytest.mark.parametrize("data", [
    b"GET /health/live HTTP/1.1\nHost: x\n\n", post(CHUNKED, b"5\n[1,2]\r\n" + TAIL), b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n",
    b"FOO /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
])
def test_odd_bytes_do_no_harm(school, data):
    statuses, closed, received = talk(school, data)
    assert (statuses or closed) and all(status < 500 or status in (501, 505) for status in statuses), received
    assert talk(school, GET)[0] == [200]


def test_it_waits_for_the_body_it_was_promised(school):
    head = post(b"Content-Length: 5\r\nExpect: 100-continue\r\n", b"")
    statuses, _, received = talk(school, head, b"[1,2]")
    assert statuses[0] in (100, 422, 400), received


def test_a_body_shorter_than_said_does_nothing(school):
    before = school.api("GET", "/courses").json()["meta"]["total"]
    with socket.create_connection(("127.0.0.1", school.port)) as connection:
        body = b'{"title": "A course that never fully came"}'
        connection.sendall(b"POST /api/v1/courses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                           + school.token("instructor").encode() + b"\r\nContent-Length: %d\r\n\r\n" % (len(body) + 1) + body)
        time.sleep(0.3)
    assert talk(school, GET)[0] == [200]
    drafts = school.rows("SELECT count(*) FROM courses WHERE title = 'A course that never fully came'")
    assert drafts == ["0"] and school.api("GET", "/courses").json()["meta"]["total"] == before


def test_a_head_that_drips_is_given_up(school):
    with socket.create_connection(("127.0.0.1", school.port)) as connection:
        connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n")
        connection.settimeout(0.5)
        until, received = time.monotonic() + 20, None
        while received is None and time.monotonic() < until:
            try:
                connection.sendall(b"X: a\r\n")
                received = connection.recv(65536)
            except TimeoutError:
                pass
            except OSError:
                received = b""
    assert received is not None, "a head may drip for ever"
    assert not received or b" 408 " in received
    assert talk(school, GET)[0] == [200]


@pytest.mark.parametrize("path,type", [("/api/v1/auth/login", "application/problem+json"), ("/login", "text/html")])
@pytest.mark.parametrize("isChunked", [False, True], ids=["said", "found out"])
def test_what_is_too_large_is_refused_in_the_words_of_its_reader(school, path, type, isChunked):
    body = b"a" * 100_000
    answer = requests.post(school.url + path, data=iter([body]) if isChunked else body, timeout=10,
                           headers={"Content-Type": "application/json"})
    assert answer.status_code == 413 and answer.headers["Content-Type"].startswith(type), answer.text
    assert "default-src" in answer.headers["Content-Security-Policy"] and answer.headers["X-Request-ID"]
    if type != "text/html":
        assert answer.json()["code"] == "too_large"


def test_head_has_no_body(school):
    statuses, _, received = talk(school, b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert statuses == [200] and received.endswith(b"\r\n\r\n") and received.count(b"\r\n\r\n") == 1


def test_it_reads_byte_by_byte(school):
    assert talk(school, *[bytes([byte]) for byte in GET])[0] == [200]


def test_a_plain_http_1_0_connection_ends(school):
    statuses, closed, _ = talk(school, b"GET /health/live HTTP/1.0\r\n\r\n")
    assert statuses == [200] and closed


def test_a_method_that_is_not_there_names_those_that_are(school):
    statuses, _, received = talk(school, b"DELETE /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
    assert statuses == [405] and re.search(rb"(?i)\r\nallow: .*GET", received), received
