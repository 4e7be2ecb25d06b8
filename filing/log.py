"""The log of actions on a Vorgang as a paper of its file."""

from collections.abc import Iterator
from typing import Any

from audit.models import AuditEvent
from core import formats
from filing import sheets
from filing.records import Item
from filing.sheets import Part, Sheet

KEY = "protokoll"


def log_of(row: Any, subject: str, reference: str) -> Iterator[Item]:
    """Everything done to it so far; it grows with every step, so it alone makes no supplement necessary."""
    events = list(AuditEvent.objects.about(row).for_list())[::-1]
    table = [
        (formats.day_short(event.programme_day), event.label, event.actor_label, _changes(event)) for event in events
    ]  # fmt: skip
    listed = Part("Vorgänge", (), ("Tag", "Vorgang", "durch", "Angaben"), table, "Noch keine.")
    sheet = Sheet("Protokoll", subject, reference, (), (listed,))
    yield printed(KEY, "Protokoll", sheet, is_running=True)


def printed(key: str, label: str, sheet: Sheet, **values: Any) -> Item:
    """A sheet as a paper of the file; its fingerprint is told without printing it."""
    return Item(key, label, ".pdf", sheets.fingerprint(sheet), lambda: sheets.render(sheet), **values)


def _changes(event: AuditEvent) -> str:
    told = [
        f"{name}: {before} → {after}" if event.before else f"{name}: {after}" for name, before, after in event.changes
    ]
    return "; ".join([*told, *([f"Begründung: {event.reason}"] if event.reason else [])])
