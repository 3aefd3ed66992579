"""One measurement: wrk or pgbench for some seconds, with what it cost the server and PostgreSQL."""
import collections
import dataclasses
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import time

import processes

HERE = pathlib.Path(__file__).parent
OTHERS = 0.2  # a core's share that strangers may use before a measurement is repeated


@dataclasses.dataclass
class Figures:
    """Rates per second, latencies in ms, CPU time in µs per request."""
    rate: float
    middle: float
    slow: float
    server: float
    database: float
    failures: int
    noisy: bool

    @staticmethod
    def median(all_rounds):
        def of(name):
            return statistics.median(getattr(one, name) for one in all_rounds)
        return Figures(of("rate"), of("middle"), of("slow"), of("server"), of("database"),
                       sum(one.failures for one in all_rounds), any(one.noisy for one in all_rounds))


def run_wrk(server, requests, seconds, connections=64, **environment):
    """What wrk says of some seconds of the lines of the file `requests`."""
    given = {name: str(value) for name, value in environment.items() if value}
    return subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", str(HERE / "requests.lua"), server.url],
        env=dict(os.environ, BENCH_REQUESTS=str(requests), **given), capture_output=True, text=True, check=True).stdout


def latencies(text):
    """The milliseconds below which 50 and 99 of 100 answers of wrk came."""
    return {share: _milliseconds(value) for share, value in re.findall(r"(50|99)%\s+([\d.]+\w+)", text)}


class Load:
    """Runs the tools; `postgres` is the pid of the postmaster."""

    def __init__(self, postgres, seconds, warm_up):
        self.postgres, self.seconds, self.warm_up = postgres, seconds, warm_up
        self._step = 0
        self._sent = collections.Counter()

    def wrk(self, server, requests, turn=None, is_refused=False):
        """64 connections that send the lines of the file `requests`; `is_refused` when no answer is meant to be good."""
        def once(seconds):
            text = run_wrk(server, requests, seconds, BENCH_TURN=turn, BENCH_START=self._sent[requests])
            faults = r"(?:connect |read |write |timeout )(\d+)" if is_refused else \
                r"(?:Non-2xx or 3xx responses: |connect |read |write |timeout )(\d+)"
            failed = sum(map(int, re.findall(faults, text)))
            times = latencies(text)
            count = int(re.search(r"(\d+) requests in", text).group(1))
            self._sent[requests] += count
            return count, float(re.search(r"Requests/sec:\s*([\d.]+)", text).group(1)), times["50"], times["99"], failed

        return self._measure(once, server.pid)

    def pgbench(self, url, script):
        """16 connections that run the statements of a file, prepared, one after another: the database's own ceiling.

        Plans are kept as they are for a program's statements, or the expressions of a script would be planned at each run.
        A script may go through its rows by `n`, which goes on where the last run of any script stopped.
        """
        kept_plans = dict(os.environ, PGOPTIONS="-c plan_cache_mode=force_generic_plan")

        def once(seconds):
            text = subprocess.run(
                ["pgbench", "-M", "prepared", "-c", "16", "-j", "1", "-n", "-T", str(seconds), "-D", f"n={self._step}",
                 "-f", str(script), url],
                env=kept_plans, capture_output=True, text=True, check=True).stdout
            count = int(re.search(r"actually processed: (\d+)", text).group(1))
            self._step += count // 16
            average = float(re.search(r"latency average = ([\d.]+)", text).group(1))
            return count, float(re.search(r"tps = ([\d.]+)", text).group(1)), average, 0.0, 0

        return self._measure(once, None)

    def _measure(self, once, server):
        """Warms up, measures, and measures again while strangers disturb."""
        once(self.warm_up)
        for attempt in range(4):
            busy, own = processes.busy_seconds(), _own_seconds()
            spent, database = server and processes.cpu_seconds(server), processes.cpu_seconds(self.postgres)
            began = time.monotonic()
            count, rate, middle, slow, failed = once(self.seconds)
            elapsed = time.monotonic() - began
            database = processes.cpu_seconds(self.postgres) - database
            spent = processes.cpu_seconds(server) - spent if server else 0
            others = (processes.busy_seconds() - busy - spent - database - (_own_seconds() - own)) / elapsed
            noisy = others > OTHERS
            if not noisy or attempt == 3:
                return Figures(rate, middle, slow, spent / count * 1e6, database / count * 1e6, failed, noisy)
            print(f"  others used {others:.2f} of a core: again", file=sys.stderr)


def _own_seconds():
    """The CPU time of this script and of the load tools it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _milliseconds(text):
    number, unit = re.match(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]
