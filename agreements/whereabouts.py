"""„Liegt bei“: with whom an agreement lies and since when; from its state, and from what was entered by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from agreements.models import CooperationAgreement, Party, Station
from agreements.transitions import UNDER_WAY, Status
from core import dates, formats

Place = Station.Place
OF_PARTY = {
    Party.Kind.STATE_OFFICE: Place.LPR,
    Party.Kind.MUNICIPALITY: Place.TOWN,
    Party.Kind.ASSOCIATION: Place.TOWN,
    Party.Kind.POLICE: Place.POLICE,
}


@dataclass(frozen=True)
class Whereabouts:
    """One desk the text lies on; `station` where somebody entered it, `party` where it is one's."""

    place: str
    name: str
    since: date | None
    party: Party | None = None
    station: Station | None = None

    @property
    def label(self) -> str:
        """„Stadt Meerane“, „Rat, Stadt Meerane (Sitzung am 23. Mai 2023)“, „Hausleitung“."""
        if self.station is None or self.place != Place.COUNCIL:
            return self.name
        meeting = f" (Sitzung am {formats.day(self.station.meets_on)})" if self.station.meets_on else ""
        return f"Rat, {self.name}{meeting}"

    @property
    def days(self) -> int | None:
        return (dates.today() - self.since).days if self.since else None

    @property
    def is_overdue(self) -> bool:
        """The council has met, and nobody has said what it decided."""
        return self.station is not None and self.station.has_met


def with_whereabouts(rows: Iterable[CooperationAgreement]) -> list[CooperationAgreement]:
    """Rows with their parties, and with what `whereabouts` asks: two queries, and nothing of what is settled."""
    listed = list(rows)
    stations = Prefetch("stations", Station._base_manager.filter(ends_on=None), to_attr="open_stations")
    prefetch_related_objects([row for row in listed if row.status in UNDER_WAY], stations)
    prefetch_related_objects([row for row in listed if row.is_awaiting_signature], "parties__signatories")
    return listed


def whereabouts(agreement: CooperationAgreement) -> list[Whereabouts]:
    """Several at once are possible: every party whose consent or signature is missing, and what was entered.

    Nowhere, once it is signed or given up: every station has ended with that.
    """
    if agreement.status not in UNDER_WAY:
        return []
    parties = {party.pk: party for party in agreement.sorted_parties}
    entered = [_entered(row, parties.get(row.party_id) if row.party_id else None) for row in agreement.open_stations]
    of_parties = {item.party.pk: item for item in entered if item.party}
    of_the_state = [item for item in entered if item.party is None]
    found = [of_parties.pop(item.party.pk, item) if item.party else item for item in _computed(agreement)]
    if of_the_state:
        found = [item for item in found if item.place != Place.LPR or item.station]
    return [*of_the_state, *found, *of_parties.values()]


def _entered(row: Station, party: Party | None) -> Whereabouts:
    return Whereabouts(row.place, party.name if party else row.get_place_display(), row.starts_on, party, row)


def _computed(agreement: CooperationAgreement) -> Iterator[Whereabouts]:
    """What the state alone says."""
    waiting = waiting_parties(agreement)
    since = agreement.finalised_on if agreement.is_awaiting_signature else agreement.consultation_on
    for party in waiting:
        yield Whereabouts(OF_PARTY[Party.Kind(party.kind)], party.name, since, party)
    if agreement.status == Status.CONSULTATION and not waiting:
        agreed = max((party.agreed_on for party in agreement.sorted_parties if party.agreed_on), default=since)
        yield Whereabouts(Place.LPR, Place.LPR.label, agreed)
    elif agreement.status == Status.DRAFT:
        yield Whereabouts(Place.LPR, Place.LPR.label, agreement.drafted_on)
    elif agreement.status == Status.APPROVED:
        yield Whereabouts(Place.LPR, Place.LPR.label, agreement.approved_on)


def waiting_parties(agreement: CooperationAgreement) -> list[Party]:
    """The parties whose consent or signature is missing."""
    if agreement.status == Status.CONSULTATION:
        return [party for party in agreement.sorted_parties if not party.agreed_on]
    if agreement.is_awaiting_signature:
        return [party for party in agreement.sorted_parties if party.signs_itself and not party.is_signed]
    return []


def told(agreement: CooperationAgreement) -> str:
    """In one line, for lists and files."""
    return ", ".join(item.label for item in whereabouts(agreement))


@dataclass(frozen=True)
class Stay:
    """Where the text lay once, from one day to another."""

    label: str
    starts_on: date | None
    ends_on: date | None
    note: str = ""
    party_id: int | None = None


def history(agreement: CooperationAgreement) -> list[Stay]:
    """Where it lay before, the newest first: what was entered, and who has agreed since the text was shown."""
    parties = {party.pk: party for party in agreement.sorted_parties}
    stays = []
    for row in agreement.stations.all():
        if row.ends_on:
            item = _entered(row, parties.get(row.party_id) if row.party_id else None)
            stays.append(Stay(item.label, row.starts_on, row.ends_on, row.note, row.party_id))
    for party in parties.values():
        if party.agreed_on:
            stays.append(Stay(party.name, agreement.consultation_on, party.agreed_on))
    return sorted(stays, key=lambda stay: (stay.ends_on or date.min, stay.label), reverse=True)
