"""Two nodes share their limits through Redis; without it a person notices nothing else."""
import re
import subprocess
import tempfile
import time

import pytest
import requests

from school import School, free_port


class Redis:
    def __init__(self):
        self.port, self.process = free_port(), None
        self.folder = tempfile.mkdtemp(prefix="evolv-redis-")

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while subprocess.run(["redis-cli", "-p", str(self.port), "ping"], capture_output=True, check=False).returncode:
            assert time.monotonic() < until, "Redis does not start"
            time.sleep(0.02)
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture
def redis():
    redis = Redis().start()
    yield redis
    redis.kill()


def attempt(school, password="Wrong 1 password!", login="nobody@example.org"):
    return school.api("POST", "/auth/login", {"email": login, "password": password}).status_code


def is_degraded(school):
    answer = school.get("/health/ready")
    assert answer.status_code == 200
    return "degraded" in answer.text


def await_health(school, degraded):
    until = time.monotonic() + 20
    while is_degraded(school) != degraded:
        assert time.monotonic() < until, school.last_words()
        time.sleep(0.1)


def test_two_nodes_count_together_and_alone_when_redis_dies(redis):
    settings = {"EVOLV_REDIS_URL": f"redis://127.0.0.1:{redis.port}"}
    first = School("postgres", settings=settings).start()
    second = School("postgres", arguments=(), settings=settings | {"EVOLV_DATABASE_URL": first.database_url})
    second.start()
    nodes = [first, second]
    try:
        assert [attempt(nodes[number % 2]) for number in range(5)] == [401] * 5
        assert [attempt(node) for node in nodes] == [429, 429]
        assert not is_degraded(first)
        doctor = first.run("doctor")
        assert "redis: answers" in doctor.stdout, doctor.stdout + doctor.stderr

        redis.kill()
        slowest = 0
        for _ in range(40):
            began = time.monotonic()
            assert requests.get(first.url + "/courses", timeout=5).status_code == 200
            assert first.api("GET", "/courses").status_code == 200
            slowest = max(slowest, time.monotonic() - began)
        account = first.account("student")
        assert attempt(first, account["password"], account["email"]) == 200
        assert slowest < 2
        await_health(first, degraded=True)
        assert "evolv_redis_up 0" in first.get("/metrics").text
        # Each counts what it saw itself: three and two of the five.
        assert 429 in [attempt(second) for _ in range(6)]
        assert "redis: Redis does not answer" in first.run("doctor").stdout

        redis.start()
        await_health(first, degraded=False)
        await_health(second, degraded=False)
        assert [attempt(nodes[number % 2], login="other@example.org") for number in range(5)] == [401] * 5
        assert [attempt(node, login="other@example.org") for node in nodes] == [429, 429]
        assert re.search(r"redis_lost", first.log.read_text()) and "redis_reached" in first.log.read_text()
        for node in nodes:
            node.stop()
    finally:
        for node in nodes:
            if node.process and node.process.poll() is None:
                node.kill()
