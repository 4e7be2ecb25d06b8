"""Notices that `make` was asked to stop when nobody told us.

Ctrl-C in a terminal reaches make and its recipe alike. A signal sent to make alone does not: on SIGINT make puts its
handler away and then waits for the recipe, which knows nothing. The handler's absence can be read in /proc. A make
started in the background by a script never had one – it ignores SIGINT, as whoever started it wished – and is only
noticed when it ends.
"""

import os
import signal
from pathlib import Path


class Parent:
    """The make that started this process, if it was one."""

    def __init__(self) -> None:
        self.pid = os.getppid()
        self.is_make = "MAKELEVEL" in os.environ and self._name() == "make"
        self.listens = self.is_make and self._catches_interrupt()

    def asks_to_stop(self) -> bool:
        return self.is_make and (os.getppid() != self.pid or (self.listens and not self._catches_interrupt()))

    def _name(self) -> str:
        return self._read("comm").strip()

    def _catches_interrupt(self) -> bool:
        caught = [line.split()[1] for line in self._read("status").splitlines() if line.startswith("SigCgt:")]
        return bool(caught) and bool(int(caught[0], 16) >> (signal.SIGINT - 1) & 1)

    def _read(self, name: str) -> str:
        try:
            return Path(f"/proc/{self.pid}/{name}").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""  # it ended: then it catches nothing
