"""Signing: signatures one by one, the register number with the last, corrections, end and withdrawal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from agreements.actions import numbering
from agreements.actions.moves import locked, log, move, require_version
from agreements.actions.taking_effect import settle
from agreements.models import CooperationAgreement, Signatory, SigningGuest
from agreements.transitions import TRANSITIONS, Status
from audit.actions import snapshot
from core import dates
from core.exceptions import Conflict

# Said of a signature from a time of which nobody knows any more who gave it.
NAME_UNKNOWN = "Name nicht überliefert"
SIGNATURE_FIELDS = (
    "name", "signed_name", "office", "signed_on", "mode", "place", "deputy_note", "authority", "mandate_on",
    "mandate_reference", "medium", "seal", "acting_name", "acting_office",
)  # fmt: skip


@dataclass(frozen=True)
class Signature:
    """One signature as entered: day, in person at a place or by video, by which authority and in whose stead.

    Without `authority` what was entered before stays.
    """

    signed_on: date
    mode: str = Signatory.Mode.IN_PERSON
    place: str = ""
    deputy_note: str = ""
    signed_name: str = ""
    medium: str = Signatory.Medium.HAND
    seal: str = ""
    authority: str | None = None
    mandate_on: date | None = None
    mandate_reference: str = ""

    def values(self) -> dict[str, Any]:
        by_hand = self.medium == Signatory.Medium.HAND
        return self._authority() | {
            "signed_on": self.signed_on,
            "mode": Signatory.Mode(self.mode),
            "place": self.place.strip(),
            "deputy_note": self.deputy_note.strip(),
            "signed_name": self.signed_name.strip(),
            "medium": Signatory.Medium(self.medium),
            "seal": Signatory.Seal(self.seal) if self.seal and by_hand else "",
        }

    def _authority(self) -> dict[str, Any]:
        if self.authority is None:
            return {}
        return authority_values(self.authority, self.mandate_on, self.mandate_reference)


def authority_values(authority: str, mandate_on: date | None, reference: str) -> dict[str, Any]:
    """Day and place of a Vollmacht belong to a Vollmacht alone."""
    is_mandate = authority == Signatory.Authority.MANDATE
    return {
        "authority": Signatory.Authority(authority) if authority else "",
        "mandate_on": mandate_on if is_mandate else None,
        "mandate_reference": reference.strip() if is_mandate else "",
    }


@transaction.atomic
def sign(signatory: Signatory, *, by: User, signature: Signature) -> CooperationAgreement:
    """Enter a signature; the last one concludes the agreement and gives it its register number.

    The very same signature entered twice (a double click, a second tab) changes nothing; a different one for
    the same signatory is a Conflict and has to be entered as a correction.
    """
    row = locked(signatory.party.agreement)
    current = Signatory.objects.get(pk=signatory.pk)
    values = signature.values()
    if current.acting_name:
        values["signed_name"] = ""  # It says who signs already.
    if current.signed_on:
        if all(getattr(current, field) == value for field, value in values.items()):
            return row
        raise Conflict(
            f"Die Unterschrift von {current.label} ist schon mit anderen Angaben eingetragen. "
            "Bitte die eingetragene Unterschrift mit Begründung berichtigen."
        )
    TRANSITIONS.target("sign", Status(row.status))
    _check(row, current, signature)
    _write(current, values)
    signatories = list(Signatory.objects.filter(party__agreement=row))
    log(row, "enter_signature", by=by, label=_told(current), after=snapshot(current, SIGNATURE_FIELDS))
    if all(item.signed_on for item in signatories):
        return _conclude(row, by=by, signatories=signatories)
    return move(row, "sign", by=by)


def _told(signatory: Signatory) -> str:
    if signatory.instead_of:
        return f"Unterschrift: {signatory.signer_label} (anstelle von {signatory.instead_of})"
    return f"Unterschrift: {signatory.label}"


def _conclude(row: CooperationAgreement, *, by: User, signatories: Sequence[Signatory]) -> CooperationAgreement:
    number = row.register_number
    if row.takes_number and number is None:
        number = numbering.take_next()
    moved = move(row, "complete", by=by, signed_on=_last_day(signatories), register_number=number)
    settle(moved, by=by)
    return moved


def _last_day(signatories: Sequence[Signatory]) -> date:
    return max(item.signed_on for item in signatories if item.signed_on)


def _check(row: CooperationAgreement, signatory: Signatory, signature: Signature) -> None:
    if not (signatory.name or signatory.acting_name or signature.signed_name.strip()):
        raise Conflict(
            "Der Text nennt nur die Funktion. Bitte den Namen der Person eintragen, die unterschrieben hat – "
            f"oder „{NAME_UNKNOWN}“."
        )
    if signature.signed_on > dates.today():
        raise Conflict("Der Tag der Unterschrift liegt in der Zukunft. Bitte den tatsächlichen Tag eintragen.")
    if row.finalised_on and signature.signed_on < row.finalised_on:
        raise Conflict(
            f"Der Text wurde erst am {dates.day_label(row.finalised_on)} festgeschrieben; "
            "eine Unterschrift kann nicht davor liegen."
        )
    if signature.mode == Signatory.Mode.IN_PERSON and not signature.place.strip():
        raise Conflict("Bitte den Ort der Unterschrift angeben.")


def _write(row: Signatory, values: dict[str, Any]) -> None:
    for field, value in values.items():
        setattr(row, field, value)
    row.save(update_fields=list(values))


@transaction.atomic
def correct_signature(signatory: Signatory, *, by: User, signature: Signature, reason: str) -> CooperationAgreement:
    """Correct an entered signature with a reason; a register number once given stays."""
    row = locked(signatory.party.agreement)
    current = Signatory.objects.get(pk=signatory.pk)
    if not current.signed_on:
        raise Conflict("Hier ist noch keine Unterschrift eingetragen, die berichtigt werden könnte.")
    _check(row, current, signature)
    before = snapshot(current, SIGNATURE_FIELDS)
    _write(current, signature.values())
    log(
        row, "correct_signature_entry", by=by, label=f"Unterschrift berichtigt: {current.label}",
        before=before, after=snapshot(current, SIGNATURE_FIELDS), reason=reason,
    )  # fmt: skip
    if row.status == Status.SIGNED:
        signatories = list(Signatory.objects.filter(party__agreement=row))
        moved = move(row, "correct_concluded", by=by, reason=reason, signed_on=_last_day(signatories))
        settle(moved, by=by)
        return moved
    return move(row, "correct_signature", by=by, reason=reason)


@transaction.atomic
def take_back_signature(signatory: Signatory, *, by: User, reason: str) -> CooperationAgreement:
    """Remove a signature that was never given; a register number once given stays with this agreement."""
    row = locked(signatory.party.agreement)
    current = Signatory.objects.get(pk=signatory.pk)
    if not current.signed_on:
        raise Conflict("Hier ist keine Unterschrift eingetragen.")
    before = snapshot(current, SIGNATURE_FIELDS)
    _write(current, {"signed_on": None, "mode": "", "place": "", "deputy_note": "", "signed_name": "", "seal": ""})
    log(
        row, "remove_signature_entry", by=by, label=f"Unterschrift zurückgenommen: {current.label}",
        before=before, after=snapshot(current, SIGNATURE_FIELDS), reason=reason,
    )  # fmt: skip
    others_left = Signatory.objects.filter(party__agreement=row, signed_on__isnull=False).exists()
    name = "take_back_signature" if others_left else "take_back_only_signature"
    moved = move(row, name, by=by, reason=reason, signed_on=None)
    settle(moved, by=by)
    return moved


@transaction.atomic
def record_guests(agreement: CooperationAgreement, *, by: User, guests: Sequence[tuple[str, str]]) -> None:
    """Who was present at the signing, as (name, function); part of the record, never of the text."""
    row = locked(agreement)
    if not row.is_fixed:
        raise Conflict("Gäste gehören zur Unterzeichnung; der Text ist noch nicht festgeschrieben.")
    before = "; ".join(str(guest) for guest in row.guests.all())
    row.guests.all().delete()
    SigningGuest.objects.bulk_create(SigningGuest(agreement=row, name=name, office=office) for name, office in guests)
    after = "; ".join(str(guest) for guest in row.guests.all())
    if after != before:
        log(
            row,
            "record_guests",
            by=by,
            label="Gäste der Unterzeichnung",
            before={"Gäste": before},
            after={"Gäste": after},
        )


@transaction.atomic
def end(
    agreement: CooperationAgreement, *, by: User, ended_on: date, reason: str, version: int | None = None
) -> CooperationAgreement:
    """End a concluded agreement on a day; it keeps its number and counts as concluded."""
    row = locked(agreement)
    require_version(row, version, by=by)
    if row.is_amendment:
        raise Conflict("Ein Nachtrag endet mit seiner Vereinbarung. Bitte dort „Vereinbarung beenden“.")
    if row.signed_on and ended_on < row.signed_on:
        raise Conflict("Die Vereinbarung kann nicht vor dem Tag ihrer Unterzeichnung enden.")
    if ended_on > dates.today():
        raise Conflict("Das Ende liegt in der Zukunft. Bitte erst an diesem Tag eintragen.")
    return move(row, "end", by=by, reason=reason, ended_on=ended_on, closing_reason=reason.strip())


@transaction.atomic
def withdraw(
    agreement: CooperationAgreement, *, by: User, reason: str, version: int | None = None
) -> CooperationAgreement:
    """Give the agreement up before its last signature, with a reason."""
    row = locked(agreement)
    require_version(row, version, by=by)
    if row.register_number:
        raise Conflict("Diese Vereinbarung trägt schon eine Registernummer und kann nicht zurückgezogen werden.")
    return move(row, "withdraw", by=by, reason=reason, withdrawn_on=dates.today(), closing_reason=reason.strip())
