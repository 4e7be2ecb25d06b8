"""Who in the office is responsible for which district or town."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from accounts.functions import STATE_OFFICE
from accounts.models import User
from advice.models import Responsibility
from audit.actions import record, snapshot
from core import formats
from core.exceptions import Conflict
from municipalities.models import District, Municipality

FIELDS = ("user", "district", "municipality", "starts_on", "ends_on")


@transaction.atomic
def give(
    user: User,
    *,
    by: User,
    starts_on: date,
    district: District | None = None,
    municipality: Municipality | None = None,
) -> Responsibility:
    """Make somebody of the office responsible for one place; who was so before ends the day before."""
    if not user.functions_held() & set(STATE_OFFICE):
        raise Conflict(f"{user} hat heute keine Funktion in der Geschäftsstelle.")
    place = district or municipality
    if place is None or (district and municipality):
        raise Conflict("Bitte entweder einen Landkreis oder eine Kommune auswählen.")
    type(place).objects.select_for_update(of=("self",)).get(pk=place.pk)
    open_rows = Responsibility.objects.filter(district=district, municipality=municipality, ends_on=None)
    current: Responsibility | None = open_rows.first()
    if current and current.user_id == user.pk:
        return current
    if current:
        _end(current, starts_on - timedelta(days=1), by=by)
    row = Responsibility.objects.create(
        user=user, district=district, municipality=municipality, starts_on=starts_on
    )  # fmt: skip
    _record("give_responsibility", "Zuständigkeit übertragen", row, by=by)
    return row


@transaction.atomic
def end(responsibility: Responsibility, *, by: User, ends_on: date) -> Responsibility:
    """End a responsibility on a day (inclusive)."""
    row: Responsibility = Responsibility.objects.select_for_update(of=("self",)).get(pk=responsibility.pk)
    if row.ends_on == ends_on:
        return row
    if row.ends_on is not None:
        raise Conflict(f"Diese Zuständigkeit endete bereits am {formats.day(row.ends_on)}.")
    return _end(row, ends_on, by=by)


def _end(row: Responsibility, ends_on: date, *, by: User) -> Responsibility:
    if ends_on < row.starts_on:
        raise Conflict(
            f"{row.user} ist erst seit dem {formats.day(row.starts_on)} zuständig. Bitte einen späteren Tag angeben."
        )
    before = snapshot(row, FIELDS)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    _record("end_responsibility", "Zuständigkeit beendet", row, by=by, before=before)
    return row


def _record(action: str, label: str, row: Responsibility, *, by: User, before: dict[str, Any] | None = None) -> None:
    towns = [row.municipality_id] if row.municipality_id else []
    record(action, row, by=by, label=label, municipalities=towns, before=before, after=snapshot(row, FIELDS))
