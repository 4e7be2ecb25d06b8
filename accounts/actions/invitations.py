"""Invitations: offering a function by a link, sending it again, taking it back, accepting it once."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts import letters
from accounts.actions.people import create_user, grant_function
from accounts.activating import require_activated
from accounts.functions import BEARERS
from accounts.managing import may_give, require_may_give
from accounts.models import Assignment, Invitation, User
from accounts.models.bearers import bearer_of
from accounts.models.invitations import hash_of
from audit.actions import record, snapshot
from core import dates
from core.exceptions import Conflict

FIELDS = (
    "email", "name", "function", "municipality", "police_directorate", "association", "district", "title",
    "is_deputy", "invited_by", "expires_at", "accepted_at", "revoked_at",
)  # fmt: skip
# Makes the full address of a link from its token; the action does not know the server's name.
LinkTo = Callable[[str], str]

ALREADY_OPEN = (
    "An diese Adresse ist für diese Funktion schon eine Einladung offen. Bitte dort „Erneut senden“ wählen oder sie "
    "vorher zurückziehen."
)
NOT_OPEN = "Diese Einladung ist nicht mehr offen. Bitte eine neue aussprechen."


@transaction.atomic
def invite(
    email: str,
    *,
    by: User,
    name: str,
    function: str,
    body: Any,
    link_to: LinkTo,
    title: str = "",
    is_deputy: bool = False,
) -> Invitation:
    """Offer a function of a body (None for the office and the pool) to an address, by mail.

    Whether the address has an account is told to nobody; Conflict only for what the inviting person may know.
    """
    # The inviting person's row is the lock against a second click; a second person is stopped by the database.
    User.objects.select_for_update().get(pk=by.pk)
    address = email.strip().lower()
    require_may_give(by, function, body)
    require_activated(function, body)
    if address == by.email:
        raise Conflict("Sie können sich nicht selbst einladen. Bitte eine andere Person darum bitten.")
    place = {bearer_of(body): body} if body is not None else {}
    held = {bearer: place.get(bearer) for bearer in BEARERS}
    if Invitation.objects.open().filter(email=address, function=function, **_lookups(held)).exists():
        raise Conflict(ALREADY_OPEN)
    current = Assignment.objects.current(on=dates.today()).filter(user__email=address, user__is_active=True)
    if current.filter(function=function, **_lookups(held)).exists():
        raise Conflict("Diese Person hat die Funktion schon inne. Eine Einladung ist nicht nötig.")
    token = secrets.token_urlsafe(32)
    now = dates.now()
    row: Invitation = Invitation.objects.create(
        email=address, name=name.strip(), function=function, **place, title=title, is_deputy=is_deputy,
        token_hash=hash_of(token), invited_by=by, sent_at=now, expires_at=_run_out(),
    )  # fmt: skip
    _record("invite", "Eingeladen", row, by=by)
    letters.send_invitation(row, link_to(token))
    return row


@transaction.atomic
def resend(invitation: Invitation, *, by: User, link_to: LinkTo) -> Invitation:
    """A new link with a new term; the older one is dead. From now on it is the sender's invitation."""
    row = _open(invitation)
    require_may_give(by, row.function, row.body)
    require_activated(row.function, row.body)
    before = snapshot(row, FIELDS)
    token = secrets.token_urlsafe(32)
    row.token_hash, row.sent_at, row.expires_at, row.invited_by = hash_of(token), dates.now(), _run_out(), by
    row.save(update_fields=["token_hash", "sent_at", "expires_at", "invited_by"])
    _record("resend", "Einladung erneut gesendet", row, by=by, before=before)
    letters.send_invitation(row, link_to(token))
    return row


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> Invitation:
    """Take an open invitation back; its link then says so."""
    row = _open(invitation)
    require_may_give(by, row.function, row.body)
    before = snapshot(row, FIELDS)
    row.revoked_at, row.revoked_by = dates.now(), by
    row.save(update_fields=["revoked_at", "revoked_by"])
    _record("revoke", "Einladung zurückgezogen", row, by=by, before=before)
    return row


@transaction.atomic
def accept(invitation: Invitation, *, by: User, token: str) -> Assignment:
    """The invited person takes the function on; of two at once one wins."""
    row = _acceptable(invitation, token)
    if by.email != row.email:
        raise Conflict(f"Die Einladung gilt für {row.email}. Bitte mit dieser Adresse anmelden.")
    return _take_on(row, by)


@transaction.atomic
def open_account(invitation: Invitation, *, by: User, token: str, name: str, password: str) -> Assignment:
    """The invited person gets an account with the password she chose, and the function. `by` is who invited her."""
    row = _acceptable(invitation, token)
    user = create_user(row.email, name=name, by=by)
    user.set_password(password)
    user.save(update_fields=["password"])
    # The link was sent to this address and came back: it is proven.
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return _take_on(row, user)


def _take_on(row: Invitation, user: User) -> Assignment:
    before = snapshot(row, FIELDS)
    row.accepted_at, row.accepted_by = dates.now(), user
    row.save(update_fields=["accepted_at", "accepted_by"])
    _record("accept", "Einladung angenommen", row, by=user, before=before)
    return grant_function(
        user, row.function, by=row.invited_by, title=row.title, is_deputy=row.is_deputy,
        **{row.bearer: row.body} if row.bearer else {},
    )  # fmt: skip


def _open(invitation: Invitation) -> Invitation:
    row: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.accepted_at or row.revoked_at:
        raise Conflict(NOT_OPEN)
    return row


def _acceptable(invitation: Invitation, token: str) -> Invitation:
    row = _open(invitation)
    if row.token_hash != hash_of(token) or row.has_run_out(dates.now()):
        raise Conflict(NOT_OPEN)
    # Given is what the inviting person may give today: nobody leaves a door open behind her.
    if not may_give(row.invited_by, row.function, row.body):
        raise Conflict(NOT_OPEN)
    return row


def _lookups(held: dict[str, Any]) -> dict[str, Any]:
    """`None` as a value would ask for nothing in a filter."""
    return {(name if body else f"{name}__isnull"): body or True for name, body in held.items()}


def _run_out() -> Any:
    return dates.now() + timedelta(days=settings.INVITATION_DAYS)


def _record(action: str, label: str, row: Invitation, *, by: User, before: dict[str, Any] | None = None) -> None:
    record(
        action, row, by=by, label=label, before=before, after=snapshot(row, FIELDS),
        municipalities=[row.municipality_id] if row.municipality_id else [],
    )  # fmt: skip
