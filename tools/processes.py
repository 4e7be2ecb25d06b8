"""Processes of this checkout: recognised beyond doubt, and ended in order.

A process id alone proves nothing, the kernel gives it out again. An id counts only together with the moment the
process began, which the kernel keeps in /proc.
"""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")


def began(pid: int) -> int | None:
    """When the process began, in clock ticks since the machine's start; None if there is none."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The name in the second field may hold spaces and brackets: count from the last bracket.
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else int(fields[19])


def working_in(folder: Path, name: str) -> list[int]:
    """Processes with this program name whose working folder is `folder`, the oldest first."""
    found = []
    for pid in _pids():
        try:
            matches = (PROC / str(pid) / "cwd").readlink() == folder and _program(pid) == name
        except OSError:
            continue  # ended meanwhile, or somebody else's: not ours
        moment = began(pid)
        if matches and moment is not None:
            found.append((moment, pid))
    return [pid for _, pid in sorted(found)]


def end(pids: list[int], first: signal.Signals, seconds: float) -> None:
    """Send `first`, wait, and kill what is still there."""
    alive = {pid: moment for pid in pids if (moment := began(pid)) is not None}
    for number, patience in ((first, seconds), (signal.SIGKILL, 10.0)):
        for pid, moment in alive.items():
            if began(pid) == moment:
                _send(pid, number)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and any(began(pid) == moment for pid, moment in alive.items()):
            time.sleep(0.05)


class Register:
    """The ids of running processes in a file, for the next start after a kill -9."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, pids: dict[str, int]) -> None:
        content = {name: [pid, began(pid)] for name, pid in pids.items()}
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(content), encoding="utf-8")
        fresh.replace(self.path)

    def alive(self) -> list[int]:
        """Those that still run and are the very ones that were written down."""
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return []  # nothing was started, or the machine stopped while the file was written
        return [pid for pid, moment in content.values() if moment is not None and began(pid) == moment]

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)


def group_of(pid: int) -> list[int]:
    """All processes of the group that `pid` leads."""
    members = []
    for other in _pids():
        try:
            if os.getpgid(other) == pid:
                members.append(other)
        except OSError:
            continue  # ended meanwhile
    return members


def _pids() -> Iterator[int]:
    return (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def _program(pid: int) -> str:
    return (PROC / str(pid) / "comm").read_text(encoding="utf-8", errors="replace").strip()


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return  # it ended by itself, which is what we want
