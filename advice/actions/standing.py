"""Saying that the work with a town rests, that it is not interested, or that it goes on."""

from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from advice.in_stead import responsible_in_stead
from advice.models import AdviceStanding
from advice.towns import require_past
from audit.actions import record, snapshot
from core import formats
from core.exceptions import Conflict
from municipalities.models import Municipality

FIELDS = ("kind", "starts_on", "ends_on", "reason")


@transaction.atomic
def set_standing(municipality: Municipality, *, by: User, kind: str, starts_on: date, reason: str) -> AdviceStanding:
    """Ruhend or kein Interesse from a day on; another one that is open ends the day before."""
    require_past(starts_on, "Ein Stand")
    _require_reason(reason)
    current = _open(municipality)
    if current and current.kind == kind:
        return current
    if current:
        if starts_on <= current.starts_on:
            raise Conflict(
                f"Seit dem {formats.day(current.starts_on)} gilt „{current.get_kind_display()}“. "
                "Bitte einen späteren Tag angeben."
            )
        _end(current, starts_on - timedelta(days=1), by=by, reason=reason)
    row = AdviceStanding.objects.create(
        municipality=municipality, kind=AdviceStanding.Kind(kind), starts_on=starts_on, reason=reason.strip(),
        recorded_by=by,
    )  # fmt: skip
    record(
        "set_standing", row, by=by, label=f"Beratung: {row.get_kind_display()}", municipalities=[municipality.pk],
        after=snapshot(row, FIELDS), reason=reason, on_behalf_of=responsible_in_stead(by, [municipality.pk]),
    )  # fmt: skip
    return row


@transaction.atomic
def resume(municipality: Municipality, *, by: User, ends_on: date, reason: str) -> AdviceStanding | None:
    """The work goes on: what was open ends on this day; nothing open, nothing to do."""
    require_past(ends_on, "Die Wiederaufnahme")
    _require_reason(reason)
    current = _open(municipality)
    if current and ends_on < current.starts_on:
        raise Conflict(f"Der Stand gilt erst seit dem {formats.day(current.starts_on)}. Bitte den Tag prüfen.")
    return _end(current, ends_on, by=by, reason=reason) if current else None


def _open(municipality: Municipality) -> AdviceStanding | None:
    """The open row; the town is locked, because two new rows would not lock each other."""
    Municipality.objects.select_for_update(of=("self",)).get(pk=municipality.pk)
    row: AdviceStanding | None = AdviceStanding.objects.filter(municipality=municipality, ends_on=None).first()
    return row


def _end(row: AdviceStanding, ends_on: date, *, by: User, reason: str) -> AdviceStanding:
    before = snapshot(row, FIELDS)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    record(
        "end_standing", row, by=by, label=f"Beratung: {row.get_kind_display()} beendet",
        municipalities=[row.municipality_id], before=before, after=snapshot(row, FIELDS), reason=reason,
        on_behalf_of=responsible_in_stead(by, [row.municipality_id]),
    )  # fmt: skip
    return row


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Conflict("Bitte begründen: Wer die Kommune später anruft, will wissen, warum.")
