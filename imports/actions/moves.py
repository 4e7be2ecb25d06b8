"""What all steps share: the lock on the import and on its kind, the question to the table, the audit record."""

import zlib
from collections.abc import Mapping
from typing import Any

from django.db import connection

from accounts.models import User
from audit.actions import record
from core import formats
from core.exceptions import Conflict
from imports.models import DataImport
from imports.transitions import DONE, TRANSITIONS, ImportStatus

# Two imports of one kind at once would both find a record missing; any number will do that nobody else takes.
LOCK = 14_000_021


def locked(data_import: DataImport) -> DataImport:
    """The current row, locked until the end of the transaction."""
    rows = DataImport.objects.select_for_update(of=("self",)).select_related("uploaded_by", "carried_out_by")
    row: DataImport = rows.get(pk=data_import.pk)
    return row


def lock_kind(kind: str) -> None:
    """Held until the end of the transaction: whoever comes second sees what the first has written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, zlib.crc32(kind.encode()) & 0x7FFFFFFF])


def require_mapped(row: DataImport) -> None:
    """Decisions are about lines that have been looked at and are still waiting."""
    if row.status == ImportStatus.UPLOADED:
        raise Conflict("Bitte zuerst die Spalten zuordnen.")
    if row.status != ImportStatus.MAPPED:
        raise Conflict(f"Diese Datenübernahme ist inzwischen {row.get_status_display()}. Bitte die Seite neu laden.")


def require_version(row: DataImport, version: int) -> None:
    """Conflict where somebody has decided otherwise meanwhile."""
    if row.version != version:
        raise Conflict("Über diese Datei hat inzwischen jemand anders entschieden. Bitte die Seite neu laden.")


def move(
    row: DataImport, name: str, *, by: User, reason: str = "", told: Mapping[str, Any] | None = None, **values: Any
) -> DataImport:
    """Apply one transition with its values to a locked row and record it."""
    transition = TRANSITIONS[name]
    if transition.needs_reason and not reason.strip():
        raise Conflict(f"„{transition.label}“ braucht eine Begründung.")
    target = TRANSITIONS.target(name, ImportStatus(row.status))
    before = {"Zustand": row.get_status_display()}
    for field, value in {"status": target, **values}.items():
        setattr(row, field, value)
    row.save(update_fields=["status", *values])
    after = {"Zustand": row.get_status_display(), **(told or {})}
    record(f"{name}_import", row, by=by, label=DONE[name], before=before, after=after, reason=reason)
    return row


def standing(row: DataImport) -> str:
    """„schon übernommen: am 25. April 2023 durch Tia Köhler“."""
    if row.carried_out_at:
        return f"ist schon übernommen: am {formats.day(formats.local(row.carried_out_at))} durch {row.carried_out_by}"
    return f"liegt schon bereit: hochgeladen am {formats.day(formats.local(row.uploaded_at))} von {row.uploaded_by}"
