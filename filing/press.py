"""What a process of its own does for one entry of a package: check the stored files, print the sheet. No database.

The worker starts these processes from a server that has everything imported and the fonts read (`warm`), so that each
is ready at once and shares its memory; they run at a lower priority, so that pages stay quick, and end with the worker.
"""

import hashlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import django
from django.apps import apps

NICENESS = 10
MOST_PROCESSES = 4
# For fewer entries the processes would start longer than they work.
WORTH_PROCESSES = 8
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Work:
    """Plain values that travel to another process; `files` are path and expected SHA-256."""

    files: Sequence[tuple[str, str]]
    sheet: Any


@dataclass(frozen=True)
class Result:
    """What became of it: one word per file (empty: as stored), and the printed sheet."""

    faults: Sequence[str]
    sheet: bytes


def process(work: Work) -> Result:
    from filing import sheets  # noqa: PLC0415 -- in a new process the apps have to be loaded first

    return Result([fault_of(Path(path), sha256) for path, sha256 in work.files], sheets.render(work.sheet))


def fault_of(path: Path, sha256: str) -> str:
    """Why a stored file cannot be handed out; empty when it is the one that was stored."""
    try:
        with path.open("rb") as handle:
            found = hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return "Datei fehlt"
    return "" if found == sha256 else "Datei ist nicht mehr die gespeicherte"


def processes() -> int:
    """As many as this machine lets us use."""
    return max(1, min(len(os.sched_getaffinity(0)), MOST_PROCESSES))


def warm() -> None:
    """Load the apps and read the fonts once; the processes are copies of this one."""
    if apps.ready:
        return
    django.setup()
    from filing import sheets  # noqa: PLC0415 -- see process()

    # The first paper reads fonts, stylesheets and the rules of hyphenation.
    sheets.render(sheets.Sheet("Probe", "Probedruck", "", parts=[sheets.Part("Probe", ["Silbentrennung."])]))


def _begin() -> None:
    warm()
    # A signal to the whole group is for the worker, which first finishes what it has begun.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    with suppress(OSError):
        os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed worker cannot tell its processes to go."""
    if parent := multiprocessing.parent_process():
        wait([parent.sentinel])
        os._exit(1)


class Here:
    """Does the work at once in this process: for short lists, and to measure one core."""

    def submit(self, work: Work) -> "Future[Result]":
        future: Future[Result] = Future()
        future.set_result(process(work))
        return future


class Pool:
    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self.executor = executor

    def submit(self, work: Work) -> "Future[Result]":
        return self.executor.submit(process, work)


@contextmanager
def opened(entries: int, wanted: int | None = None) -> Iterator[tuple[Here | Pool, int]]:
    """Something to submit work to, and how much may be under way at once."""
    count = processes() if wanted is None else wanted
    if entries < WORTH_PROCESSES or count == 0:
        yield Here(), 1
        return
    # Not plain fork: the worker has a thread that gives signs of life, and a connection to the database.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([f"{__package__}.warmed"])
    with ProcessPoolExecutor(count, mp_context=context, initializer=_begin) as executor:
        yield Pool(executor), 2 * count
