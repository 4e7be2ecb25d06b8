"""Entering and correcting resolutions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from audit.actions import record, snapshot
from core import dates
from core.exceptions import Conflict
from core.visibility import Visibility
from municipalities.models import Association, District, Municipality, Resolution
from municipalities.models.bearers import places_of
from municipalities.models.resolutions import BEARERS

RESOLUTION_FIELDS = (
    *BEARERS, "council", "number", "decided_on", "subject", "note", "url", "visibility",
)  # fmt: skip


@transaction.atomic
def add_resolution(
    bearer: Municipality | Association | District,
    *,
    by: Any,
    council: str,
    decided_on: date,
    subject: str,
    number: str = "",
    note: str = "",
    url: str = "",
    visibility: int = Visibility.PUBLIC,
) -> Resolution:
    """Keep what a council has decided; the same resolution entered twice is one."""
    # Whoever sends the same form at the same time waits here.
    type(bearer).objects.select_for_update(of=("self",)).get(pk=bearer.pk)
    field = str(bearer._meta.model_name)
    key: dict[str, Any] = {field: bearer, "council": council, "number": number, "decided_on": decided_on}
    known: Resolution | None = Resolution.objects.filter(**key, subject=subject).first()
    if known is not None:
        return known
    _require_free_number(None, key)
    _require_past(decided_on)
    row: Resolution = Resolution.objects.create(**key, subject=subject, note=note, url=url, visibility=visibility)
    _record("add_resolution", "Beschluss eingetragen", row, by=by)
    return row


@transaction.atomic
def correct_resolution(resolution: Resolution, *, by: Any, values: Mapping[str, Any], reason: str) -> Resolution:
    """Correct a resolution entered wrongly; what the council decides anew is a resolution of its own."""
    bearer = resolution.bearer
    type(bearer).objects.select_for_update(of=("self",)).get(pk=bearer.pk)
    row: Resolution = Resolution.objects.select_for_update(of=("self",)).for_list().get(pk=resolution.pk)
    before, rung = snapshot(row, RESOLUTION_FIELDS), row.visibility
    for field, value in values.items():
        setattr(row, field, value)
    after = snapshot(row, RESOLUTION_FIELDS)
    if after == before:
        return row
    _require_past(row.decided_on)
    key = {row.bearer_field: row.bearer, "council": row.council, "number": row.number, "decided_on": row.decided_on}
    _require_free_number(row, key)
    row.save(update_fields=list(values))
    _record("correct_resolution", "Beschluss berichtigt", row, by=by, before=before, reason=reason, rung=rung)
    return row


def _require_past(decided_on: date) -> None:
    if decided_on > dates.today():
        raise Conflict("Der Tag des Beschlusses liegt in der Zukunft. Bitte erst eintragen, wenn beschlossen ist.")


def _require_free_number(row: Resolution | None, key: Mapping[str, Any]) -> None:
    others = Resolution.objects.filter(**key).exclude(number="")
    if others.exclude(pk=row.pk if row else None).exists():
        raise Conflict("Einen Beschluss mit dieser Nummer gibt es von diesem Tag schon. Bitte die Nummer prüfen.")


def _record(
    action: str,
    label: str,
    row: Resolution,
    *,
    by: Any,
    before: dict[str, Any] | None = None,
    reason: str = "",
    rung: int = Visibility.PUBLIC,
) -> None:
    record(
        action, row, by=by, label=label, municipalities=places_of(row), before=before, reason=reason,
        after=snapshot(row, RESOLUTION_FIELDS), visibility=min(rung, row.visibility, Visibility.STATE_OFFICE),
    )  # fmt: skip
