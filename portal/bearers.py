"""Public bodies that bear rows: towns, associations, districts; who may write for them, and what they bear."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.functions import MUNICIPAL, STATE_WRITERS, Function
from core import dates
from core.blocks import TimelineLine
from municipalities.models import AssociationMembership, ContactPerson, Municipality, Resolution
from municipalities.models.bearers import BODIES
from municipalities.models.contacts import ContactPersonQuerySet
from municipalities.models.resolutions import ResolutionQuerySet

# Functions that speak for a body from inside; the police directorate only reads what is kept of it.
INSIDE = (*MUNICIPAL, Function.DISTRICT)
FIELDS = {"policedirectorate": "police_directorate"}


class Office:
    """The state office itself: no row of its own, it bears what names no other body."""

    pk = dissolved_on = None

    def __str__(self) -> str:
        return "Geschäftsstelle des Landespräventionsrates"

    def get_absolute_url(self) -> str:
        return reverse("portal:state_office")


OFFICE = Office()


def field_of(body: Any) -> str:
    """Name of the key by which rows say that this body bears them; empty for the office."""
    if isinstance(body, Office):
        return ""
    name = str(body._meta.model_name)
    return FIELDS.get(name, name)


def borne(body: Any) -> dict[str, Any]:
    """What singles out the contacts of a body: its key, or none at all for the office."""
    field = field_of(body)
    return {field: body} if field else dict.fromkeys(BODIES)


def speaks_from_inside(body: Any, user: Any, as_: Collection[str]) -> bool:
    """Whether one of the functions is held for this very body."""
    field = field_of(body)
    if not field:
        return False
    key = f"{field}_id"
    own = frozenset(as_) & set(INSIDE)
    return any(item.function in own and getattr(item, key) == body.pk for item in user.current_assignments())


def may_enter(body: Any, user: Any, as_: Collection[str]) -> bool:
    """The office everywhere, whoever speaks for a body from inside in that body; a coach nowhere."""
    return bool(frozenset(as_) & set(STATE_WRITERS)) or speaks_from_inside(body, user, as_)


def is_open(body: Any) -> bool:
    """Whether anything new can still be entered for a body: it has not been dissolved."""
    return getattr(body, "dissolved_on", None) is None or bool(body.dissolved_on > dates.today())


@dataclass(frozen=True)
class Contacts:
    """The functions of a body as a reader may know them."""

    current: list[ContactPerson]
    upcoming: list[ContactPerson]
    vacant: list[ContactPerson]
    former: list[ContactPerson]

    @property
    def all(self) -> list[ContactPerson]:
        """The way through the years: what is to come first, what is long over last."""
        return [*self.upcoming, *self.current, *self.former]

    @property
    def any(self) -> bool:
        return bool(self.all)


FIRST = {ContactPerson.Role.COORDINATION.value: 0, ContactPerson.Role.HEAD.value: 1}


def contacts_at(body: Any, user: Any, as_: Collection[str]) -> Contacts:
    """Who is in a function today, who will be, which functions nobody holds, and who held them; one query."""
    readable: ContactPersonQuerySet = ContactPerson.objects.visible_to(user, as_=as_)
    return sorted_contacts(readable.filter(**borne(body)).for_list())


def sorted_contacts(rows: Any) -> Contacts:
    """Functions by how they stand today. Vacant: the last holder of a post has gone and nobody has followed."""
    today = dates.today()
    listed = sorted(rows, key=lambda row: (FIRST.get(row.role, len(FIRST)), row.name, row.pk))
    current = [row for row in listed if row.starts_on <= today and not row.has_ended]
    upcoming = [row for row in listed if row.starts_on > today]
    ended = sorted((row for row in listed if row.has_ended), key=lambda row: (row.ends_on, row.pk), reverse=True)
    held = {row.post for row in current}
    vacant: list[ContactPerson] = []
    for row in ended:
        if row.post not in held and not row.is_discontinued:
            vacant.append(row)
        held.add(row.post)
    return Contacts(current, upcoming, vacant, ended)


def address_among(rows: Collection[ContactPerson]) -> dict[str, str]:
    """Where a body's other contacts sit, as a proposal for the next one: most often it is the same town hall."""
    known = next((row for row in rows if row.city), None)
    return {name: getattr(known, name) for name in ("street", "postal_code", "city")} if known else {}


def resolutions_of(body: Any, user: Any, as_: Collection[str]) -> list[Resolution]:
    """The body's resolutions this reader may know, the newest first."""
    readable: ResolutionQuerySet = Resolution.objects.visible_to(user, as_=as_)
    return list(readable.filter(**{field_of(body): body}).for_list())


def resolution_lines(resolutions: Collection[Resolution]) -> list[TimelineLine]:
    """Resolutions as lines of a town's history."""
    return [
        TimelineLine(
            row.decided_on, "Beschluss gefasst", f"{row.label}: {row.subject}", row.get_absolute_url(), "d", False
        )
        for row in resolutions
    ]


@dataclass(frozen=True)
class Borne:
    """What an association or a district bears itself, as a reader may know it."""

    body: Any
    contacts: Contacts
    resolutions: list[Resolution]
    may_enter: bool


def borne_by(body: Any, user: Any, as_: Collection[str]) -> Borne:
    enters = is_open(body) and may_enter(body, user, as_)
    return Borne(body, contacts_at(body, user, as_), resolutions_of(body, user, as_), enters)


def associations_of(town: Municipality, user: Any, as_: Collection[str]) -> list[AssociationMembership]:
    """„gehört zu“: memberships of today first, then former ones."""
    rows = AssociationMembership.objects.visible_to(user, as_=as_).filter(municipality=town)
    return sorted(rows.for_list(), key=lambda row: (row.has_left, row.association.sort_key))
