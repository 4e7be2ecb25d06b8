"""Rows of places, of the people there and of what their councils decided."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from core import dates
from municipalities.models import (
    Association,
    AssociationMembership,
    ContactPerson,
    District,
    Municipality,
    Person,
    PoliceDirectorate,
    Resolution,
)


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

    class Params:
        coordination = factory.Trait(role=ContactPerson.Role.COORDINATION, office="ASSKomm-Koordination")
