"""Rows of agreeing a text: where it lies, what came in, whose consent goes on."""

import factory
from factory.django import DjangoModelFactory

from agreements.models import CarriedConsent, ReceivedPaper, Station
from core import dates
from tests.factories.agreements import AgreementFactory
from tests.factories.people import caseworker


def _town_of_a_new_agreement():
    return AgreementFactory(consultation=True).parties.get(kind="municipality")


class StationFactory(DjangoModelFactory):
    """The Hausleitung has it, unless a party and one of its places are named."""

    class Meta:
        model = Station

    agreement = factory.LazyAttribute(
        lambda row: row.party.agreement if row.party else AgreementFactory(consultation=True)
    )
    party = None
    place = Station.Place.LEADERSHIP
    starts_on = factory.LazyFunction(dates.today)
    made_by = factory.LazyFunction(caseworker)


class ReceivedPaperFactory(DjangoModelFactory):
    class Meta:
        model = ReceivedPaper

    party = factory.LazyFunction(_town_of_a_new_agreement)
    kind = ReceivedPaper.Kind.RETURNED
    version = 1
    received_on = factory.LazyFunction(dates.today)
    source = "E-Mail des Rechtsamts"
    made_by = factory.LazyFunction(caseworker)


class CarriedConsentFactory(DjangoModelFactory):
    class Meta:
        model = CarriedConsent

    party = factory.LazyFunction(_town_of_a_new_agreement)
    agreed_version = 1
    version = 2
    what = "Text geändert: § 6 Beitrag der Polizeidirektion"
    reason = "Betrifft nur die Polizei."
    hash_before = "0" * 64
    hash_after = "1" * 64
    decided_on = factory.LazyFunction(dates.today)
    decided_by = factory.LazyFunction(caseworker)
