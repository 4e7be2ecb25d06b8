"""One package of so many agreements: `python -m tools.bench.packing PROCESSES COUNT`; seconds in JSON.

With 0 processes everything is done in this one: one core's rate. Otherwise as the worker does it, with the start of
the processes in the time. `--endless` packs until somebody ends it: what other pages feel of a job.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import django

django.setup()

# ruff: noqa: E402 -- the apps exist only once the settings are set up
from accounts.models import User
from agreements.models import CooperationAgreement
from agreements.packing import SignedAgreements
from agreements.transitions import CONCLUDED
from documents.models import Document
from filing.jobs import Packing
from filing.models import Package


def share_one_file() -> None:
    """Every final text of the bench is the one paper that was printed: its content does not matter here."""
    printed = Document.objects.filter(kind=Document.Kind.FINAL_TEXT).exclude(sha256="0" * 64).get()
    Document.objects.filter(sha256="0" * 64).update(file=printed.file.name, sha256=printed.sha256, size=printed.size)


def package(count: int) -> Package:
    ids = CooperationAgreement.objects.filter(status__in=CONCLUDED).order_by("pk").values_list("pk", flat=True)
    return Package(
        collection=SignedAgreements.word, title=SignedAgreements.title, record_ids=list(ids[:count]),
        requested_by=User.objects.order_by("pk")[0],
    )  # fmt: skip


def pack(processes: int, row: Package, folder: str) -> float:
    began = time.perf_counter()
    problems = Packing(row, lambda done: None, processes).write(Path(folder) / "paket.zip")
    if any("fehlt" in problem for problem in problems):
        raise SystemExit(problems[0])
    return time.perf_counter() - began


def main(processes: int, count: int, *, endless: bool) -> None:
    if Document.objects.filter(sha256="0" * 64).exists():
        share_one_file()
    row = package(count)
    # The first paper of a process is dear; one core has done it before, the processes begin with it done.
    with tempfile.TemporaryDirectory() as folder:
        if not processes:
            pack(0, package(2), folder)
        seconds = pack(processes, row, folder)
        while endless:
            pack(processes, row, folder)
    sys.stdout.write(json.dumps({"seconds": seconds, "entries": row.total}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), endless="--endless" in sys.argv)
