"""A large file that is interrupted again and again arrives whole, and the server's memory does not grow with it."""
import base64
import hashlib
import os
import pathlib
import random
import socket
import time

import requests

PIECE = 8 << 20
# 300 where there is time for it, as whole pieces; the interruptions are the same.
MEGABYTES = -(-int(os.environ.get("EVOLV_UPLOAD_MEGABYTES", "64")) // 8) * 8


def block(number):
    """Eight megabytes of noise, the same for the same number."""
    return random.Random(number).randbytes(PIECE)


def memory(process):
    """What the process has in memory of its own, in bytes."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("RssAnon:"))


def head(school, **more):
    return {"Authorization": "Bearer " + school.token("instructor"), "Tus-Resumable": "1.0.0", **more}


def offset(school, upload):
    answer = requests.head(school.url + upload, headers=head(school), timeout=30)
    assert answer.status_code == 200, answer.status_code
    return int(answer.headers["Upload-Offset"])


def send(school, upload, start, data):
    sum_ = base64.b64encode(hashlib.sha256(data).digest()).decode()
    return requests.patch(school.url + upload, data=data, timeout=60, headers=head(
        school, **{"Upload-Offset": str(start), "Content-Type": "application/offset+octet-stream", "Upload-Checksum": "sha256 " + sum_}))


def break_off(school, upload, start, data):
    """Sends half of a piece and hangs up."""
    with socket.create_connection(("127.0.0.1", school.port)) as wire:
        fields = head(school, **{"Upload-Offset": str(start), "Content-Type": "application/offset+octet-stream", "Content-Length": str(len(data))})
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        wire.sendall(f"PATCH {upload} HTTP/1.1\r\nHost: 127.0.0.1:{school.port}\r\n{lines}\r\n".encode() + data[: len(data) // 2])


def hung_up(school):
    """How many connections the server still holds whose other end is closed: CLOSE_WAIT of proc_net_tcp(5)."""
    rows = [row.split() for row in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1].endswith(f":{school.port:04X}") and row[3] == "08" for row in rows)


def test_an_upload_survives_the_client_and_the_server(fresh_school):
    school, blocks = fresh_school, MEGABYTES // 8
    # The head of a WAV file, so that the noise behind it is a sound of a kind that is taken.
    wave = b"RIFF" + (MEGABYTES << 20).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little") + bytes(
        [1, 0, 2, 0, 0x44, 0xAC, 0, 0, 0x10, 0xB1, 2, 0, 4, 0, 16, 0]) + b"data" + (MEGABYTES << 20).to_bytes(4, "little")
    changed = school.api("PATCH", "/settings/media", {"audio_megabytes": 2000}, by="admin")
    assert changed.status_code == 200, changed.text
    words = f"filename {base64.b64encode(b'noise.wav').decode()},fingerprint {base64.b64encode(b'noise').decode()}"
    begun = requests.post(f"{school.url}/api/v1/media/uploads", timeout=30, headers=head(
        school, **{"Upload-Length": str(MEGABYTES << 20), "Upload-Metadata": words, "Content-Length": "0"}))
    assert begun.status_code == 201, begun.text
    upload, sent, digest = begun.headers["Location"], 0, hashlib.sha256()
    assert send(school, upload, 0, wave + block(0)[len(wave):]).status_code == 204
    digest.update(wave + block(0)[len(wave):])
    sent, before, most = PIECE, memory(school.process), 0
    for number in range(1, blocks):
        data = block(number)
        if number in (2, 4):
            break_off(school, upload, sent, data)
        if number == 3:
            # Killed while a piece is on its way.
            break_off(school, upload, sent, data)
            school.kill()
            school.start()
            before = None
        start = offset(school, upload)
        assert start == sent, "what was told to be here is here, and nothing else"
        answer = send(school, upload, start, data)
        if answer.status_code == 423:
            answer = send(school, upload, start, data)
        assert answer.status_code == 204, answer.text
        digest.update(data)
        sent += PIECE
        before = before or memory(school.process)
        most = max(most, memory(school.process) - before)
    media = school.api("GET", "/media/" + answer.headers["Media-ID"], by="instructor").json()
    assert media["sha256"] == digest.hexdigest() and media["size"] == MEGABYTES << 20
    assert most < 32 << 20, f"the memory grew by {most >> 20} MB"
    until = time.monotonic() + 5
    while hung_up(school) and time.monotonic() < until:
        time.sleep(0.1)
    assert not hung_up(school), "who hangs up within a piece is let go"
    print(f"{MEGABYTES} MB, three interruptions, memory +{most >> 10} KB")
