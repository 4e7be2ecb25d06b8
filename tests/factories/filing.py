"""Rows of the file of record: what was filed, and packages."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from core import dates
from filing.models import Filing, Package
from tests.factories.advice import ConsultationFactory
from tests.factories.people import caseworker


class FilingFactory(DjangoModelFactory):
    class Meta:
        model = Filing

    owner = factory.LazyFunction(ConsultationFactory)
    number = 0
    file_reference = "LPR-0144.8/1/2023"
    filed_on = factory.LazyFunction(dates.today)
    filed_by = factory.LazyFunction(caseworker)


class PackageFactory(DjangoModelFactory):
    class Meta:
        model = Package

    collection = "vereinbarungen"
    title = "Unterzeichnete Vereinbarungen"
    functions = ["state_lead"]
    record_ids = [1]
    requested_by = factory.LazyFunction(caseworker)

    class Params:
        made = factory.Trait(
            started_at=factory.LazyFunction(dates.now), finished_at=factory.LazyFunction(dates.now),
            file="packages/muster", sha256="0" * 64, size=1,
            expires_on=factory.LazyFunction(lambda: dates.today() + timedelta(days=14)),
        )  # fmt: skip
