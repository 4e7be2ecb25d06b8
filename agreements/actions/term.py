"""Agreeing how long an agreement runs, and the notice a party gives."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from agreements.actions.drafting import editable
from agreements.actions.keeping import edited
from agreements.actions.moves import locked, log, require_version
from agreements.models import CooperationAgreement, Term
from agreements.transitions import Status
from core import dates
from core.exceptions import Conflict

LABELS = {
    "kind": "Laufzeit", "ends_on": "Befristet bis", "years": "Jahre", "notice_months": "Frist in Monaten",
    "notice_to": "Kündigung",
}  # fmt: skip


@dataclass(frozen=True)
class TermEntry:
    """Term and notice as typed."""

    kind: str = Term.Kind.UNLIMITED
    ends_on: date | None = None
    years: int | None = None
    notice_months: int = 6
    notice_to: str = Term.NoticeTo.ANY_DAY

    def values(self) -> dict[str, Any]:
        """Only what the kind needs."""
        return {
            "kind": Term.Kind(self.kind),
            "ends_on": self.ends_on if self.kind == Term.Kind.FIXED else None,
            "years": self.years if self.kind == Term.Kind.RENEWING else None,
            "notice_months": self.notice_months,
            "notice_to": Term.NoticeTo(self.notice_to),
        }


@transaction.atomic
def set_term(
    agreement: CooperationAgreement, *, by: User, entry: TermEntry, version: int | None = None
) -> CooperationAgreement:
    """Agree on term and notice while the text may change: they stand in it, so every consent is void.

    Of an agreement signed earlier, whose text is not kept here, they are entered afterwards, once.
    """
    row = _term_holder(agreement, by=by, version=version)
    values = entry.values()
    _check(row, values)
    present = Term.objects.filter(agreement=row).first()
    before = _told(present or Term())
    term = present or Term(agreement=row)
    for name, value in values.items():
        setattr(term, name, value)
    after = _told(term)
    if before == after and (present or row.is_editable):
        return row
    term.save()
    if row.is_editable:
        edited(row, by=by, what="Laufzeit und Kündigungsfrist geändert")
    log(row, "set_term", by=by, label="Laufzeit und Kündigungsfrist eingetragen", before=before, after=after)
    return row


def _term_holder(agreement: CooperationAgreement, *, by: User, version: int | None) -> CooperationAgreement:
    row = locked(agreement)
    if row.is_amendment:
        raise Conflict("Ein Nachtrag hat keine eigene Laufzeit; sie steht in seiner Vereinbarung.")
    if row.is_editable:
        return editable(agreement, by=by, version=version)
    require_version(row, version, by=by)
    if row.status != Status.SIGNED or row.template_id:
        raise Conflict("Die Laufzeit steht im festen Text. Sie lässt sich nur durch einen Nachtrag ändern.")
    return row


def _check(row: CooperationAgreement, values: dict[str, Any]) -> None:
    if values["kind"] == Term.Kind.FIXED:
        begins_on = row.signed_on or dates.today()
        if values["ends_on"] is None:
            raise Conflict("Bitte den Tag angeben, bis zu dem die Vereinbarung befristet ist.")
        if values["ends_on"] <= begins_on:
            raise Conflict("Die Vereinbarung kann nicht enden, bevor sie beginnt. Bitte einen späteren Tag angeben.")
    if values["kind"] == Term.Kind.RENEWING and not values["years"]:
        raise Conflict("Bitte angeben, auf wie viele Jahre die Vereinbarung geschlossen wird.")


def _told(term: Term) -> dict[str, Any]:
    return {
        LABELS["kind"]: term.get_kind_display(), LABELS["ends_on"]: term.ends_on, LABELS["years"]: term.years,
        LABELS["notice_months"]: term.notice_months, LABELS["notice_to"]: term.get_notice_to_display(),
    }  # fmt: skip
