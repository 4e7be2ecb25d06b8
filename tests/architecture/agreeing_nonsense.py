"""Nonsense about agreeing a text that the database refuses; part of tests/architecture/agreement_nonsense.py."""

from datetime import date

from agreements.models import Station
from tests.factories import (
    AgreementFactory,
    CarriedConsentFactory,
    ReceivedPaperFactory,
    ResolutionFactory,
    StationFactory,
)

DAY = date(2023, 4, 25)


def station(**values):
    Station.objects.filter(pk=StationFactory().pk).update(**values)


def office(**values):
    AgreementFactory().parties.filter(kind="state_office").update(**values)


def second_open_station():
    StationFactory(agreement=StationFactory().agreement)


def carried_twice():
    CarriedConsentFactory(party=CarriedConsentFactory().party)


def agreeing_nonsense(proposal):
    """`proposal` makes a row past every action."""
    return {
        "proposal_outcome_only_when_settled": [lambda: proposal(outcome="taken")],
        "proposal_wording_is_for_a_clause": [lambda: proposal(suggestion="Anders.")],
        "party_only_a_council_decides": [
            lambda: office(resolution_need="needed"),
            lambda: office(resolution=ResolutionFactory()),
        ],
        "received_paper_has_source": [lambda: ReceivedPaperFactory(source="")],
        "station_ends_after_start": [lambda: station(ends_on=date(2023, 4, 24))],
        "station_of_a_party_names_it": [lambda: station(place="council"), lambda: station(place="police")],
        "station_only_a_council_meets": [lambda: station(meets_on=DAY)],
        "station_one_open_per_party": [second_open_station],
        "carried_consent_has_reason": [lambda: CarriedConsentFactory(reason="")],
        "carried_consent_goes_on": [lambda: CarriedConsentFactory(version=1)],
        "carried_consent_once": [carried_twice],
    }
