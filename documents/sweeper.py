"""Files without a row are put aside and later deleted; rows without their file are reported.

A file is written before its row (`documents.actions.store`), so a process killed in between leaves an orphan. What is
put aside comes back by itself, should a row ask for it after all.
"""

import hashlib
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import models

from audit.daily import Problem
from core import dates
from core.checks import own_models
from core.formats import count_of
from documents.models import Document

# A form that is being sent, or a transaction still open, takes minutes; a day is far away from both.
YOUNG = timedelta(hours=24)
PUT_ASIDE_FOR = timedelta(days=30)
QUARANTINE = "quarantaene"


def sweep() -> str:
    """The daily step; Problem when a stored file is missing or no longer the one that was stored."""
    root = Path(settings.MEDIA_ROOT)
    wanted = set(_wanted())
    restored = _restore(root, wanted)
    moved = _put_aside(root, wanted)
    deleted = _delete_old(root / QUARANTINE)
    broken = list(_broken())
    told = (
        f"{count_of(moved, 'verwaiste Datei,verwaiste Dateien')} beiseitegelegt, {deleted} gelöscht, "
        f"{restored} zurückgeholt"
    )
    if broken:
        raise Problem(f"{told}. Bitte aus der Sicherung zurückholen: {'; '.join(broken)}")
    return told


def _wanted() -> Iterator[str]:
    """Path of every file that a row of any model names."""
    for model in own_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField):
                yield from model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _restore(root: Path, wanted: set[str]) -> int:
    missing = [name for name in wanted if not (root / name).exists() and (root / QUARANTINE / name).is_file()]
    for name in missing:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / QUARANTINE / name).rename(root / name)
    return len(missing)


def _put_aside(root: Path, wanted: set[str]) -> int:
    aside = root / QUARANTINE
    old = dates.now().timestamp() - YOUNG.total_seconds()
    orphans = [
        path
        for path in _files(root)
        if not path.is_relative_to(aside)
        and path.relative_to(root).as_posix() not in wanted
        and path.stat().st_mtime < old
    ]
    for path in orphans:
        goal = aside / path.relative_to(root)
        goal.parent.mkdir(parents=True, exist_ok=True)
        path.rename(goal)
        os.utime(goal)  # from now on it is counted how long it lies here
    return len(orphans)


def _delete_old(aside: Path) -> int:
    old = dates.now().timestamp() - PUT_ASIDE_FOR.total_seconds()
    gone = [path for path in _files(aside) if path.stat().st_mtime < old]
    for path in gone:
        path.unlink()
    return len(gone)


def _broken() -> Iterator[str]:
    """Rows whose file is missing or has another hash; by number, for a file name may tell of people."""
    for document in Document.objects.order_by("pk").iterator():
        try:
            with document.file.open("rb") as handle:
                found = hashlib.file_digest(handle, "sha256").hexdigest()
        except OSError:
            yield f"Dokument {document.pk} fehlt"
            continue
        if found != document.sha256:
            yield f"Dokument {document.pk} ist verändert"
