"""Rows of advice and tasks: calls, appointments, consultations, who is responsible, what is to be done."""

from datetime import time

import factory
from factory.django import DjangoModelFactory

from advice.models import AdviceStanding, Appointment, Consultation, ConsultationParticipant, Contact, Responsibility
from core import dates
from tasks.models import Task
from tests.factories.people import caseworker
from tests.factories.places import MunicipalityFactory


class _AboutTowns(DjangoModelFactory):
    """Rows about towns; `towns=[…]`, one of its own when left out."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @factory.post_generation
    def towns(self, create, extracted):
        if create:
            self.municipalities.set([MunicipalityFactory()] if extracted is None else extracted)


class CallFactory(_AboutTowns):
    class Meta:
        model = Contact

    happened_on = factory.LazyFunction(dates.today)
    text = "Bitte um Rückruf."
    noted_by = factory.LazyFunction(caseworker)


class AppointmentFactory(_AboutTowns):
    class Meta:
        model = Appointment

    takes_place_on = factory.LazyFunction(dates.today)
    start_time = time(10)
    agreed_on = factory.LazyFunction(dates.today)
    created_by = factory.LazyFunction(caseworker)


class ConsultationFactory(_AboutTowns):
    class Meta:
        model = Consultation

    held_on = factory.LazyFunction(dates.today)
    created_by = factory.LazyFunction(caseworker)

    class Params:
        shared = factory.Trait(
            result="Die Stadt gründet einen Präventionsrat.", shared_on=factory.LazyFunction(dates.today),
            shared_by=factory.LazyFunction(caseworker),
        )  # fmt: skip


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = ConsultationParticipant

    consultation = factory.SubFactory(ConsultationFactory)
    office = "Ordnungsamt"


class StandingFactory(DjangoModelFactory):
    class Meta:
        model = AdviceStanding

    municipality = factory.SubFactory(MunicipalityFactory)
    kind = AdviceStanding.Kind.RESTING
    starts_on = factory.LazyFunction(dates.today)
    reason = "Die Stelle ist unbesetzt."
    recorded_by = factory.LazyFunction(caseworker)


class ResponsibilityFactory(DjangoModelFactory):
    class Meta:
        model = Responsibility

    user = factory.LazyFunction(caseworker)
    municipality = factory.SubFactory(MunicipalityFactory)
    starts_on = factory.LazyFunction(dates.today)


class TaskFactory(_AboutTowns):
    """A task of the office, open and due today."""

    class Meta:
        model = Task

    title = "Rückruf"
    due_on = factory.LazyFunction(dates.today)
    created_by = factory.LazyFunction(caseworker)

    class Params:
        done = factory.Trait(done_on=factory.LazyFunction(dates.today), done_by=factory.LazyFunction(caseworker))
