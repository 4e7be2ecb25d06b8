"""Asking a town whether its contacts are still true, reminding it once, and its answer."""

import secrets
from collections.abc import Callable
from typing import Any

from django.db import transaction

from audit.actions import record, snapshot
from core import dates
from core.exceptions import Conflict
from municipalities import letters
from municipalities.actions.contacts import confirm_contact, edit_contact, hand_over
from municipalities.confirming import LINK_LASTS, address_of, contacts_of
from municipalities.models import ConfirmationRequest, ContactPerson, Municipality
from municipalities.models.confirmations import hash_of
from municipalities.models.contacts import CONFIRM_AGAIN_AFTER

FIELDS = ("municipality", "recipient", "asked_on", "reminded_on", "expires_at", "closed_on", "closed_by")
# Makes the full address of a link from its token; the action does not know the server's name.
LinkTo = Callable[[str], str]

NOT_OPEN = "Dieser Link gilt nicht mehr. Bitte wenden Sie sich an die Geschäftsstelle des Landespräventionsrates."


@transaction.atomic
def ask_town(town: Municipality, *, by: Any | None, link_to: LinkTo, process: str = "") -> ConfirmationRequest | None:
    """Send the letter of the year; None where the town was asked within a year or has no address."""
    # The town's row is the lock: two rounds at once ask once.
    place = Municipality.objects.select_for_update().get(pk=town.pk)
    today = dates.today()
    recent = ConfirmationRequest.objects.filter(municipality=place, asked_on__gt=today - CONFIRM_AGAIN_AFTER)
    address = address_of(contacts_of(place, today))
    if recent.exists() or not address:
        return None
    token = secrets.token_urlsafe(32)
    row: ConfirmationRequest = ConfirmationRequest.objects.create(
        municipality=place, recipient=address, token_hash=hash_of(token), asked_on=today,
        expires_at=dates.now() + LINK_LASTS,
    )  # fmt: skip
    _record("ask_town", "Um Bestätigung der Ansprechpersonen gebeten", row, by=by, process=process)
    letters.send_confirmation(row, link_to(token), is_reminder=False)
    return row


@transaction.atomic
def remind_town(
    request: ConfirmationRequest, *, by: Any | None, link_to: LinkTo, process: str = ""
) -> ConfirmationRequest:
    """Ask once more, by a second link; the first one goes on working."""
    row: ConfirmationRequest = ConfirmationRequest.objects.select_for_update().get(pk=request.pk)
    if row.closed_on or row.reminded_on:
        return row
    before, token = snapshot(row, FIELDS), secrets.token_urlsafe(32)
    row.reminder_hash, row.reminded_on, row.expires_at = hash_of(token), dates.today(), dates.now() + LINK_LASTS
    row.save(update_fields=["reminder_hash", "reminded_on", "expires_at"])
    _record("remind_town", "An die Bestätigung erinnert", row, by=by, process=process, before=before)
    letters.send_confirmation(row, link_to(token), is_reminder=True)
    return row


@transaction.atomic
def confirm_town(town: Municipality, *, by: Any, contacts: list[ContactPerson]) -> int:
    """Somebody of the town, signed in, says that these contacts of hers are right; returns how many they were."""
    rows = [row for row in contacts if row.municipality_id == town.pk and not row.has_ended]
    for row in sorted(rows, key=lambda item: item.pk):
        confirm_contact(row, by=by)
    for request in ConfirmationRequest.objects.open().select_for_update().filter(municipality=town):
        _close(request, by=by, process="", name=str(by))
    return len(rows)


@transaction.atomic
def answer_by_link(request: ConfirmationRequest, *, by: Any | None, name: str, process: str = "") -> int:
    """„Alles stimmt“: all contacts the link shows are confirmed by whoever gave her name; the link is used up."""
    row = _open(request)
    rows = contacts_of(row.municipality, dates.today())
    for contact in sorted(rows, key=lambda item: item.pk):
        confirm_contact(contact, by=by, name=_by_link(name), process=process)
    _close(row, by=by, process=process, name=name)
    return len(rows)


@transaction.atomic
def correct_by_link(
    request: ConfirmationRequest,
    *,
    by: Any | None,
    contact: ContactPerson,
    name: str,
    values: dict[str, Any],
    process: str = "",
) -> ContactPerson:
    """One contact is put right, or passes on to somebody else (`taken_over_on`); the link stays open for the rest."""
    row = _open(request)
    if contact.pk not in {known.pk for known in contacts_of(row.municipality, dates.today())}:
        raise Conflict("Diese Funktion ist inzwischen beendet. Bitte die Seite neu laden.")
    corrected = {field: value for field, value in values.items() if field != "taken_over_on"}
    if begins := values.get("taken_over_on"):
        changed = hand_over(contact, by=by, process=process, starts_on=begins, **corrected)
    else:
        changed = edit_contact(contact, by=by, process=process, values=corrected)
    if changed.starts_on <= dates.today() and not changed.has_ended:
        changed = confirm_contact(changed, by=by, name=_by_link(name), process=process)
    return changed


def _by_link(name: str) -> str:
    return f"{name} (über den Bestätigungslink)"


def _open(request: ConfirmationRequest) -> ConfirmationRequest:
    row: ConfirmationRequest = ConfirmationRequest.objects.select_for_update().get(pk=request.pk)
    if row.closed_on or row.has_run_out(dates.now()):
        raise Conflict(NOT_OPEN)
    return row


def _close(row: ConfirmationRequest, *, by: Any | None, process: str, name: str) -> None:
    before = snapshot(row, FIELDS)
    row.closed_on, row.closed_by = dates.today(), name[:200]
    row.save(update_fields=["closed_on", "closed_by"])
    _record("close_request", "Ansprechpersonen bestätigt", row, by=by, process=process, before=before)


def _record(
    action: str, label: str, row: ConfirmationRequest, *, by: Any | None, process: str,
    before: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    record(
        action, row, by=by, process=process, label=label, municipalities=[row.municipality_id], before=before,
        after=snapshot(row, FIELDS),
    )  # fmt: skip
