"""The checkout the tools work on: its folders, its locks, and refusals in one sentence.

Only the standard library, because the set-up runs before anything is installed.
"""

import fcntl
import hashlib
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"


class Refused(Exception):
    """The tool cannot go on; the message is the one sentence that says what to do."""


class Busy(Refused):
    """Somebody else holds the lock."""


def run(tool: Callable[[], int]) -> None:
    """Run a tool's main function; a refusal becomes one line on standard error and exit code 1."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no „ shall not end the demo
    try:
        sys.exit(tool())
    except Refused as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)


def say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def locked(path: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock file for this process; the kernel lets go of it even after kill -9.

    Without `wait` a lock held by somebody else raises Busy.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("a")
    except PermissionError as error:
        raise Refused(f"{path} darf dieses Konto nicht schreiben: Bitte als dessen Besitzer starten.") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Busy(f"{path.name} wird gerade von einem anderen Aufruf gehalten.") from error
        yield


def digest(*parts: Path | str) -> str:
    """One hash over the contents of files and over plain strings."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        total.update(b"\0")
    return total.hexdigest()
