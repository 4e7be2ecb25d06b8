"""Recording of actions; called by every other `actions` module inside its own transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

from audit.models import AuditEvent, ReadEvent
from core import dates, formats
from core.visibility import Visibility

BATCH = 2000


def record(
    action: str,
    subject: models.Model,
    *,
    by: Any,
    label: str,
    municipalities: Iterable[int] = (),
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    process: str = "",
    visibility: int = Visibility.STATE_OFFICE,
) -> AuditEvent:
    """Write one audit row for an action on `subject`.

    `by` is the person who acted, or None together with the name of an administrator's command in `process`.
    `before` and `after` map German field labels to plain values. `visibility` is that of the row told of, where it
    has one. Raises RuntimeError outside a transaction:
    an action and its record stand or fall together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record must run inside the action's transaction.")
    return AuditEvent.objects.create(
        actor=by,
        actor_label=str(by) if by else process,
        process=process,
        action=action,
        label=label,
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        subject_label=str(subject)[:400],
        municipality_ids=sorted(set(municipalities)),
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
        visibility=visibility,
        programme_day=dates.today(),
    )


@dataclass(frozen=True)
class Entry:
    """What is recorded of one of many rows."""

    subject: models.Model
    municipalities: Iterable[int] = ()
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    visibility: int = Visibility.STATE_OFFICE


def record_many(action: str, entries: Sequence[Entry], *, by: Any, label: str, reason: str = "") -> None:
    """One audit row for each of many rows, written together; otherwise as `record`. The rows are of one model."""
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record_many must run inside the action's transaction.")
    if not entries:
        return
    shared: dict[str, Any] = {
        "actor": by, "actor_label": str(by), "action": action, "label": label, "reason": reason,
        "content_type": ContentType.objects.get_for_model(entries[0].subject), "programme_day": dates.today(),
    }  # fmt: skip
    AuditEvent.objects.bulk_create(
        (
            AuditEvent(
                **shared,
                object_id=entry.subject.pk,
                subject_label=str(entry.subject)[:400],
                municipality_ids=sorted(set(entry.municipalities)),
                before=dict(entry.before),
                after=dict(entry.after),
                visibility=entry.visibility,
            )
            for entry in entries
        ),
        batch_size=BATCH,
    )


def record_read(
    kind: str,
    subject: models.Model | None,
    *,
    by: Any,
    label: str,
    municipalities: Iterable[int] = (),
    details: Mapping[str, Any] | None = None,
    process: str = "",
) -> ReadEvent:
    """Note that somebody was given a confidential file, a PDF or an export (`ReadEvent.Kind`).

    The one thing a GET may write; the view says so with `core.access.logs_reads`. `details` are plain values under
    German labels – the filter and the number of rows of an export, never the content.
    """
    return ReadEvent.objects.create(
        actor=by,
        actor_label=str(by) if by else process,
        process=process,
        kind=ReadEvent.Kind(kind),
        label=label,
        content_type=ContentType.objects.get_for_model(subject) if subject else None,
        object_id=subject.pk if subject else None,
        subject_label=str(subject)[:400] if subject else "",
        municipality_ids=sorted(set(municipalities)),
        details=dict(details or {}),
    )


def snapshot(row: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """German label → value of the given fields, as plain values for `before` and `after`."""
    values = {}
    for name in fields:
        field: Any = row._meta.get_field(name)
        value = getattr(row, name)
        if field.choices:
            value = getattr(row, f"get_{name}_display")()
        values[str(field.verbose_name)] = _plain(value)
    return values


def _plain(value: Any) -> Any:
    """What JSON keeps as a reader understands it: a row by its name, a decimal with the comma it is written with."""
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, Decimal):
        return formats.number(value, max(0, -int(value.normalize().as_tuple().exponent)))
    return value
