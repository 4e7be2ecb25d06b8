"""What became of a signed agreement, as its page tells it: Nachträge, term, notice, replacement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.functions import STATE_WRITERS
from agreements.amendments import shown_amendments
from agreements.horizon import horizon
from agreements.models import Amendment, CooperationAgreement, Notice, Party, Replacement
from agreements.terms import Outlook, given_end, outlook
from agreements.transitions import Status
from core import dates, formats


@dataclass(frozen=True)
class AmendmentRow:
    """A Nachtrag in the list: what it changes, and since when."""

    label: str
    what: str
    url: str
    status: str
    applies_from: date | None


@dataclass(frozen=True)
class Standing:
    amendments: list[AmendmentRow]
    # Who joined or left, as far as this reader is told.
    moved: list[Party]
    outlook: Outlook | None
    given_end: date | None
    notices: list[Notice]
    replaced_by: CooperationAgreement | None
    replaces: list[CooperationAgreement]
    is_running: bool
    may_write: bool

    @property
    def is_amended(self) -> bool:
        return any(row.applies_from for row in self.amendments)


def standing_of(agreement: CooperationAgreement, user: Any, as_: Collection[str]) -> Standing | None:
    """None for a Nachtrag, which has no standing of its own, and while nothing is signed."""
    if agreement.is_amendment or not agreement.is_concluded:
        return None
    limit = horizon(agreement, user, as_)
    own = Notice.objects.visible_to(user, as_=as_).filter(agreement=agreement)
    parties = [party for party in agreement.parties.all() if party.starts_on or party.ends_on]
    readable = CooperationAgreement.objects.visible_to(user, as_=as_)
    links = Replacement.objects.visible_to(user, as_=as_)
    new = readable.filter(pk__in=links.filter(old=agreement).values("new")).for_list().first()
    return Standing(
        amendments=[_row(item) for item in shown_amendments(agreement, user, as_)],
        moved=[party for party in parties if limit is None or (party.starts_on or limit) <= limit],
        outlook=outlook(agreement, dates.today()) if limit is None else None,
        given_end=given_end(agreement) if limit is None else None,
        notices=list(own.select_related("party__municipality", "party__association", "document")),
        replaced_by=new,
        replaces=list(readable.filter(pk__in=links.filter(new=agreement).values("old")).for_list()),
        is_running=agreement.status == Status.SIGNED,
        may_write=bool(frozenset(as_) & set(STATE_WRITERS)),
    )


def _row(amendment: Amendment) -> AmendmentRow:
    document = amendment.document
    changed = [clause.changes.label for clause in document.clauses.all() if clause.changes]
    what = {
        Amendment.Kind.JOINING: f"{amendment.body_name} tritt bei",
        Amendment.Kind.LEAVING: f"{amendment.body_name} scheidet aus",
    }.get(Amendment.Kind(amendment.kind), ", ".join(changed) + " neu gefasst" if changed else "Änderung")
    status = document.get_status_display()
    if document.signed_on:
        status = f"unterzeichnet am {formats.day(document.signed_on)}"
    return AmendmentRow(
        amendment.name, what, document.get_absolute_url(), status,
        amendment.applies_from if document.is_concluded else None,
    )  # fmt: skip
