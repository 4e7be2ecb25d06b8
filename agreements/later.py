"""What came after a signing: end, withdrawal, successors by law, Nachträge, notices."""

from collections.abc import Callable, Iterable
from datetime import date

from agreements.models import Amendment, CooperationAgreement, Notice
from core import formats

BODIES = ("municipality", "association", "police_directorate")
BODIES_OF_LEAVING = tuple(f"leaving__{body}" for body in BODIES)
BODIES_OF_NOTICE = tuple(f"party__{body}" for body in BODIES)

Later = Callable[[CooperationAgreement], Iterable[tuple[date, str]]]


def _closing(row: CooperationAgreement) -> Iterable[tuple[date, str]]:
    """End, withdrawal and successors by law."""
    if row.ended_on:
        yield row.ended_on, f"beendet: {row.closing_reason}"
    if row.withdrawn_on:
        yield row.withdrawn_on, f"zurückgezogen: {row.closing_reason}"
    for party in row.parties.all():
        if party.succeeded_on:
            yield party.succeeded_on, f"Rechtsnachfolge: {party.name}"


def _amended(row: CooperationAgreement) -> Iterable[tuple[date, str]]:
    """Every Nachtrag signed by all, on the day from which it applies."""
    documents = Amendment.objects.filter(amends=row, document__signed_on__isnull=False)
    for amendment in documents.select_related("document", "joining", *BODIES_OF_LEAVING):
        if amendment.applies_from:
            yield amendment.applies_from, amendment.label


def _given_notice(row: CooperationAgreement) -> Iterable[tuple[date, str]]:
    for notice in Notice.objects.filter(agreement=row).select_related(*BODIES_OF_NOTICE):
        yield notice.received_on, f"Kündigung: {notice.party.name}, wirksam zum {formats.day(notice.ends_on)}"
        if notice.taken_back_on:
            yield notice.taken_back_on, f"Kündigung zurückgenommen: {notice.party.name}"


# What came after the signing, each kind told by a function of its own.
LATER: list[Later] = [_closing, _amended, _given_notice]
