"""Another person signs than the one the fixed text names: no new fixing, the stored file stays as it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log
from agreements.actions.signing import authority_values
from agreements.models import CooperationAgreement, Signatory
from agreements.transitions import Status
from audit.actions import snapshot
from core import dates
from core.exceptions import Conflict

SIGNER_FIELDS = ("acting_name", "acting_office", "acting_reason", "authority", "mandate_on", "mandate_reference")


@dataclass(frozen=True)
class Signer:
    """Who signs: name, function, and by which authority."""

    name: str
    office: str
    authority: str = ""
    mandate_on: date | None = None
    mandate_reference: str = ""

    def is_named_by(self, signatory: Signatory) -> bool:
        """Whether the text names this very person."""
        return (self.name.strip(), self.office.strip()) == (signatory.name, signatory.office)

    def is_known_to(self, signatory: Signatory) -> bool:
        """Whether this very person is entered already."""
        return (self.name.strip(), self.office.strip()) == (signatory.signer_name, signatory.signer_office)


@transaction.atomic
def change_signatory(
    signatory: Signatory, *, by: User, signer: Signer, reason: str = ""
) -> CooperationAgreement:  # fmt: skip
    """Let another person sign in the place of the one named, with a reason; whoever the text names needs none.

    The text, the stored file and its hash stay. A signature already entered stays too and is told of its new hand.
    """
    row = locked(signatory.party.agreement)
    current = Signatory.objects.get(pk=signatory.pk)
    _require_open(row)
    values = _values(current, signer, reason)
    if all(getattr(current, field) == value for field, value in values.items() if field != "changed_on"):
        return row
    if not signer.name.strip() or not signer.office.strip():
        raise Conflict("Bitte Name und Funktion der Person angeben, die unterzeichnet.")
    if not (signer.is_known_to(current) or signer.is_named_by(current)) and not reason.strip():
        raise Conflict("Bitte begründen, warum jemand anderes unterzeichnet.")
    before = snapshot(current, SIGNER_FIELDS)
    for field, value in values.items():
        setattr(current, field, value)
    current.save(update_fields=list(values))
    log(
        row, "change_signatory", by=by, label=f"Es unterzeichnet: {current.signer_label} ({current.party.name})",
        before=before, after=snapshot(current, SIGNER_FIELDS), reason=reason.strip(),
    )  # fmt: skip
    return row


def _values(current: Signatory, signer: Signer, reason: str) -> dict[str, Any]:
    authority = authority_values(signer.authority, signer.mandate_on, signer.mandate_reference)
    if signer.is_named_by(current):
        return authority | {"acting_name": "", "acting_office": "", "acting_reason": "", "changed_on": None}
    if signer.is_known_to(current) and not reason.strip():
        return authority
    acting = {"acting_name": signer.name.strip(), "acting_office": signer.office.strip()}
    if current.signed_on:
        acting["signed_name"] = ""
    return authority | acting | {"acting_reason": reason.strip()[:300], "changed_on": dates.today()}


def _require_open(row: CooperationAgreement) -> None:
    if row.is_editable or row.status == Status.APPROVED:
        raise Conflict("Der Text ist noch nicht festgeschrieben. Bitte dort die Unterzeichnenden ändern.")
    if row.is_recorded:
        raise Conflict("Diese Vereinbarung wurde nacherfasst. Bitte „Angaben berichtigen“.")
    if row.status in {Status.ENDED, Status.WITHDRAWN}:
        raise Conflict(f"Im Zustand „{row.get_status_display()}“ ändert sich nicht mehr, wer unterzeichnet.")
