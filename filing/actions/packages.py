"""Packages: asked for by a person, made by the worker, deleted after some days because they are copies."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import dates
from core.exceptions import Conflict
from core.formats import count_of
from filing import collections
from filing.jobs import make_package
from filing.models import Package
from filing.models.rules import current

MOST_UNFINISHED = 3
# Five workers have died with it, or none has run for a day: then somebody shall know.
LOST_AFTER = timedelta(days=1)


@transaction.atomic
def request_package(
    collection: str, *, by: User, record_ids: Sequence[int], told: str, functions: Collection[str]
) -> Package:
    """Ask the worker for a ZIP; the same request while the first is under way is this one."""
    if not record_ids:
        raise Conflict("Zu diesem Filter gibt es nichts, was sich packen lässt. Bitte den Filter ändern.")
    # Whoever sends the same form at the same time waits here.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    under_way: list[Package] = list(Package.objects.filter(requested_by=by).unfinished())
    for package in under_way:
        if (package.collection, package.record_ids, package.told) == (collection, list(record_ids), told):
            return package
    if len(under_way) >= MOST_UNFINISHED:
        raise Conflict("Es sind schon drei Ihrer Pakete in Arbeit. Bitte warten, bis eines fertig ist.")
    row = Package.objects.create(
        collection=collection, title=collections.source_of(collection).title, told=told, record_ids=list(record_ids),
        functions=sorted(functions), requested_by=by,
    )  # fmt: skip
    record(
        "request_package", row, by=by, label="Paket angefordert",
        after={"Inhalt": row.title, "Filter": told or "keiner", "Vorgänge": row.total},
    )  # fmt: skip
    make_package.enqueue(row.pk)
    return row


@transaction.atomic
def begin(package_id: int) -> Package | None:
    """The worker takes it up, again if need be; None when there is nothing left to do."""
    row: Package | None = Package.objects.select_for_update().filter(pk=package_id, finished_at=None).first()
    if row:
        row.started_at, row.done = dates.now(), 0
        row.save(update_fields=["started_at", "done"])
    return row


def advance(package: Package, *, done: int) -> None:
    """So many entries are packed; seen by whoever looks at the page."""
    Package.objects.filter(pk=package.pk, finished_at=None).update(done=done)


@transaction.atomic
def complete(package: Package, *, name: str, size: int, sha256: str, problems: Sequence[str]) -> bool:
    """The file is there; False when another worker was faster, whose file then counts."""
    row = Package.objects.select_for_update().get(pk=package.pk)
    if row.finished_at:
        return False
    row.file, row.size, row.sha256, row.problems = name, size, sha256, list(problems)
    row.done, row.finished_at = row.total, dates.now()
    row.expires_on = dates.today() + timedelta(days=current().keep_packages)
    row.save()
    return True


@transaction.atomic
def give_up(package: Package, *, reason: str) -> None:
    """It could not be made; the page says why."""
    row = Package.objects.select_for_update().get(pk=package.pk)
    if not row.finished_at:
        row.failure, row.finished_at = reason, dates.now()
        row.save(update_fields=["failure", "finished_at"])


def expire() -> str:
    """The daily step: files of packages whose days are over, and what a killed worker left half done."""
    stuck = Package.objects.unfinished().filter(requested_at__lt=dates.now() - LOST_AFTER)
    for package in stuck:
        give_up(package, reason="Der Server hat das Paket nicht fertigstellen können. Bitte neu anfordern.")
    return f"{count_of(len(_expired()), 'Paket,Pakete')} gelöscht"


@transaction.atomic
def _expired() -> list[Any]:
    rows = list(Package.objects.select_for_update(skip_locked=True).expired(dates.today()))
    for row in rows:
        path = Path(settings.MEDIA_ROOT) / row.file.name
        row.file = ""
        row.save(update_fields=["file"])
        # After the commit: a row without file is no loss, a row whose file is gone would be one.
        transaction.on_commit(partial(path.unlink, missing_ok=True))
    return rows
