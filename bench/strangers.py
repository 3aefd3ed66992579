"""What the time of an answer tells a stranger about an account: the same question about a known and an unknown one, in turn."""
import dataclasses
import http.client
import json
import statistics
import time

QUESTIONS = {
    "sign-in with a wrong password": ("/api/v1/auth/login", lambda name: {"email": name, "password": "Wrong kettle 7 sinks!"}, 401),
    "asking for a new password": ("/api/v1/auth/forgot-password", lambda name: {"email": name}, 204),
}


@dataclasses.dataclass
class Told:
    """Medians in ms."""
    question: str
    server: str
    known: float
    unknown: float


def ask(server, times):
    """Every question about `times` accounts that are there and as many that are not."""
    return [_ask(server, question, *details, times) for question, details in QUESTIONS.items()]


def _ask(server, question, path, body, status, times):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    took = {True: [], False: []}
    for number in range(-5, times):  # the first five warm up
        # Which of the two comes first changes, so that neither always follows the other.
        for is_known in ((True, False) if number % 2 else (False, True)):
            name = f"user{number % times + 1}@example.org" if is_known else f"nobody{number % times + 1}@example.org"
            address = f"10.{80 + is_known}.{number // 256 % 256}.{number % 256}"
            began = time.perf_counter()
            connection.request("POST", path, json.dumps(body(name)),
                               {"Content-Type": "application/json", "X-Forwarded-For": address})
            answer = connection.getresponse()
            answer.read()
            elapsed = time.perf_counter() - began
            if answer.status != status:
                raise SystemExit(f"{question}: {answer.status}")
            if number >= 0:
                took[is_known].append(elapsed * 1000)
    connection.close()
    return Told(question, server.name, statistics.median(took[True]), statistics.median(took[False]))
