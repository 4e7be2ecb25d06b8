"""Accounts and the functions people hold: granting and ending, closing and opening, addresses, second factors."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import letters
from accounts.actions.single_sign_on import forget_identities
from accounts.activating import require_activated
from accounts.functions import Function
from accounts.managing import is_last_manager, may_change_account, require_may_give
from accounts.models import Assignment, User
from audit.actions import record, snapshot
from core import dates
from core.exceptions import Conflict, NotPermitted
from municipalities.models import Association, District, Municipality, PoliceDirectorate

USER_FIELDS = ("email", "name", "is_active")
ASSIGNMENT_FIELDS = (
    "user", "function", "municipality", "police_directorate", "association", "district", "title", "is_deputy",
    "starts_on", "ends_on",
)  # fmt: skip
LAST_LEAD = (
    "Das ist die letzte Leitung der Geschäftsstelle. Bitte zuerst einer anderen Person die Funktion Leitung übertragen."
)


# --- Accounts -----------------------------------------------------------------------------------------------------


@transaction.atomic
def create_user(email: str, *, name: str, by: User | None, process: str = "") -> User:
    """A new account without a usable password; its owner sets one by „Passwort vergessen“.

    Raises Conflict when the address is taken. `by` is None only for a named administrator's command.
    """
    address = _free_address(email)
    user: User = User(email=address, name=name.strip())
    user.set_unusable_password()
    user.save()
    record("create_user", user, by=by, process=process, label="Zugang angelegt", after=snapshot(user, USER_FIELDS))
    return user


@transaction.atomic
def deactivate_account(user: User, *, by: User, reason: str) -> User:
    """Close an account: its owner cannot sign in any more, whatever functions she holds. Nothing is deleted."""
    row = _account(user, by=by)
    if not row.is_active:
        raise Conflict("Der Zugang ist schon gesperrt.")
    leads = row.assignments.filter(function=Function.STATE_LEAD)
    if leads.current(on=dates.today()).exists():
        _require_another_lead(without=leads.values_list("pk", flat=True))
    return _set_active(row, False, "deactivate_account", "Zugang gesperrt", by=by, reason=reason)


@transaction.atomic
def reactivate_account(user: User, *, by: User, reason: str) -> User:
    row = _account(user, by=by)
    if row.is_active:
        raise Conflict("Der Zugang ist nicht gesperrt.")
    return _set_active(row, True, "reactivate_account", "Zugang wieder geöffnet", by=by, reason=reason)


@transaction.atomic
def change_address(user: User, *, by: User, email: str) -> User:
    """The owner's own change, after a link to the new address proved it; the old one is told."""
    row: User = User.objects.select_for_update().get(pk=user.pk)
    if row != by:
        raise NotPermitted("Die Adresse ändert nur, wem der Zugang gehört.")
    old = row.email
    _set_address(row, email, "change_address", "E-Mail-Adresse geändert", by=by)
    letters.tell_old_address(row, old)
    return row


@transaction.atomic
def correct_address(user: User, *, by: User, email: str, reason: str) -> User:
    """The office's correction: every way in so far ends, the owner proves the new address by a reset."""
    row = _account(user, by=by)
    old = row.email
    row.set_unusable_password()
    row.save(update_fields=["password"])
    _forget_passkeys(row)
    forget_identities(row)
    _set_address(row, email, "correct_address", "E-Mail-Adresse berichtigt", by=by, reason=reason)
    letters.tell_old_address(row, old)
    return row


@transaction.atomic
def reset_second_factor(user: User, *, by: User, reason: str) -> User:
    """For whoever lost telephone and recovery codes: the password alone signs in until a new factor is set up."""
    row = _account(user, by=by)
    factors = Authenticator.objects.filter(user=row)
    if not factors.exists():
        raise Conflict("Für diesen Zugang ist kein zweiter Faktor eingerichtet.")
    factors.delete()
    record("reset_second_factor", row, by=by, label="Zweiter Faktor zurückgesetzt", reason=reason)
    letters.tell_second_factor_reset(row)
    return row


def _forget_passkeys(row: User) -> None:
    """A passkey signs in without the password: who sat behind the wrong address must not keep one."""
    factors = Authenticator.objects.filter(user=row)
    factors.filter(type=Authenticator.Type.WEBAUTHN).delete()
    if not factors.filter(type=Authenticator.Type.TOTP).exists():
        factors.delete()  # recovery codes alone are no second factor


