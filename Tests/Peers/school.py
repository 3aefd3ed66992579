"""A running Evolv with the demo school: a process of its own, a folder of its own, a database of its own."""
import email
import email.policy
import json
import os
import pathlib
import re
import secrets
import signal
import socket
import subprocess
import tempfile
import time

import requests

HOUSE = pathlib.Path(__file__).resolve().parents[2]


def program():
    """What bin/test built, or the debug build of this house."""
    return os.environ.get("EVOLV_PROGRAM") or str(HOUSE / ".build" / "debug" / "evolv")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def psql(url, sql):
    """Runs a statement and returns its answer as lines of text."""
    done = subprocess.run(["psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", url, "-c", sql],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


class School:
    """`engine` is "sqlite" or "postgres"; the latter needs EVOLV_TEST_POSTGRES (see bin/with-servers)."""

    def __init__(self, engine, arguments=("--demo",), settings=None):
        self.engine = engine
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"evolv-{engine}-"))
        self.log = self.folder / "server.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database_url = self._new_database() if engine == "postgres" else None
        self._arguments = list(arguments)
        self._settings = settings or {}
        self._tokens = {}
        self.process = None

    # Starting and stopping

    def start(self, patience=90):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [program(), "serve", "--port", str(self.port), "--data", str(self.folder), *self._arguments],
                env=self.environment(), cwd=HOUSE, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.await_ready(patience)
        return self

    def await_ready(self, patience=90):
        until = time.monotonic() + patience
        while time.monotonic() < until:
            assert self.process.poll() is None, f"evolv ended with {self.process.returncode}:\n{self.last_words()}"
            try:
                if requests.get(self.url + "/health/ready", timeout=5).status_code == 200:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.02)
        raise AssertionError(f"evolv is not ready after {patience} s:\n{self.last_words()}")

    def kill(self):
        """As if the power of the process had failed."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Asks it to end and checks that it does so in order."""
        self.process.terminate()
        try:
            status = self.process.wait(25)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"evolv did not stop within 25 s of SIGTERM:\n{self.last_words()}") from None
        assert status == 0, f"evolv ended with {status}:\n{self.last_words()}"

    def run(self, *arguments, text="", patience=120):
        """Another command of the program on the same data: run("import", "course", folder)."""
        return subprocess.run([program(), *arguments], env=self.environment(), cwd=HOUSE, input=text,
                              capture_output=True, text=True, timeout=patience, check=False)

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("EVOLV_")}
        own = {"EVOLV_DATA": str(self.folder), "EVOLV_PORT": str(self.port), "EVOLV_BASE_URL": self.url,
               "EVOLV_API_LIMIT": "10000000"}
        if self.database_url:
            own["EVOLV_DATABASE_URL"] = self.database_url
        return kept | own | self._settings

    def last_words(self, lines=40):
        """The end of the log without the requests that went well."""
        told = [line for line in self.log.read_text(errors="replace").splitlines()
                if not re.search(r'"event":"request".*"status":[1-4]', line)]
        return "\n".join(told[-lines:])

    def _new_database(self):
        cluster = os.environ["EVOLV_TEST_POSTGRES"]
        name = f"school_{secrets.token_hex(6)}"
        psql(cluster, f"CREATE DATABASE {name}")
        return re.sub(r"/[^/]*$", f"/{name}", cluster)

    # People

    @property
    def accounts(self):
        """The demo school's people as `evolv serve --demo` leaves them for scripts."""
        return json.loads((self.folder / "demo-accounts.json").read_text())

    def account(self, role):
        # Whoever runs the school owns it.
        roles = [role, "owner"] if role == "admin" else [role]
        return next(one for one in self.accounts if one["role"] in roles)

    def token(self, person):
        """An access token of a role ("student") or of an account."""
        account = self.account(person) if isinstance(person, str) else person
        if account["email"] not in self._tokens:
            answer = self.api("POST", "/auth/login", {"email": account["email"], "password": account["password"]})
            assert answer.status_code == 200, answer.text
            self._tokens[account["email"]] = answer.json()["access_token"]
        return self._tokens[account["email"]]

    # Asking

    def get(self, path, **options):
        return requests.get(self.url + path, timeout=30, **options)

    def api(self, method, path, body=None, by=None, **options):
        """One call of the API: api("POST", "/courses", {...}, by="instructor")."""
        headers = options.pop("headers", {})
        if by:
            headers["Authorization"] = "Bearer " + self.token(by)
        return requests.request(method, f"{self.url}/api/v1{path}", json=body, headers=headers, timeout=30, **options)

    @property
    def mails(self):
        """The mails that the school would have sent, oldest first, as EmailMessage values."""
        files = sorted((self.folder / "mails").glob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name))
        return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]

    def rows(self, sql):
        """What the database itself holds, as lines with fields parted by |. Id columns need no care: compare counts."""
        if self.database_url:
            return psql(self.database_url, sql)
        done = subprocess.run(["sqlite3", "-readonly", str(self.folder / "evolv.sqlite"), sql], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()
