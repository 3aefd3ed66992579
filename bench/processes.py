"""What processes cost: CPU time and memory, read from /proc."""
import os
import pathlib

TICK = os.sysconf("SC_CLK_TCK")


def _fields(pid):
    """The fields of /proc/PID/stat after the name, which may hold anything."""
    text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    return text[text.rindex(")") + 2:].split()


def tree(root):
    """The process and all its descendants."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                children.setdefault(int(_fields(entry)[1]), []).append(int(entry))
            except (OSError, ValueError):
                continue
    found, queue = [], [root]
    while queue:
        pid = queue.pop()
        found.append(pid)
        queue += children.get(pid, [])
    return found


def cpu_seconds(root):
    """User and system time of a tree; what ended children of the root used counts as well."""
    total = 0
    for pid in tree(root):
        try:
            fields = _fields(pid)
            total += int(fields[11]) + int(fields[12]) + (int(fields[13]) + int(fields[14]) if pid == root else 0)
        except OSError:
            continue
    return total / TICK


def busy_seconds():
    """What all cores together have worked since the machine started, interrupts and stolen time included."""
    values = [int(text) for text in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(values) - values[3] - values[4]) / TICK


def resident_megabytes(root):
    """The memory of a tree, shared pages counted once for each process that has them."""
    pages = sum(int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in tree(root))
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
