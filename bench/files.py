"""W6: files. A large one is read in ranges by a sealed address, and ten are sent in pieces at once."""
import base64
import dataclasses
import hashlib
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import threading
import time

import loads
import people

READERS = 50          # connections, as of a class that watches a film
RANGE = 1 << 20       # what a player asks for at a time
FILM = 64 << 20
UPLOADS, SIZE, PIECE = 10, 50 << 20, 10 << 20


@dataclasses.dataclass
class Outcome:
    """Megabytes per second; `grown` in MB of memory that is the server's alone."""
    server: str
    read: float
    ceiling: float
    sent: float
    copied: float
    grown: float


def wave(size, number):
    """A sound of noise: a kind of file that is sent as it came."""
    head = b"RIFF" + (size - 8).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little") + bytes(
        [1, 0, 2, 0, 0x44, 0xAC, 0, 0, 0x10, 0xB1, 2, 0, 4, 0, 16, 0]) + b"data" + (size - 44).to_bytes(4, "little")
    return head + random.Random(number).randbytes(size - len(head))


class Files:
    """One server beside nginx, which sends the same bytes, and beside the disk, which takes them."""

    def __init__(self, server, nginx, work, seconds):
        self.server, self.nginx, self.work, self.seconds = server, nginx, work, seconds
        self.person = people.Person(0)
        self.person.email = "bench@example.org"
        self.person.sign_in(server)

    def run(self):
        # Room for all of it.
        self._call("PATCH", "/api/v1/settings/media", {"person_megabytes": 4000, "audio_megabytes": 2000})
        film = wave(FILM, 1)
        (self.work / "static").mkdir(exist_ok=True)
        (self.work / "static" / "film.wav").write_bytes(film)
        media = self._upload(film, self._sums(film))
        address = self._call("GET", f"/api/v1/media/{media}")["url"]
        read = self._read(self.server, address, "Authorization: Bearer " + self.person.token + "|")
        ceiling = self._read(self.nginx, "/film.wav", "")
        copied = self._copy()
        sent, grown = self._send()
        return Outcome(self.server.name, read, ceiling, sent, copied, grown)

    def _read(self, server, path, fields):
        lines = [f"GET\t{path}\t{fields}Range: bytes={at}-{at + RANGE - 1}\t" for at in range(0, FILM, RANGE)]
        file = self.work / "ranges.txt"
        file.write_text("".join(line + "\n" for line in lines))
        loads.run_wrk(server, file, 1, READERS)
        text = loads.run_wrk(server, file, self.seconds, READERS)
        if "Non-2xx" in text:
            raise SystemExit(f"{server.name} does not send the file:\n{text}")
        count, unit = re.search(r"Transfer/sec:\s*([\d.]+)(\w+)", text).groups()
        return float(count) * {"KB": 1 / 1024, "MB": 1, "GB": 1024}[unit]

    def _bodies(self):
        return [wave(SIZE, 100 + number) for number in range(UPLOADS)]

    def _send(self):
        bodies = [(body, self._sums(body)) for body in self._bodies()]
        before, most, is_over = self._own_memory(), [0], threading.Event()

        def watch():
            while not is_over.wait(0.05):
                most[0] = max(most[0], self._own_memory() - before)

        watcher = threading.Thread(target=watch)
        watcher.start()
        threads = [threading.Thread(target=self._upload, args=each) for each in bodies]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.monotonic() - began
        is_over.set()
        watcher.join()
        return UPLOADS * SIZE / took / 2**20, most[0]

    def _copy(self):
        """What the disk and SHA-256 take: each file written in the same pieces, synced, and read for its sum."""
        folder = self.work / "copies"
        folder.mkdir(exist_ok=True)
        for number, body in enumerate(self._bodies()):
            (folder / f"{number}.from").write_bytes(body)
        began = time.monotonic()
        running = [subprocess.Popen(
            f"dd if={number}.from of={number}.to bs={PIECE} conv=fsync status=none && sha256sum {number}.to >{number}.sum",
            shell=True, cwd=folder) for number in range(UPLOADS)]
        if any(each.wait() for each in running):
            raise SystemExit("dd or sha256sum failed")
        took = time.monotonic() - began
        shutil.rmtree(folder)
        return UPLOADS * SIZE / took / 2**20

    def _own_memory(self):
        status = pathlib.Path(f"/proc/{self.server.pid}/status").read_text()
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("RssAnon:"))

    @staticmethod
    def _sums(body):
        return [base64.b64encode(hashlib.sha256(body[at:at + PIECE]).digest()).decode() for at in range(0, len(body), PIECE)]

    def _upload(self, body, sums):
        """Sends a file in pieces (tus 1.0) and returns the id of what it became."""
        wire = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        name = base64.b64encode(f"{os.urandom(6).hex()}.wav".encode()).decode()
        begun = self._ask(wire, "POST", "/api/v1/media/uploads", b"", 201, {
            "Upload-Length": str(len(body)), "Upload-Metadata": f"filename {name},fingerprint {name}"})
        upload, answer = begun.headers["Location"], None
        for number, at in enumerate(range(0, len(body), PIECE)):
            answer = self._ask(wire, "PATCH", upload, memoryview(body)[at:at + PIECE], 204, {
                "Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream",
                "Upload-Checksum": "sha256 " + sums[number]})
        wire.close()
        return answer.headers["Media-ID"]

    def _ask(self, wire, method, path, body, status, fields):
        wire.request(method, path, body, {"Authorization": "Bearer " + self.person.token, "Tus-Resumable": "1.0.0",
                                          "Content-Length": str(len(body)), **fields})
        answer = wire.getresponse()
        said = answer.read()
        if answer.status != status:
            raise SystemExit(f"{method} {path}: {answer.status} {said[:300]}")
        return answer

    def _call(self, method, path, body=None):
        wire = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        wire.request(method, path, json.dumps(body) if body else None, {
            "Authorization": "Bearer " + self.person.token, "Content-Type": "application/json"})
        answer = wire.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{method} {path}: {answer.status} {said[:300]}")
        return json.loads(said)
