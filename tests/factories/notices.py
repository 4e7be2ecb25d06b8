"""Rows of the operator's texts and of reported barriers."""

import factory
from factory.django import DjangoModelFactory

from core import dates
from notices.models import BarrierReport, Notice


class NoticeFactory(DjangoModelFactory):
    """The first version of the Datenschutzhinweise unless told otherwise."""

    class Meta:
        model = Notice

    kind = Notice.Kind.PRIVACY
    version = 1
    text = "## Wer verantwortlich ist\n\nDer Landespräventionsrat."


class BarrierReportFactory(DjangoModelFactory):
    class Meta:
        model = BarrierReport

    description = "Die Taste „Speichern“ war mit der Tastatur nicht zu erreichen."
    received_on = factory.LazyFunction(dates.today)
