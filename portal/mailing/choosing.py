"""Choosing the contacts of a Verteiler: which bodies stand behind a list, and whom of them the reader may know."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from core import dates
from core.scoping import NOTHING
from municipalities.models import AssociationMembership, ContactPerson, District
from portal.mailing.recipients import ASSOCIATIONS, DISTRICTS, POLICE, TOWNS, Recipients
from portal.mailing.sources import Listed


def recipients_of(
    listed: Listed, user: Any, as_: Collection[str], *, roles: list[str], bodies: list[str], prefers: str
) -> Recipients:
    """Contacts of today that this person may read, of the bodies behind a list; a constant number of queries."""
    readable = ContactPerson.objects.visible_to(user, as_=as_).current(on=dates.today())
    rows = readable.filter(_of_bodies(listed, bodies, user, as_), role__in=roles).for_list()
    order = {town.pk: place for place, town in enumerate(listed.towns)}
    last = len(order)
    related = rows.select_related("person", "municipality__district", "association", "district", "police_directorate")
    return Recipients(
        sorted(related, key=lambda row: (order.get(row.municipality_id or 0, last), _place(row.role, roles), row.pk)),
        listed.towns, roles, bodies, prefers,
    )  # fmt: skip


def _of_bodies(listed: Listed, bodies: Iterable[str], user: Any, as_: Collection[str]) -> Q:
    towns = [town.pk for town in listed.towns]
    districts = {town.district_id for town in listed.towns}
    members = AssociationMembership.objects.visible_to(user, as_=as_).current(on=dates.today())
    members = members.filter(municipality__in=towns)
    # A list of associations means these; any other list those its towns belong to.
    unions = listed.associations or members.values("association_id")
    police = District.objects.visible_to(user, as_=as_).filter(pk__in=districts).values("police_directorate")
    rules = {
        TOWNS: Q(municipality__in=towns),
        ASSOCIATIONS: Q(association__in=unions),
        DISTRICTS: Q(district__in=districts),
        POLICE: Q(police_directorate__in=police),
    }
    rule = NOTHING
    for body in bodies:
        rule |= rules[body]
    return rule


def _place(role: str, roles: list[str]) -> int:
    return roles.index(role) if role in roles else len(roles)
