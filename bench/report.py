"""The table, and what of it was promised."""
import datetime
import os
import pathlib
import platform

TITLES = {
    "list": "W1 list of 20 courses", "detail": "W1 course detail", "write": "W1 progress write",
    "page": "W2 course page, signed in", "dashboard": "W2 dashboard, signed in",
    "served": "own enrollments, served", "refused": "own enrollments, refused", "redirected": "dashboard, redirected to sign-in",
    "missing": "missing course",
}
OURS, LITE, LIMIT, PEER = "Evolv on PostgreSQL", "Evolv on SQLite", "pgbench, same statements", "FastAPI"
# load: at least this share of the database's own ceiling, this many times the peer, and on SQLite this many times ourselves.
PROMISES = {"list": (0.65, 5, 2), "detail": (0.65, 12, 2), "write": (0.75, 9, 2), "page": (None, 8, None)}


def table(results):
    """Markdown rows; `results` maps (load, server) to Figures."""
    lines = ["| Load | Server | CPU µs per request: server | PostgreSQL | Requests/s | p50 ms | p99 ms | to Evolv on PostgreSQL |",
             "|---|---|--:|--:|--:|--:|--:|--:|"]
    for (load, server), figures in results.items():
        own = results.get((load, OURS))
        share = f"{figures.rate / own.rate:.2f} ×" if own and server != OURS else ""
        marks = (" (noisy)" if figures.noisy else "") + (f" ({figures.failures} failed)" if figures.failures else "")
        lines.append(f"| {TITLES[load]} | {server}{marks} | {figures.server or '':{'.0f' if figures.server else ''}} | "
                     f"{figures.database:.0f} | {figures.rate:,.0f} | {figures.middle:.1f} | "
                     f"{f'{figures.slow:.1f}' if figures.slow else ''} | {share} |")
    return lines


def promises(results, starts, memory):
    """One line for each promise: what was measured, what was said, whether it holds."""
    def rate(load, server):
        return results[load, server].rate if (load, server) in results else None

    lines = []
    for load, (share, times, own) in PROMISES.items():
        ours = rate(load, OURS)
        for name, value, other in ((LIMIT, share, rate(load, LIMIT)), (PEER, times, rate(load, PEER))):
            if value and ours and other:
                lines.append(_line(f"{TITLES[load]}: {OURS} to {name}", ours / other, value, "×"))
        if own and ours and rate(load, LITE):
            lines.append(_line(f"{TITLES[load]}: SQLite to PostgreSQL", rate(load, LITE) / ours, own, "×"))
    for server in (OURS, LITE):
        served = results.get(("served", server))
        for load in ("refused", "redirected", "missing"):
            cheap = results.get((load, server))
            if served and cheap:
                lines.append(_line(f"{TITLES[load]} costs less than what is served ({server})",
                                   (cheap.server + cheap.database) / (served.server + served.database), 1, "×", most=True))
    lines += [_line(f"{server}: start to first answer", seconds, 1, "s", most=True) for server, seconds in starts.items()]
    lines += [_line(f"{server}: memory when idle", size, 60, "MB", most=True) for server, size in memory.items()]
    return ["| Promise | Measured | Wanted | Holds |", "|---|--:|--:|---|", *lines] if lines else []


def storms(all_storms):
    """How many people got in, of how many could have, and how those fared who were in already."""
    if not all_storms:
        return []
    lines = ["", "## W5: a storm of sign-ins", "",
             "People sign in as fast as they are let in while others read lists of courses. The limit is what all cores could "
             "hash; a refusal is a 503 that says when to come again.", "",
             "| Server | One hash ms | Limit /s | Signed in /s | Refused | Sign-in p50 s | Reads /s | Reads p99 ms |",
             "|---|--:|--:|--:|--:|--:|--:|--:|"]
    lines += [f"| {one.server} | {one.hash * 1000:.0f} | {one.limit:.1f} | {one.rate:.1f} | {one.refused} | {one.wait:.1f} | "
              f"{one.reads:.0f} | {one.slow:.1f} |" for one in all_storms]
    lines += ["", "| Promise | Measured | Wanted | Holds |", "|---|--:|--:|---|"]
    for one in all_storms:
        lines += [_line(f"W5 sign-ins to what the cores could hash ({one.server})", one.rate / one.limit, 0.9, "×"),
                  _line(f"W5 p99 of those who read meanwhile ({one.server})", one.slow, 50, "ms", most=True)]
    return lines


def told(lines):
    """What the time of an answer tells of an account."""
    if not lines:
        return []
    return ["", "## What the time of an answer tells", "",
            "The same question about an account that is there and one that is not, in turn; medians.", "",
            "| Question | Server | Known ms | Unknown ms | Difference ms | Holds (< 5 ms) |", "|---|---|--:|--:|--:|---|",
            *(f"| {one.question} | {one.server} | {one.known:.2f} | {one.unknown:.2f} | {one.known - one.unknown:+.2f} | "
              f"{'yes' if abs(one.known - one.unknown) < 5 else '**no**'} |" for one in lines)]


def files(outcomes):
    """How fast files are sent and taken, beside who does nothing else."""
    if not outcomes:
        return []
    lines = ["", "## W6: files", "",
             "50 connections read ranges of 1 MB of a file of 64 MB by a sealed address; nginx sends the same from its folder. Ten "
             "files of 50 MB are sent at once in pieces of 10 MB, each synced before it is answered; beside it `dd` with `fsync` and "
             "`sha256sum` of ten files at once.", "",
             "| Server | Read MB/s | nginx MB/s | Sent MB/s | dd + sha256sum MB/s | Memory grown MB |", "|---|--:|--:|--:|--:|--:|"]
    lines += [f"| {one.server} | {one.read:,.0f} | {one.ceiling:,.0f} | {one.sent:,.0f} | {one.copied:,.0f} | {one.grown:.0f} |"
              for one in outcomes]
    lines += ["", "| Promise | Measured | Wanted | Holds |", "|---|--:|--:|---|"]
    for one in outcomes:
        lines += [_line(f"W6 ranges to nginx ({one.server})", one.read / one.ceiling, 0.7, "×"),
                  _line(f"W6 uploads to dd + sha256sum ({one.server})", one.sent / one.copied, 0.8, "×"),
                  _line(f"W6 memory that uploads take ({one.server})", one.grown, 32, "MB", most=True)]
    return lines


def _line(title, value, wanted, unit, most=False):
    holds = value <= wanted if most else value >= wanted
    return f"| {title} | {value:.2f} {unit} | {'at most' if most else 'at least'} {wanted} {unit} | {'yes' if holds else '**no**'} |"


def machine():
    cpu = next((line.split(":")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "")
    return f"{datetime.date.today()}, {os.cpu_count()} cores ({cpu}), {platform.system()} {platform.release()}"


def write(file, lines):
    file.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
