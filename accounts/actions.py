"""Everything that changes accounts and the functions people hold."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.functions import Function
from accounts.models import Assignment, User
from audit.actions import record, snapshot
from core import dates
from core.exceptions import Conflict
from municipalities.models import Association, District, Municipality, PoliceDirectorate

USER_FIELDS = ("email", "name", "is_active")
ASSIGNMENT_FIELDS = (
    "user", "function", "municipality", "police_directorate", "association", "district", "title", "is_deputy",
    "starts_on", "ends_on",
)  # fmt: skip


@transaction.atomic
def create_user(email: str, *, name: str, by: User | None, process: str = "") -> User:
    """A new account without a usable password; its owner sets one by „Passwort vergessen“.

    Raises Conflict when the address is taken. `by` is None only for a named administrator's command.
    """
    address = email.strip().lower()
    if User.objects.filter(email__iexact=address).exists():
        raise Conflict(f"Für {address} gibt es schon einen Zugang.")
    user: User = User(email=address, name=name.strip())
    user.set_unusable_password()
    user.save()
    record("create_user", user, by=by, process=process, label="Zugang angelegt", after=snapshot(user, USER_FIELDS))
    return user


@transaction.atomic
def grant_function(
    user: User,
    function: str,
    *,
    by: User | None,
    municipality: Municipality | None = None,
    police_directorate: PoliceDirectorate | None = None,
    association: Association | None = None,
    district: District | None = None,
    title: str = "",
    is_deputy: bool = False,
    starts_on: date | None = None,
    ends_on: date | None = None,
    process: str = "",
) -> Assignment:
    """Let a person hold a function from a day on (today unless told otherwise)."""
    assignment = Assignment.objects.create(
        user=user,
        function=Function(function),
        municipality=municipality,
        police_directorate=police_directorate,
        association=association,
        district=district,
        title=title,
        is_deputy=is_deputy,
        starts_on=starts_on or dates.today(),
        ends_on=ends_on,
    )
    _record_assignment("grant_function", "Funktion übertragen", assignment, by=by, process=process)
    return assignment


@transaction.atomic
def end_function(assignment: Assignment, *, by: User, ends_on: date) -> Assignment:
    """End a function on a day (inclusive); Conflict if it began later or has ended already."""
    row: Assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if ends_on < row.starts_on:
        raise Conflict(f"Die Funktion begann erst am {dates.day_label(row.starts_on)} und kann nicht früher enden.")
    if row.ends_on is not None:
        raise Conflict(f"Die Funktion endete bereits am {dates.day_label(row.ends_on)}.")
    before = snapshot(row, ASSIGNMENT_FIELDS)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    _record_assignment("end_function", "Funktion beendet", row, by=by, before=before)
    return row


def _record_assignment(
    action: str,
    label: str,
    row: Assignment,
    *,
    by: User | None,
    before: dict[str, Any] | None = None,
    process: str = "",
) -> None:
    places = [row.municipality_id] if row.municipality_id else []
    record(
        action, row, by=by, process=process, label=label, municipalities=places,
        before=before, after=snapshot(row, ASSIGNMENT_FIELDS),
    )  # fmt: skip
