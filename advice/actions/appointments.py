"""Arranging, moving and cancelling appointments; the one place that moves their state."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.db import transaction

from accounts.models import User
from advice.in_stead import responsible_in_stead
from advice.models import Appointment, Contact
from advice.models.shared import Mode
from advice.towns import sent_before, together
from advice.transitions import TRANSITIONS, AppointmentStatus
from audit.actions import record, snapshot
from core import dates
from core.exceptions import Conflict
from municipalities.models import Municipality

FIELDS = (
    "takes_place_on", "start_time", "minutes", "mode", "place", "topic", "status", "agreed_on", "closed_on",
    "closing_reason",
)  # fmt: skip
# What the log says of a move; the table says what is to be done.
DONE_WORDS = {"postpone": "Termin verlegt", "hold": "Termin wahrgenommen", "cancel": "Termin abgesagt"}


@transaction.atomic
def arrange(
    *,
    by: User,
    municipalities: Iterable[Municipality],
    takes_place_on: date,
    start_time: time,
    minutes: int = 90,
    mode: str = Mode.ON_SITE,
    place: str = "",
    topic: str = "",
    contact: Contact | None = None,
) -> Appointment:
    """Agree on a day; what has already happened is a consultation, not an appointment. Sent twice, it is one."""
    towns = together(municipalities)
    _require_ahead(takes_place_on)
    agreed: dict[str, Any] = {
        "takes_place_on": takes_place_on, "start_time": start_time, "minutes": minutes, "mode": Mode(mode),
        "place": place.strip(), "topic": topic.strip(), "agreed_on": dates.today(), "contact": contact,
        "created_by": by,
    }  # fmt: skip
    row: Appointment | None = sent_before(Appointment.objects.planned().filter(**agreed), towns, by=by)
    if row is not None:
        return row
    row = Appointment.objects.create(**agreed)
    row.municipalities.set(towns)
    _record("arrange_appointment", "Termin vereinbart", row, by=by)
    return row


@transaction.atomic
def postpone(appointment: Appointment, *, by: User, takes_place_on: date, start_time: time, reason: str) -> Appointment:
    """Move an appointment; the calendar file of then is replaced by the new one."""
    row = _locked(appointment)
    if (row.takes_place_on, row.start_time) == (takes_place_on, start_time) and row.is_planned:
        return row
    _require_ahead(takes_place_on)
    values = {"takes_place_on": takes_place_on, "start_time": start_time, "sequence": row.sequence + 1}
    return _move(row, "postpone", by=by, reason=reason, **values)


@transaction.atomic
def cancel(appointment: Appointment, *, by: User, reason: str) -> Appointment:
    """Call an appointment off, and say why."""
    row = _locked(appointment)
    if (row.status, row.closing_reason) == (AppointmentStatus.CANCELLED, reason.strip()):
        return row
    values = {"closed_on": dates.today(), "closing_reason": reason.strip(), "sequence": row.sequence + 1}
    return _move(row, "cancel", by=by, reason=reason, **values)


@transaction.atomic
def hold(appointment: Appointment, *, by: User) -> Appointment:
    """The appointment has taken place; called with the consultation that came of it."""
    row = _locked(appointment)
    if row.takes_place_on > dates.today():
        raise Conflict("Der Termin steht noch bevor. Bitte erst verlegen, wenn er schon stattgefunden hat.")
    return _move(row, "hold", by=by, closed_on=dates.today())


def _locked(appointment: Appointment) -> Appointment:
    row: Appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    return row


def _move(row: Appointment, name: str, *, by: User, reason: str = "", **values: Any) -> Appointment:
    """Apply one transition with its values to a locked row and record it."""
    transition = TRANSITIONS[name]
    target = TRANSITIONS.target(name, AppointmentStatus(row.status))
    if transition.needs_reason and not reason.strip():
        raise Conflict(f"„{transition.label}“ braucht eine Begründung.")
    before = snapshot(row, FIELDS)
    for field, value in {"status": target, **values}.items():
        setattr(row, field, value)
    row.save(update_fields=["status", *values])
    _record(f"{name}_appointment", DONE_WORDS[name], row, by=by, before=before, reason=reason)
    return row


def _require_ahead(day: date) -> None:
    if day < dates.today():
        raise Conflict("Dieser Tag ist vorbei. Was schon stattgefunden hat, bitte gleich als Beratung eintragen.")


def _record(
    action: str, label: str, row: Appointment, *, by: User, before: dict[str, Any] | None = None, reason: str = ""
) -> None:
    towns = row.municipalities.values_list("pk", flat=True)
    record(
        action, row, by=by, label=label, municipalities=towns, before=before, after=snapshot(row, FIELDS),
        reason=reason, on_behalf_of=responsible_in_stead(by, towns),
    )  # fmt: skip