def _account(user: User, *, by: User) -> User:
    row: User = User.objects.select_for_update().get(pk=user.pk)
    if not may_change_account(by, row):
        raise NotPermitted("Diesen Zugang verwalten Sie nicht. Zugänge der Geschäftsstelle verwaltet die Leitung.")
    return row


def _set_active(row: User, is_active: bool, action: str, label: str, *, by: User, reason: str) -> User:
    before = snapshot(row, USER_FIELDS)
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    record(action, row, by=by, label=label, before=before, after=snapshot(row, USER_FIELDS), reason=reason)
    return row


def _free_address(email: str, besides: User | None = None) -> str:
    address = email.strip().lower()
    taken = User.objects.filter(email__iexact=address)
    if (taken.exclude(pk=besides.pk) if besides else taken).exists():
        raise Conflict(f"Für {address} gibt es schon einen Zugang.")
    return address


def _set_address(row: User, email: str, action: str, label: str, *, by: User, reason: str = "") -> None:
    before = snapshot(row, USER_FIELDS)
    row.email = _free_address(email, besides=row)
    row.save(update_fields=["email"])
    # allauth keeps addresses of its own; an old one left there would still sign in and take resets.
    EmailAddress.objects.filter(user=row).delete()
    record(action, row, by=by, label=label, before=before, after=snapshot(row, USER_FIELDS), reason=reason)


# --- Functions ----------------------------------------------------------------------------------------------------


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
    """Let a person hold a function from a day on (today unless told otherwise).

    Conflict where the body has not agreed to the Nutzungsvereinbarung.
    """
    require_activated(function, municipality or association or district)
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
def assign_coach(user: User, *, by: User, municipality: Municipality, starts_on: date) -> Assignment:
    """Open a town to a coach of the pool from a day on; once at a time."""
    row: User = User.objects.select_for_update().get(pk=user.pk)
    require_may_give(by, Function.COACH, municipality)
    coaching = row.assignments.filter(function=Function.COACH)
    if not row.is_active or not coaching.exists():
        raise Conflict(f"{row.name} gehört nicht zum Pool der Coaches.")
    if coaching.filter(municipality=municipality).exclude(ends_on__lt=starts_on).exists():
        raise Conflict(f"{row.name} ist {municipality} schon zugeordnet. Bitte die laufende Zuordnung ansehen.")
    return grant_function(row, Function.COACH, by=by, municipality=municipality, starts_on=starts_on)


@transaction.atomic
def end_function(assignment: Assignment, *, by: User, ends_on: date, is_confirmed: bool = False) -> Assignment:
    """End a function on a day (inclusive), or earlier than announced; Conflict if it began later or has ended already.

    The last Leitung stays. The last manager of a town ends the own function only knowing that (`is_confirmed`).
    """
    if assignment.function == Function.STATE_LEAD:
        _lock_leads()
    row: Assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    require_may_give(by, row.function, row.body)
    if ends_on < row.starts_on:
        raise Conflict(f"Die Funktion begann erst am {dates.day_label(row.starts_on)} und kann nicht früher enden.")
    if row.ends_on is not None and not row.may_end:
        raise Conflict(f"Die Funktion endete bereits am {dates.day_label(row.ends_on)}.")
    if row.ends_on is not None and ends_on >= row.ends_on:
        raise Conflict(
            f"Das Ende ist schon für den {dates.day_label(row.ends_on)} eingetragen. Hier lässt es sich vorziehen; für "
            "länger bitte neu einladen."
        )
    if row.function == Function.STATE_LEAD and row.user.is_active:
        _require_another_lead(without=[row.pk])
    if row.user_id == by.pk and is_last_manager(row) and not is_confirmed:
        raise Conflict(
            "Danach verwaltet niemand mehr die Zugänge dieser Kommune. Bitte vorher eine andere Person einladen oder "
            "bestätigen, dass die Geschäftsstelle das übernimmt."
        )
    before = snapshot(row, ASSIGNMENT_FIELDS)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    _record_assignment("end_function", "Funktion beendet", row, by=by, before=before)
    return row


def _require_another_lead(*, without: Any) -> None:
    staying = [
        row for row in _lock_leads()
        if row.pk not in set(without) and row.ends_on is None and row.starts_on <= dates.today() and row.user.is_active
    ]  # fmt: skip
    if not staying:
        raise Conflict(LAST_LEAD)


def _lock_leads() -> list[Assignment]:
    """All Leitungen, always in the same order: two of them cannot end each other at the same moment."""
    leads = Assignment.objects.select_for_update(of=("self",)).filter(function=Function.STATE_LEAD).order_by("pk")
    return list(leads.select_related("user"))


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
