"""Consents that were entered wrongly."""

from datetime import date

from django.db import transaction

from accounts.models import User
from agreements.actions.keeping import NO_CONSENT
from agreements.actions.moves import locked, log
from agreements.models import CooperationAgreement, Party
from agreements.transitions import Status
from audit.actions import snapshot
from core import dates
from core.exceptions import Conflict

CONSULTATION_DAYS = ("consultation_on", "drafted_on")
CONSENT_LABELS = {"agreed_on": "Tag der Zustimmung", "agreed_note": "Nachweis"}


def in_consultation(party: Party) -> tuple[CooperationAgreement, Party]:
    """The locked agreement and the present row of its party, while consents may still change."""
    row = locked(party.agreement)
    if row.status != Status.CONSULTATION:
        raise Conflict(
            f"Im Zustand „{row.get_status_display()}“ ändert sich an den Zustimmungen nichts mehr. "
            "Bitte die Vereinbarung zuerst zurück in die Abstimmung geben."
        )
    return row, row.parties.get(pk=party.pk)


def _given(party: Party) -> dict[str, object]:
    return {"Partei": party.name, **{label: getattr(party, name) for name, label in CONSENT_LABELS.items()}}


@transaction.atomic
def correct_consent(party: Party, *, by: User, agreed_on: date, note: str, reason: str) -> CooperationAgreement:
    """Mend day or source of a consent; it stays one to the same text."""
    row, current = in_consultation(party)
    if not current.agreed_on:
        raise Conflict("Hier ist keine Zustimmung eingetragen, die berichtigt werden könnte.")
    if agreed_on > dates.today() or (row.consultation_on and agreed_on < row.consultation_on):
        raise Conflict(
            "Der Tag der Zustimmung liegt nicht zwischen dem Beginn der Abstimmung und heute. "
            "Begann sie früher, bitte zuerst ihren Beginn berichtigen."
        )
    before = _given(current)
    current.agreed_on, current.agreed_note = agreed_on, note
    if _given(current) == before:
        return row
    current.save(update_fields=["agreed_on", "agreed_note"])
    log(
        row, "correct_consent", by=by, label=f"Zustimmung berichtigt: {current.name}", reason=reason,
        before=before, after=_given(current),
    )  # fmt: skip
    return row


@transaction.atomic
def correct_consultation_day(
    agreement: CooperationAgreement, *, by: User, starts_on: date, reason: str
) -> CooperationAgreement:
    """The text went to the parties on another day than it was entered here, mostly an earlier one.

    It was drafted by then at the latest. Consents stay, so none may lie before the new day.
    """
    row = locked(agreement)
    if row.status != Status.CONSULTATION:
        raise Conflict(
            f"Im Zustand „{row.get_status_display()}“ lässt sich der Beginn der Abstimmung nicht berichtigen."
        )
    if starts_on > dates.today():
        raise Conflict("Der Tag liegt in der Zukunft. Bitte den tatsächlichen Tag eintragen.")
    first = row.parties.exclude(agreed_on=None).order_by("agreed_on").values_list("agreed_on", flat=True).first()
    if first and starts_on > first:
        raise Conflict(
            f"Eine Zustimmung ist schon vom {dates.day_label(first)}. Die Abstimmung kann nicht danach begonnen haben."
        )
    if starts_on == row.consultation_on:
        return row
    before = snapshot(row, CONSULTATION_DAYS)
    row.consultation_on, row.drafted_on = starts_on, min(row.drafted_on, starts_on)
    row.save(update_fields=list(CONSULTATION_DAYS))
    log(
        row, "correct_consultation_day", by=by, label="Beginn der Abstimmung berichtigt", reason=reason,
        before=before, after=snapshot(row, CONSULTATION_DAYS),
    )  # fmt: skip
    return row


@transaction.atomic
def take_back_consent(party: Party, *, by: User, reason: str) -> CooperationAgreement:
    """Take back one party's consent with a reason; the others' stay."""
    row, current = in_consultation(party)
    if not current.agreed_on:
        return row
    before = _given(current)
    for name, value in NO_CONSENT.items():
        setattr(current, name, value)
    current.save(update_fields=list(NO_CONSENT))
    log(row, "take_back_consent", by=by, label=f"Zustimmung zurückgenommen: {current.name}", before=before,
        after=_given(current), reason=reason)  # fmt: skip
    return row
