"""W5: a storm of sign-ins while others read."""
import dataclasses
import http.client
import itertools
import json
import os
import statistics
import threading
import time

import loads
import people

WAITING = 24   # people who sign in at once
READERS = 16   # connections that read meanwhile, each with a pause
PAUSE = 100    # ms
PEOPLE = 1900  # who have accounts


@dataclasses.dataclass
class Outcome:
    """Rates per second, `hash` and `wait` in seconds, `slow` in ms."""
    server: str
    hash: float
    limit: float
    rate: float
    refused: int
    wait: float
    reads: float
    slow: float


class Storm:
    """Everyone comes from an address of their own, as a proxy tells it, so that the limits for guessing stay out of it."""

    def __init__(self, server, workloads, seconds):
        self.server, self.seconds = server, seconds
        self.file, _ = workloads.requests("list", server)
        self.numbers = itertools.count()
        self.waits, self.refused = [], 0
        self.lock = threading.Lock()

    def run(self):
        cost = statistics.median(self._sign_in() for _ in range(7))
        self.waits, self.refused = [], 0
        end = time.monotonic() + self.seconds
        threads = [threading.Thread(target=self._keep_signing_in, args=(end,)) for _ in range(WAITING)]
        for thread in threads:
            thread.start()
        text = loads.run_wrk(self.server, self.file, self.seconds, READERS, BENCH_PAUSE=PAUSE)
        for thread in threads:
            thread.join()
        reads = float(text.split("Requests/sec:")[1].split()[0])
        rate = len(self.waits) / self.seconds
        return Outcome(self.server.name, cost, os.cpu_count() / cost, rate, self.refused,
                       statistics.median(self.waits or [0]), reads, loads.latencies(text)["99"])

    def _keep_signing_in(self, end):
        while time.monotonic() < end:
            took = self._sign_in()
            with self.lock:
                # Who is let in after the end is counted by no one.
                if took is None:
                    self.refused += 1
                elif time.monotonic() < end:
                    self.waits.append(took)
            if took is None:
                time.sleep(1)

    def _sign_in(self):
        """The seconds that one sign-in took, or None when the server was full."""
        with self.lock:
            number = next(self.numbers)
        body = json.dumps({"email": f"user{number % PEOPLE + 1}@example.org", "password": people.PASSWORD})
        address = f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        began = time.monotonic()
        connection.request("POST", "/api/v1/auth/login", body,
                           {"Content-Type": "application/json", "X-Forwarded-For": address})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status not in (200, 503):
            raise SystemExit(f"a sign-in was answered with {answer.status}")
        return time.monotonic() - began if answer.status == 200 else None
