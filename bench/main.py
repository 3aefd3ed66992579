"""Starts Evolv and its peers over the same rows, checks that they answer alike, measures them in turn: see README.md."""
import argparse
import collections
import os
import pathlib
import statistics
import sys
import time
import urllib.error

import answers
import data
import files
import loads
import people
import report
import servers
import storm
import strangers
import workloads

HERE = pathlib.Path(__file__).parent
SCRIPTS = {"list": "list.pgb", "detail": "detail.pgb", "write": "write.pgb"}
MAIN_LOADS = ("list", "detail", "write", "page", "dashboard")
OWN_LOADS = ("served", "refused", "redirected", "missing")
SIGN_IN_LOADS = ("storm", "strangers")
FILE_LOADS = ("files",)


def options():
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--warm-up", type=int, default=2)
    parser.add_argument("--loads", default=",".join(MAIN_LOADS + OWN_LOADS + SIGN_IN_LOADS + FILE_LOADS), help="which ones, parted by commas")
    parser.add_argument("--storm-seconds", type=int, default=60, help="how long people sign in at once")
    parser.add_argument("--asked", type=int, default=200, help="how often each answer to strangers is timed")
    parser.add_argument("--peers-only", action="store_true", help="without Evolv, to try the bench itself")
    return parser.parse_args()


class Bench:
    def __init__(self, chosen):
        self.chosen = chosen
        self.work = pathlib.Path(os.environ["BENCH_WORK"])
        self.ours, self.theirs = data.make_peers(os.environ["EVOLV_TEST_POSTGRES"])
        os.environ["BENCH_PORT"] = self.ours.split(":")[-1].split("/")[0]
        self.load = loads.Load(int(os.environ["BENCH_POSTGRES_PID"]), chosen.seconds, chosen.warm_up)
        self.evolvs = [] if chosen.peers_only else [
            servers.Evolv(self.work, "postgres", self.ours), servers.Evolv(self.work, "sqlite")]
        self.peers = [servers.FastAPI(self.work), servers.Django(self.work)]
        self.nginx = servers.Nginx(self.work)
        self.workloads = workloads.Workloads(self.work, self.theirs)
        self.starts, self.memory = {}, {}

    def fill_evolv(self):
        for server in self.evolvs:
            server.data.mkdir(parents=True, exist_ok=True)
            server.run("migrate")
            server.run("user", "create", "--email", "bench@example.org", "--role", "admin", text=people.PASSWORD + "\n")
        if self.evolvs:
            peers = self.work / "peers.sqlite"
            data.copy_to_sqlite(self.theirs, peers)
            data.load_evolv_postgres(self.ours)
            data.load_evolv_sqlite(self.evolvs[1].data / "evolv.sqlite", peers)

    def start(self):
        for server in self.evolvs:  # the start is measured five times, the memory once it is idle
            times = []
            for _ in range(5):
                server.stop()
                times.append(server.start())
            self.starts[server.name] = statistics.median(times)
            time.sleep(2)
            self.memory[server.name] = server.memory()
        for server in self.peers:
            server.start()
        faults = answers.differences(self.peers + self.evolvs, self.workloads.slugs)
        if faults:
            raise SystemExit("The servers do not answer alike:\n" + "\n".join(faults))
        print("All answer alike.", file=sys.stderr)
        for server in self.evolvs + self.peers:
            self.workloads.sign_in(server)
        self._save_for_nginx()
        self.nginx.start()

    def _save_for_nginx(self):
        """What Evolv says, or the first peer where it is not there, as files for nginx."""
        server = (self.evolvs or self.peers)[0]
        for name in MAIN_LOADS:
            file, _ = self.workloads.requests(name, server)
            if name != "write" and file:
                _, path, fields, _ = file.read_text().split("\n", 1)[0].split("\t")
                body, head = answers.fetch(server.url + path, dict([fields.split(": ", 1)]) if fields else {})
                self.nginx.save(name, body, head["Content-Type"])

    def contenders(self, name):
        if name in OWN_LOADS:
            return list(self.evolvs)
        return [server for server in [*self.evolvs, *self.peers, self.nginx]
                if name != "dashboard" or server in self.evolvs or (server is self.nginx and self.evolvs)]

    def once(self, name, server):
        if server is None:
            folder = HERE / "sql" if self.evolvs else HERE / "peers" / "sql"
            script = SCRIPTS[name] if self.evolvs else {"list": "listcount.pgb", "detail": "detail.pgb"}.get(name)
            if script is None:
                return None
            return self.load.pgbench(self.ours if self.evolvs else self.theirs, folder / script)
        file, turn = self.workloads.requests(name, server)
        return self.load.wrk(server, file, turn, is_refused=name in ("refused", "missing")) if file else None

    def measure(self):
        rounds = collections.defaultdict(list)
        for turn in range(self.chosen.rounds):
            for server in self.evolvs if turn else []:
                self.workloads.sign_in(server)
            for name in self._rated():
                order = self.contenders(name) + ([None] if name in SCRIPTS else [])
                for server in order if turn % 2 == 0 else reversed(order):
                    title = server.name if server else report.LIMIT
                    figures = self.once(name, server)
                    if figures:
                        rounds[name, title].append(figures)
                        print(f"round {turn + 1}: {name}: {title}: {figures.rate:,.0f}/s", file=sys.stderr)
        names = self._rated()
        medians = {key: loads.Figures.median(each) for key, each in rounds.items()}
        return dict(sorted(medians.items(), key=lambda entry: names.index(entry[0][0])))

    def _rated(self):
        return [name for name in self.chosen.loads.split(",") if name not in SIGN_IN_LOADS + FILE_LOADS]

    def measure_sign_ins(self):
        """Storms of sign-ins, and what the time of a refusal tells: once, since both take minutes."""
        wanted = self.chosen.loads.split(",")
        storms = [storm.Storm(server, self.workloads, self.chosen.storm_seconds).run()
                  for server in self.evolvs if "storm" in wanted]
        told = [line for server in self.evolvs if "strangers" in wanted for line in strangers.ask(server, self.chosen.asked)]
        return storms, told

    def measure_files(self):
        if "files" not in self.chosen.loads.split(","):
            return []
        return [files.Files(server, self.nginx, self.work, self.chosen.seconds).run() for server in self.evolvs]

    def stop(self):
        for server in [*self.evolvs, *self.peers, self.nginx]:
            server.stop()


def main():
    chosen = options()
    bench = Bench(chosen)
    try:
        bench.fill_evolv()
        bench.start()
        results = bench.measure()
        storms, told = bench.measure_sign_ins()
        carried = bench.measure_files()
    finally:
        bench.stop()
    command = " ".join(["bench/run", *sys.argv[1:]])
    report.write(HERE / "RESULTS.md" if not chosen.peers_only else bench.work / "RESULTS.md", [
        "# What was measured", "", f"`{command}` on {report.machine()}. Medians of {chosen.rounds} rounds of {chosen.seconds} s, "
        "64 connections; server, PostgreSQL and load share the cores, so read the CPU time first.", "",
        *report.table(results), "", *report.promises(results, bench.starts, bench.memory), *report.storms(storms),
        *report.told(told), *report.files(carried)])


if __name__ == "__main__":
    try:
        main()
    except urllib.error.HTTPError as error:
        sys.exit(f"{error.url}: {error.code} {error.read()[:500]}")
