"""What stands beside a Telefonvermerk once the town is known: whose it is, what is around it, what was before."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from advice.models import Appointment, Consultation, Contact, Responsibility
from agreements.models import CooperationAgreement
from core import dates
from municipalities.models import Association, AssociationMembership, ContactPerson, Municipality
from portal.advice import about, open_tasks, responsible_for
from portal.board import BoardRow, rows_of
from portal.neighbours import Neighbour, nearest
from portal.own import leading
from portal.town import AgreementRow, agreements_of
from tasks.models import Task

SHOWN = 5


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


def _leading(town: Municipality, rows: list[AgreementRow]) -> AgreementRow | None:
    """The agreement that counts now: under way before in force before closed."""
    agreements: list[CooperationAgreement] = [row.agreement for row in rows]
    chosen = leading(town, agreements)
    return next((row for row in rows if row.agreement is chosen), None)
