"""Absences: entered by whoever is away, or by the Leitung for somebody who is away suddenly."""

from datetime import date, timedelta

from django.db import transaction

from accounts.absence_rules import begun_problem, days_problem, deputy_problem
from accounts.functions import STATE_OFFICE, Function
from accounts.models import Absence, User
from audit.actions import record, snapshot
from core import dates
from core.exceptions import Conflict, NotPermitted

FIELDS = ("user", "starts_on", "ends_on", "deputy", "note")
NOT_YOURS = "Die Abwesenheit einer anderen Person trägt nur die Leitung der Geschäftsstelle ein."


@transaction.atomic
def enter(
    user: User, *, by: User, starts_on: date, ends_on: date, deputy: User | None = None, note: str = ""
) -> Absence:
    """Say that somebody of the office is away on these days, both inclusive, and who stands in."""
    _require_own_or_lead(user, by)
    _lock(user, deputy)
    if not user.functions_held() & set(STATE_OFFICE):
        raise Conflict(f"{user} hat heute keine Funktion in der Geschäftsstelle.")
    values = {"starts_on": starts_on, "ends_on": ends_on, "deputy": deputy, "note": note.strip()}
    same: Absence | None = Absence.objects.filter(user=user, **values).first()
    if same:
        return same
    _require(days_problem(user, starts_on, ends_on), deputy_problem(user, deputy, starts_on, ends_on))
    row: Absence = Absence.objects.create(user=user, entered_by=by, **values)
    record("enter_absence", row, by=by, label="Abwesenheit eingetragen", after=snapshot(row, FIELDS))
    return row


@transaction.atomic
def change(
    absence: Absence, *, by: User, starts_on: date, ends_on: date, deputy: User | None = None, note: str = ""
) -> Absence:
    """Other days, another deputy. What is over stays as it was; what has begun keeps its first day."""
    _require_own_or_lead(absence.user, by)
    _lock(absence.user, deputy)
    row = _locked(absence)
    values = {"starts_on": starts_on, "ends_on": ends_on, "deputy": deputy, "note": note.strip()}
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    _require(
        begun_problem(row, starts_on),
        days_problem(row.user, starts_on, ends_on, without=row),
        deputy_problem(row.user, deputy, starts_on, ends_on),
    )
    before = snapshot(row, FIELDS)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    record("change_absence", row, by=by, label="Abwesenheit geändert", before=before, after=snapshot(row, FIELDS))
    return row


@transaction.atomic
def end_early(absence: Absence, *, by: User) -> Absence | None:
    """Somebody is back from today on; an absence that had not begun before today vanishes."""
    _require_own_or_lead(absence.user, by)
    _lock(absence.user, None)
    if not Absence.objects.filter(pk=absence.pk).exists():
        return None
    row = _locked(absence)
    before, today = snapshot(row, FIELDS), dates.today()
    if row.starts_on >= today:
        record("drop_absence", row, by=by, label="Abwesenheit zurückgenommen", before=before)
        row.delete()
        return None
    row.ends_on = today - timedelta(days=1)
    row.save(update_fields=["ends_on"])
    record("end_absence", row, by=by, label="Abwesenheit beendet", before=before, after=snapshot(row, FIELDS))
    return row


@transaction.atomic
def review(absence: Absence, *, by: User) -> Absence:
    """„gesehen“: whoever was away has looked through what was done in her stead."""
    row: Absence = Absence.objects.select_for_update().get(pk=absence.pk)
    if row.user_id != by.pk:
        raise NotPermitted("Das sieht nur durch, wer abwesend war.")
    if row.reviewed_at is None:
        row.reviewed_at = dates.now()
        row.save(update_fields=["reviewed_at"])
    return row


def _locked(absence: Absence) -> Absence:
    row: Absence | None = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    if row is None:
        raise Conflict("Diese Abwesenheit wurde inzwischen zurückgenommen.")
    if row.ends_on < dates.today():
        raise Conflict(f"Diese Abwesenheit ist vorbei ({row.period}). Was war, bleibt stehen.")
    return row


def _lock(user: User, deputy: User | None) -> None:
    """Whoever enters something about one of the two at the same time waits here, always in the same order."""
    people = [person.pk for person in (user, deputy) if person]
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))


def _require_own_or_lead(user: User, by: User) -> None:
    held = by.functions_held()
    if not held & set(STATE_OFFICE) or (user.pk != by.pk and Function.STATE_LEAD not in held):
        raise NotPermitted(NOT_YOURS)


def _require(*problems: str) -> None:
    for problem in filter(None, problems):
        raise Conflict(problem)
