"""What stands beside a Telefonvermerk once the town is known: whose it is, what is around it, what was before."""

from collections.abc import Collection
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.db.models import ExpressionWrapper, F, FloatField, Value
from django.db.models.functions import Power

from advice.models import Appointment, Consultation, Contact, Responsibility
from agreements.models import CooperationAgreement
from core import dates, formats
from municipalities.models import Association, AssociationMembership, ContactPerson, Municipality
from portal.advice import about, open_tasks, responsible_for
from portal.board import BoardRow, rows_of
from portal.own import leading
from portal.town import AgreementRow, agreements_of
from tasks.models import Task

NEIGHBOURS, SHOWN = 6, 5
KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Neighbour:
    """A town nearby with its blocks; `km` as the crow flies between the official middles."""

    row: BoardRow
    km: float

    @property
    def distance(self) -> str:
        return f"{formats.number(self.km)} km"


@dataclass(frozen=True)
class Surroundings:
    """Everything the office knows about a town that calls."""

    own: BoardRow
    responsible: Responsibility | None
    associations: list[Association]
    people: list[ContactPerson]
    contacts: list[Contact]
    appointments: list[Appointment]
    consultations: list[Consultation]
    tasks: list[Task]
    agreement: AgreementRow | None
    neighbours: list[Neighbour]

    @property
    def town(self) -> Municipality:
        return self.own.municipality


def surroundings_of(town: Municipality, user: Any, as_: Collection[str]) -> Surroundings:
    """One town; a constant number of queries."""
    today = dates.today()
    near = nearest(town, user, as_)
    rows = rows_of([town, *near], today, internal=True)
    members = AssociationMembership.objects.visible_to(user, as_=as_).current(on=today).filter(municipality=town)
    existing = Association.objects.visible_to(user, as_=as_).existing(on=today)
    people = ContactPerson.objects.visible_to(user, as_=as_).current(on=today).filter(municipality=town)
    return Surroundings(
        own=rows[0],
        responsible=responsible_for(town, user, as_),
        associations=list(existing.filter(pk__in=members.values("association_id"))),
        people=list(people),
        contacts=list(about(Contact, town, user, as_).select_related("noted_by")[:SHOWN]),
        appointments=list(about(Appointment, town, user, as_).planned()),
        consultations=list(about(Consultation, town, user, as_)[:SHOWN]),
        tasks=list(open_tasks(town, user, as_)[:SHOWN]),
        agreement=_leading(town, agreements_of(town, user, as_)),
        neighbours=[Neighbour(row, place.km2**0.5) for row, place in zip(rows[1:], near, strict=True)],
    )


def nearest(town: Municipality, user: Any, as_: Collection[str]) -> list[Any]:
    """The towns nearest to one, in one query; invented ones only beside invented ones.

    Saxony is small enough for a plane: a degree of longitude is shorter by the cosine of the latitude.
    """
    if town.latitude is None or town.longitude is None:
        return []
    north = _squared("latitude", float(town.latitude), KM_PER_DEGREE)
    east = _squared("longitude", float(town.longitude), KM_PER_DEGREE * cos(radians(float(town.latitude))))
    existing = Municipality.objects.visible_to(user, as_=as_).existing(on=dates.today())
    others = existing.filter(is_example=town.is_example).exclude(pk=town.pk)
    located = others.exclude(latitude=None).exclude(longitude=None)
    return list(located.annotate(km2=north + east).order_by("km2", "pk").select_related("district")[:NEIGHBOURS])


def _squared(field: str, origin: float, km: float) -> Any:
    apart = ExpressionWrapper((F(field) - Value(origin)) * Value(km), output_field=FloatField())
    return Power(apart, Value(2.0), output_field=FloatField())


def _leading(town: Municipality, rows: list[AgreementRow]) -> AgreementRow | None:
    """The agreement that counts now: under way before in force before closed."""
    agreements: list[CooperationAgreement] = [row.agreement for row in rows]
    chosen = leading(town, agreements)
    return next((row for row in rows if row.agreement is chosen), None)
