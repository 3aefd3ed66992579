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


def _line(title, value, wanted, unit, most=False):
    holds = value <= wanted if most else value >= wanted
    return f"| {title} | {value:.2f} {unit} | {'at most' if most else 'at least'} {wanted} {unit} | {'yes' if holds else '**no**'} |"


def machine():
    cpu = next((line.split(":")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "")
    return f"{datetime.date.today()}, {os.cpu_count()} cores ({cpu}), {platform.system()} {platform.release()}"


def write(file, lines):
    file.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
