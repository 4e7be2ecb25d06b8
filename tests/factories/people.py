"""Rows of whoever signs in: accounts, functions, invitations."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory, Password

from accounts.functions import Function
from accounts.models import Absence, Activation, Arrival, Assignment, Invitation, UsageAgreement, User
from accounts.models.bearers import ACTIVATED, bearer_of
from accounts.models.invitations import hash_of
from core import dates

PASSWORD = "ein langes Kennwort"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ("email",)

    email = factory.Sequence(lambda n: f"person-{n}@stadt.example")
    name = factory.LazyAttribute(lambda row: row.email.partition("@")[0])
    password = Password(PASSWORD)


# The start of the programme: from here on every body of a test may act, unless the test says otherwise.
ACTIVATED_ON = date(2019, 2, 6)


class UsageAgreementFactory(DjangoModelFactory):
    class Meta:
        model = UsageAgreement
        django_get_or_create = ("version",)

    version = 1
    text = "## Gegenstand\n\nDie Anwendung wird gemeinsam genutzt."


def activated(body, starts_on=ACTIVATED_ON):
    """A town, an association or a district that has agreed to the Nutzungsvereinbarung; the body itself."""
    if not Activation.objects.of(body).filter(ends_on=None).exists():
        terms = UsageAgreementFactory()
        Activation.objects.create(usage_agreement=terms, starts_on=starts_on, **{bearer_of(body): body})
    return body


class AssignmentFactory(DjangoModelFactory):
    """A function held from today on; the state office's reading one unless told otherwise. Activates its body."""

    class Meta:
        model = Assignment
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    function = Function.STATE_READER
    starts_on = factory.LazyFunction(dates.today)

    @factory.post_generation
    def activates(self, create, extracted, **values):
        """`activates=False` leaves the body as it is."""
        if create and extracted is not False and self.bearer in ACTIVATED:
            activated(self.body)


def person(email, function=None, *, name="", **values):
    """Whoever signs in with this address; she holds `function` (once, however often this is called)."""
    user = UserFactory(email=email, **({"name": name} if name else {}))
    if function and not user.assignments.filter(function=function).exists():
        AssignmentFactory(user=user, function=function, **values)
    return user


def lead():
    return person("leitung@lpr.example", Function.STATE_LEAD, name="Leitung der Geschäftsstelle")


def caseworker():
    return person("sachbearbeitung@lpr.example", Function.STATE_CASEWORK, name="Sachbearbeitung ASSKomm")


class AbsenceFactory(DjangoModelFactory):
    """Away from today on for a week; nobody stands in unless told otherwise."""

    class Meta:
        model = Absence

    user = factory.LazyFunction(caseworker)
    starts_on = factory.LazyFunction(dates.today)
    ends_on = factory.LazyFunction(lambda: dates.today() + timedelta(days=6))
    entered_by = factory.SelfAttribute("user")


class ArrivalFactory(DjangoModelFactory):
    """Somebody who has signed in twice; the first time, up to which everything is seen, yesterday."""

    class Meta:
        model = Arrival
        django_get_or_create = ("user",)

    user = factory.LazyFunction(caseworker)
    last_at = factory.LazyFunction(timezone.now)
    last_on = factory.LazyFunction(dates.today)
    before_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    before_on = factory.LazyFunction(lambda: dates.today() - timedelta(days=1))
    seen_at = factory.SelfAttribute("before_at")
    seen_on = factory.SelfAttribute("before_on")


class InvitationFactory(DjangoModelFactory):
    """An open invitation; `token` is what stands in its link."""

    class Meta:
        model = Invitation
        exclude = ("token",)

    token = factory.Sequence(lambda n: f"einladung-{n}")
    email = factory.Sequence(lambda n: f"eingeladen-{n}@stadt.example")
    name = "Eingeladene Person"
    function = Function.STATE_READER
    invited_by = factory.LazyFunction(lead)
    token_hash = factory.LazyAttribute(lambda row: hash_of(row.token))
    sent_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


def coordinator_of(*towns):
    """One person who coordinates all of these towns."""
    user = UserFactory()
    for town in towns:
        AssignmentFactory(user=user, function=Function.COORDINATION, municipality=town)
    return user
