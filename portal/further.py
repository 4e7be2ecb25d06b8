"""Start pages of further functions: associations, districts, the pool of coaches, a town's accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from accounts.functions import MUNICIPAL, Function
from agreements.models import CooperationAgreement
from core import dates
from core.blocks import Due
from municipalities.models import Association, ContactPerson, District, Municipality
from portal.coaching import PoolStart, pool_start
from portal.waiting import tasks_of


@dataclass(frozen=True)
class AssociationStart:
    """An association the reader acts for: its members by name, and what it bears itself."""

    association: Association
    members: list[Municipality]
    agreements: list[CooperationAgreement]


@dataclass(frozen=True)
class DistrictStart:
    """A district the reader acts for; `url` is its page, where there is one."""

    district: District
    url: str
    tasks: list[Due]
    contacts: list[ContactPerson]


@dataclass(frozen=True)
class FurtherStarts:
    associations: list[AssociationStart]
    districts: list[DistrictStart]
    pool: PoolStart | None
    managed: list[Municipality]

    def __bool__(self) -> bool:
        return bool(self.associations or self.districts or self.pool or self.managed)


def further_starts(user: Any, held: Collection[str]) -> FurtherStarts:
    """What the functions beside office, town, police and coach open."""
    assignments = user.current_assignments()
    pool = frozenset(held) & {Function.COACHING_COORDINATION}
    return FurtherStarts(
        associations=[_association(user, item.association) for item in assignments if item.association],
        districts=[_district(user, item.district) for item in assignments if item.district],
        pool=pool_start(user, pool) if pool else None,
        managed=[item.municipality for item in assignments if item.function == Function.MUNICIPAL_ADMIN],
    )


def _association(user: Any, association: Association) -> AssociationStart:
    members = list(association.members_on(dates.today()).select_related("district"))
    readable = CooperationAgreement.objects.visible_to(user, as_=frozenset(MUNICIPAL)).with_parts().order_by("-pk")
    own = {item.municipality_id for item in user.current_assignments() if item.municipality_id}
    return AssociationStart(association, members, [row for row in readable if not own & set(row.municipality_ids)])


def _district(user: Any, district: District) -> DistrictStart:
    as_ = frozenset({Function.DISTRICT})
    contacts = ContactPerson.objects.visible_to(user, as_=as_).current(on=dates.today()).for_list()
    return DistrictStart(district, _page_of(district), tasks_of(user, as_), list(contacts))


def _page_of(district: District) -> str:
    try:
        return reverse("portal:district", args=[district.pk])
    except NoReverseMatch:
        return ""
