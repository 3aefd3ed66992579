"""Evolv and what it is measured against, each as a process on a port of its own."""
import os
import pathlib
import socket
import subprocess
import time
import urllib.error
import urllib.request

import processes

HERE = pathlib.Path(__file__).parent
CONNECTIONS = 16  # to PostgreSQL, for each of the peers


def _plain():
    """The environment without what Evolv would take for its settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("EVOLV_")}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`name` stands in the table; `ready` is a path that answers 200 when it serves."""
    name = ready = ""

    def __init__(self, work):
        self.work, self.port = work, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    @property
    def pid(self):
        return self.process.pid

    def command(self):
        raise NotImplementedError

    def environment(self):
        return {}

    def folder(self):
        return HERE

    def start(self):
        """Starts it and returns the seconds until its first answer."""
        log = open(self.work / f"{self.name.replace(' ', '-')}.log", "ab")
        began = time.monotonic()
        self.process = subprocess.Popen(self.command(), cwd=self.folder(), env=_plain() | self.environment(),
                                        stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        while True:
            try:
                with urllib.request.urlopen(self.url + self.ready, timeout=5):
                    return time.monotonic() - began
            except (urllib.error.URLError, OSError):
                if self.process.poll() is not None or time.monotonic() - began > 60:
                    raise SystemExit(f"{self.name} did not start; see {log.name}") from None
                time.sleep(0.002)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)

    def memory(self):
        return processes.resident_megabytes(self.pid)


class FastAPI(Server):
    name, ready = "FastAPI", "/plaintext"

    def folder(self):
        return HERE / "peers" / "fastapi_app"

    def environment(self):
        return {"POOL": str(CONNECTIONS // 2)}

    def command(self):
        return [os.environ["BENCH_VENV"] + "/bin/uvicorn", "app:app", "--workers", "2", "--loop", "uvloop",
                "--http", "httptools", "--no-access-log", "--log-level", "warning", "--port", str(self.port)]


class Django(Server):
    name, ready = "Django REST", "/plaintext"

    def folder(self):
        return HERE / "peers" / "dj"

    def environment(self):
        return {"POOL": str(CONNECTIONS // 2)}

    def command(self):
        return [os.environ["BENCH_VENV"] + "/bin/gunicorn", "asgi:application", "-w", "2",
                "-k", "uvicorn_worker.UvicornWorker", "--log-level", "warning", "-b", f"127.0.0.1:{self.port}"]


class Nginx(Server):
    """Serves answers that were saved from Evolv, as files: what sending those bytes costs at least."""
    name, ready = "nginx, same bytes", "/health"

    def save(self, name, body, content_type):
        (self.work / "static").mkdir(exist_ok=True)
        (self.work / "static" / f"{name}.{'json' if 'json' in content_type else 'html'}").write_bytes(body)

    def command(self):
        static = self.work / "static"
        static.mkdir(exist_ok=True)
        (static / "health").write_text("well")
        config = self.work / "nginx.conf"
        config.write_text(f"""
worker_processes 2; daemon off; pid {self.work}/nginx.pid; error_log {self.work}/nginx.error.log;
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; application/json json; }}
  access_log off; sendfile on; keepalive_requests 100000000;
  client_body_temp_path {self.work}/nginx; proxy_temp_path {self.work}/nginx; fastcgi_temp_path {self.work}/nginx;
  uwsgi_temp_path {self.work}/nginx; scgi_temp_path {self.work}/nginx;
  server {{ listen 127.0.0.1:{self.port}; root {static}; }}
}}
{'user root;' if os.getuid() == 0 else ''}
""")
        return ["nginx", "-p", str(self.work), "-e", str(self.work / "nginx.error.log"), "-c", str(config)]


class Evolv(Server):
    """Evolv on one of its databases; its folder and its rows are made by data.py."""
    ready = "/health/live"

    def __init__(self, work, engine, database_url=None):
        super().__init__(work)
        self.engine, self.database_url = engine, database_url
        self.name = {"postgres": "Evolv on PostgreSQL", "sqlite": "Evolv on SQLite"}[engine]
        self.data = work / f"evolv-{engine}"

    def environment(self):
        own = {"EVOLV_DATA": str(self.data), "EVOLV_BASE_URL": self.url, "EVOLV_LOG_LEVEL": "warning",
               "EVOLV_API_LIMIT": "10000000", "EVOLV_TRUSTED_PROXIES": "127.0.0.1"}
        return own | ({"EVOLV_DATABASE_URL": self.database_url} if self.database_url else {})

    def command(self):
        return [os.environ["BENCH_PROGRAM"], "serve", "--port", str(self.port)]

    def run(self, *arguments, text=""):
        """Another command of the program on the same data."""
        subprocess.run([os.environ["BENCH_PROGRAM"], *arguments], env=_plain() | self.environment(), input=text,
                       text=True, check=True, stdout=subprocess.DEVNULL)
