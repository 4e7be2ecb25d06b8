"""Lets one agreement of the demo go through its life by the ordinary actions, each on its own day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction

from accounts.models import User
from agreements.actions import drafting, fixing, recording, review, signing
from agreements.earlier import Earlier, KnownSignatory
from agreements.models import CooperationAgreement, Party, Signatory
from core import dates
from core.dates import Span
from municipalities.models import Association, Municipality, PoliceDirectorate
from portal.demo.source import EXAMPLE, MUNICIPALITY, POLICE, REPRESENTED, STATE_OFFICE, Case, Person


@dataclass(frozen=True)
class Cast:
    """Who acts for the state office: one drafts, the other approves."""

    casework: User
    lead: User


def tell_all(cases: Iterable[Case], cast: Cast) -> int:
    """Tell every case not told yet; returns how many were.

    Each one is a transaction of its own: killed in between, the next start goes on where this one ended.
    """
    return sum(_tell_once(case, cast) for case in cases)


@transaction.atomic
def _tell_once(case: Case, cast: Cast) -> bool:
    if CooperationAgreement.objects.filter(file_reference=case.file_reference).exists():
        return False
    if case.recorded:
        _recorded(case, case.recorded, cast)
        return True
    agreement = _drafted(case, cast)
    _agreed(agreement, case, cast)
    _fixed(agreement, case, cast)
    _signed(agreement, case, cast)
    _closed(agreement, case, cast)
    return True


def _recorded(case: Case, known: Span, cast: Cast) -> None:
    """Known from a source only: recorded some days after the last day on which it can have been signed."""
    towns = {town.ags: town for town in Municipality.objects.filter(ags__in=case.towns)}
    police = PoliceDirectorate.objects.get(key=case.police) if case.police else None
    municipalities = [towns[ags] for ags in case.towns]
    bodies = [None, *municipalities, *([police] if police else [])]
    with dates.at(known.latest + timedelta(days=5)):
        earlier = Earlier(
            span=known, source=case.source, municipalities=municipalities, police_directorate=police,
            number=case.number, file_reference=case.file_reference,
            signatories=[KnownSignatory(body, person.name, person.office)
                         for body, person in zip(bodies, _people(case), strict=True)],
        )  # fmt: skip
        row = recording.record_earlier(by=cast.casework, known=earlier)
        signing.record_guests(row, by=cast.casework, guests=[("", office) for office in case.guests])


def _drafted(case: Case, cast: Cast) -> CooperationAgreement:
    towns = {town.ags: town for town in Municipality.objects.filter(ags__in=case.towns)}
    unions = list(Association.objects.filter(key__in=case.towns))
    with dates.at(case.drafted_on):
        agreement = drafting.create(
            by=cast.casework,
            municipalities=[towns[ags] for ags in case.towns if ags in towns],
            associations=unions,
            police_directorate=PoliceDirectorate.objects.get(key=case.police) if case.police else None,
            kind=case.kind,
            file_reference=case.file_reference,
            day_note=case.day_note,
        )
        pairs = list(zip(agreement.sorted_parties, _people(case), strict=True))
        entries = [
            drafting.SignatoryEntry(party.pk, person.name, person.office)
            for party, person in pairs
            if person.office != REPRESENTED
        ]
        first = agreement.bearers[0].pk
        represented: dict[int, int | None] = {
            party.pk: first for party, person in pairs if person.office == REPRESENTED
        }  # fmt: skip
        drafting.edit_signatories(agreement, by=cast.casework, entries=entries, represented=represented)
    return agreement


def _people(case: Case) -> Iterator[Person]:
    """Signatories in the order of the parties: state office, towns, police."""
    yield case.state_signatory
    yield from case.town_signatories
    if case.police:
        yield case.police_signatory


def _agreed(agreement: CooperationAgreement, case: Case, cast: Cast) -> None:
    if case.consultation_on:
        with dates.at(case.consultation_on):
            review.open_consultation(agreement, by=cast.casework)
    if case.agreed_on:
        with dates.at(case.agreed_on):
            for party in agreement.parties.filter(kind__in=_kinds(case.agreed)):
                review.consent(party, by=cast.casework, agreed_on=case.agreed_on, note=EXAMPLE)


def _fixed(agreement: CooperationAgreement, case: Case, cast: Cast) -> None:
    if case.approved_on:
        with dates.at(case.approved_on):
            review.approve(agreement, by=cast.lead)
    if case.finalised_on:
        with dates.at(case.finalised_on):
            fixing.finalise(agreement, by=cast.casework)


def _signed(agreement: CooperationAgreement, case: Case, cast: Cast) -> None:
    if not case.signed_on:
        return
    with dates.at(case.signed_on):
        given = signing.Signature(signed_on=case.signed_on, mode=case.mode, place=case.place)
        for signatory in Signatory.objects.filter(party__agreement=agreement, party__kind__in=_kinds(case.signed)):
            # The demo names nobody whom the press text does not name, and says so.
            signed_name = "" if signatory.name else signing.NAME_UNKNOWN
            signing.sign(signatory, by=cast.casework, signature=replace(given, signed_name=signed_name))
        if case.guests:
            # The heads of an association's members are there already: fixing the text entered them.
            guests = [*agreement.guests.values_list("name", "office"), *(("", office) for office in case.guests)]
            signing.record_guests(agreement, by=cast.casework, guests=guests)


def _closed(agreement: CooperationAgreement, case: Case, cast: Cast) -> None:
    if case.ended_on:
        with dates.at(case.ended_on):
            signing.end(agreement, by=cast.casework, ended_on=case.ended_on, reason=case.reason)
    if case.withdrawn_on:
        with dates.at(case.withdrawn_on):
            signing.withdraw(agreement, by=cast.casework, reason=case.reason)


def _kinds(names: frozenset[str]) -> list[Party.Kind]:
    kinds = {
        STATE_OFFICE: [Party.Kind.STATE_OFFICE],
        MUNICIPALITY: [Party.Kind.MUNICIPALITY, Party.Kind.ASSOCIATION],
        POLICE: [Party.Kind.POLICE],
    }
    return [kind for name in sorted(names) for kind in kinds[name]]
