"""The worker's job: a package as one ZIP on the disk, whatever is wrong with single files."""

import errno
import hashlib
import shutil
import time
import uuid
import zipfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django_tasks import task

from core import tables
from core.packages import member
from filing import collections, naming, press
from filing.collections import Entry
from filing.index import Line, index_of
from filing.models import Package

logger = structlog.get_logger("asskomm.packages")

FOLDER = "packages"
UNFINISHED = ".teil"
# How often whoever watches the page is told of progress.
TELL_EVERY = 0.5
FAILED = "Das Paket ließ sich nicht fertigstellen. Bitte die Administration verständigen und danach neu anfordern."


@task()
def make_package(package_id: int) -> None:
    """Make the ZIP a person asked for; does nothing when it is made already."""
    from filing.actions import packages  # noqa: PLC0415 -- the action enqueues this job, the job reports to actions

    package = packages.begin(package_id)
    if package is None:
        return
    target = Path(settings.MEDIA_ROOT) / FOLDER / uuid.uuid4().hex
    unfinished = target.with_suffix(UNFINISHED)
    try:
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        problems = Packing(package, lambda done: packages.advance(package, done=done)).write(unfinished)
        # Whole under its final name, or not there at all.
        unfinished.rename(target)
        name = f"{FOLDER}/{target.name}"
        if not packages.complete(
            package, name=name, size=target.stat().st_size, sha256=_sha256(target), problems=problems
        ):
            target.unlink()
    except OSError as error:
        logger.error("package failed", package=package.pk, error=error.errno)
        packages.give_up(package, reason=_told(error))
    except Exception:
        packages.give_up(package, reason=FAILED)
        raise
    finally:
        unfinished.unlink(missing_ok=True)


def _told(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "Auf dem Server ist kein Platz mehr. Bitte die Administration verständigen und danach neu anfordern."
    return FAILED


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


class Packing:
    """One package on its way to the disk: other processes check and print, this one reads the rows and writes."""

    def __init__(self, package: Package, tell: Any, wanted: int | None = None) -> None:
        self.package, self.tell, self.wanted = package, tell, wanted
        self.lines: list[Line] = []
        self.told_at = 0.0
        self.names: set[str] = set()

    def write(self, path: Path) -> list[str]:
        """Write everything; answers with what is not in it, in words."""
        source = collections.source_of(self.package.collection)
        with press.opened(self.package.total, self.wanted) as (pool, ahead), zipfile.ZipFile(path, "w") as archive:
            for done, (entry, result) in enumerate(self._processed(source, pool, ahead), start=1):
                self._pack(archive, entry, result)
                self._progress(done)
            self._index(archive, source)
        return [f"{line.name}: {line.problem}" for line in self.lines if line.problem]

    def _processed(self, source: Any, pool: Any, ahead: int) -> Iterator[tuple[Entry, press.Result]]:
        """In order, with a few entries under way beside the one being written."""
        waiting: deque[tuple[Entry, Future[press.Result]]] = deque()
        for entry in source.entries(self.package.record_ids):
            waiting.append((entry, pool.submit(_work(entry))))
            if len(waiting) >= ahead:
                ready, future = waiting.popleft()
                yield ready, future.result()
        for ready, future in waiting:
            yield ready, future.result()

    def _pack(self, archive: zipfile.ZipFile, entry: Entry, result: press.Result) -> None:
        folder = self._free(naming.fitted(entry.name))
        for document, fault in zip(entry.documents, result.faults, strict=True):
            label = str(document.get_kind_display())
            suffix = Path(document.filename).suffix.lower()
            name = f"{self._free(f'{folder}/{naming.fitted(label)}')}{suffix}"
            if fault:
                self._note(entry, label, "", document.sha256, fault)
                continue
            _copy(archive, name, Path(document.file.path))
            self._note(entry, label, name, document.sha256, "")
        if entry.missing:
            self._note(entry, entry.missing, "", "", "liegt nicht vor")
        name = f"{folder}/{naming.fitted('Begleitblatt', '.pdf')}"
        archive.writestr(member(name), result.sheet)
        self._note(entry, "Begleitblatt", name, hashlib.sha256(result.sheet).hexdigest(), "")

    def _note(self, entry: Entry, label: str, name: str, sha256: str, problem: str) -> None:
        self.lines.append(Line(entry.name, tuple(entry.facts), label, name, sha256, problem))

    def _free(self, folder: str) -> str:
        """Two entries of one name keep a folder each, and two files of one kind a name each."""
        number, free = 2, folder
        while free.casefold() in self.names:
            free, number = f"{folder}_{number}", number + 1
        self.names.add(free.casefold())
        return free

    def _index(self, archive: zipfile.ZipFile, source: Any) -> None:
        table = index_of(self.package, source.head, self.lines)
        for kind in ("xlsx", "csv"):
            archive.writestr(member(f"00_Verzeichnis.{kind}"), tables.write(table, kind)[0])

    def _progress(self, done: int) -> None:
        if time.monotonic() - self.told_at >= TELL_EVERY:
            self.tell(done)
            self.told_at = time.monotonic()


def _work(entry: Entry) -> press.Work:
    return press.Work([(document.file.path, document.sha256) for document in entry.documents], entry.sheet)


def _copy(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    """Byte for byte and in pieces: a PDF is packed already, and a scan may be larger than is good for memory."""
    with path.open("rb") as source, archive.open(member(name), "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target, press.CHUNK)
