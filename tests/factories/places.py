"""Rows of places, of the people there and of what their councils decided."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from core import dates
from municipalities.models import (
    Association,
    AssociationMembership,
    ConfirmationRequest,
    ContactNotice,
    ContactPerson,
    District,
    Municipality,
    NoticeText,
    Person,
    PoliceDirectorate,
    Resolution,
)
from municipalities.models.confirmations import hash_of
from municipalities.models.notice_texts import GAP
from municipalities.samples import sample_notice


class PoliceDirectorateFactory(DjangoModelFactory):
    class Meta:
        model = PoliceDirectorate
        django_get_or_create = ("key",)

    key = factory.Sequence(lambda n: f"pd-{n}")
    name = factory.LazyAttribute(lambda row: f"Polizeidirektion {row.key.title()}")
    short_name = factory.LazyAttribute(lambda row: f"PD {row.key.title()}")


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("key",)

    key = factory.Sequence(lambda n: f"{20000 + n}")
    name = factory.Sequence(lambda n: f"Musterkreis {n}")
    display_name = factory.LazyAttribute(lambda row: f"Landkreis {row.name}")
    police_directorate = factory.SubFactory(PoliceDirectorateFactory)


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality
        django_get_or_create = ("ags",)

    ags = factory.Sequence(lambda n: f"{20000000 + n}")
    ars = factory.LazyAttribute(lambda row: f"{row.ags}0000")
    name = factory.Sequence(lambda n: f"Musterort {n}")
    kind = Municipality.Kind.TOWN
    district = factory.SubFactory(DistrictFactory)


class AssociationFactory(DjangoModelFactory):
    """An alliance since the start of the programme; `members` belong to it from its first day on."""

    class Meta:
        model = Association
        skip_postgeneration_save = True

    kind = Association.Kind.ALLIANCE
    name = factory.Sequence(lambda n: f"Städtebund {n}")
    district = factory.SubFactory(DistrictFactory)
    founded_on = date(2019, 2, 6)

    @factory.post_generation
    def members(self, create, extracted, **kwargs):
        for town in extracted or []:
            AssociationMembershipFactory(association=self, municipality=town, starts_on=self.founded_on)


class AssociationMembershipFactory(DjangoModelFactory):
    class Meta:
        model = AssociationMembership

    association = factory.SubFactory(AssociationFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    starts_on = factory.LazyFunction(dates.today)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Erika Beispiel {n}")


class ResolutionFactory(DjangoModelFactory):
    """A resolution of a town; of another bearer when `municipality` is None."""

    class Meta:
        model = Resolution

    municipality = factory.SubFactory(MunicipalityFactory)
    council = "Stadtrat"
    decided_on = factory.LazyFunction(dates.today)
    subject = "Beitritt zum ASSKomm-Verbund"


class ContactFactory(DjangoModelFactory):
    """A contact of a town; of another body or the office when `municipality` is None. `name` makes a person."""

    class Meta:
        model = ContactPerson
        exclude = ("name",)

    name = ""
    person = factory.LazyAttribute(lambda row: PersonFactory(name=row.name) if row.name else None)
    municipality = factory.SubFactory(MunicipalityFactory)
    office = "Sachgebiet Ordnung"
    starts_on = factory.LazyFunction(dates.today)
    entered_on = factory.LazyFunction(dates.today)

    class Params:
        coordination = factory.Trait(role=ContactPerson.Role.COORDINATION, office="ASSKomm-Koordination")


class ConfirmationRequestFactory(DjangoModelFactory):
    """A town was asked today by a link with this `token`, which works for two months."""

    class Meta:
        model = ConfirmationRequest
        exclude = ("token",)

    token = factory.Sequence(lambda n: f"bestaetigung-{n}")
    municipality = factory.SubFactory(MunicipalityFactory)
    recipient = "praevention@stadt.example"
    token_hash = factory.LazyAttribute(lambda row: hash_of(row.token))
    asked_on = factory.LazyFunction(dates.today)
    expires_at = factory.LazyFunction(lambda: dates.now() + timedelta(days=60))


class NoticeTextFactory(DjangoModelFactory):
    """The delivered sample as first version; `complete` has no gap left."""

    class Meta:
        model = NoticeText

    version = factory.Sequence(lambda n: n + 1)
    published_on = factory.LazyFunction(dates.today)
    published_by = "Leitung der Geschäftsstelle"
    subject, body, controller, purpose, storage, rights = (
        factory.LazyAttribute(lambda row, name=name: _text(name, filled=row.is_complete))
        for name in ("subject", "body", "controller", "purpose", "storage", "rights")
    )

    class Params:
        is_complete = False
        complete = factory.Trait(is_complete=True)


def _text(name, *, filled):
    text = sample_notice()[name]
    return GAP.sub("ausgefüllt", text) if filled else text


class ContactNoticeFactory(DjangoModelFactory):
    """Somebody who is still to be informed."""

    class Meta:
        model = ContactNotice

    contact = factory.SubFactory(ContactFactory, name="Erika Beispiel", email="beispiel@stadt.example")
    opened_on = factory.LazyFunction(dates.today)
