"""Public bodies that bear rows: towns, associations, districts; who may write for them, and what they bear."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from accounts.functions import MUNICIPAL, STATE_WRITERS, Function
from core import dates, formats
from core.blocks import TimelineLine
from municipalities.models import Association, AssociationMembership, ContactPerson, Municipality, Resolution
from municipalities.models.contacts import ContactPersonQuerySet
from municipalities.models.resolutions import ResolutionQuerySet

# Functions that speak for a body from inside; the police directorate only reads what is kept of it.
INSIDE = (*MUNICIPAL, Function.DISTRICT)
FIELDS = {"policedirectorate": "police_directorate"}


def field_of(body: Any) -> str:
    """Name of the key by which rows say that this body bears them."""
    name = str(body._meta.model_name)
    return FIELDS.get(name, name)


def speaks_from_inside(body: Any, user: Any, as_: Collection[str]) -> bool:
    """Whether one of the functions is held for this very body."""
    key = f"{field_of(body)}_id"
    own = frozenset(as_) & set(INSIDE)
    return any(item.function in own and getattr(item, key) == body.pk for item in user.current_assignments())


def may_enter(body: Any, user: Any, as_: Collection[str]) -> bool:
    """The office everywhere, whoever speaks for a body from inside in that body; a coach nowhere."""
    return bool(frozenset(as_) & set(STATE_WRITERS)) or speaks_from_inside(body, user, as_)


@dataclass(frozen=True)
class Contacts:
    """The functions of a body as a reader may know them."""

    current: list[ContactPerson]
    upcoming: list[ContactPerson]
    vacant: list[ContactPerson]
    former: list[ContactPerson]

    @property
    def any(self) -> bool:
        return bool(self.current or self.upcoming or self.vacant or self.former)


FIRST = {ContactPerson.Role.COORDINATION.value: 0, ContactPerson.Role.HEAD.value: 1}


def contacts_at(body: Any, user: Any, as_: Collection[str]) -> Contacts:
    """Who is in a function today, who will be, which functions nobody holds, and who held them; one query."""
    readable: ContactPersonQuerySet = ContactPerson.objects.visible_to(user, as_=as_)
    return sorted_contacts(readable.filter(**{field_of(body): body}).for_list())


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
class Belonging:
    """An association a town belongs or belonged to."""

    association: Association
    words: str


def associations_of(town: Municipality, user: Any, as_: Collection[str]) -> list[Belonging]:
    """„gehört zu“: memberships of today first, then former ones."""
    rows = AssociationMembership.objects.visible_to(user, as_=as_).filter(municipality=town)
    listed = sorted(rows.for_list(), key=lambda row: (has_left(row), row.association.sort_key))
    return [Belonging(row.association, period_words(row)) for row in listed]


def has_left(row: AssociationMembership) -> bool:
    return row.ends_on is not None and row.ends_on < dates.today()


def period_words(row: AssociationMembership) -> str:
    """„Mitglied seit 1. Januar 2020“, „als Mitglied belegt seit …“, „Mitglied vom … bis …“."""
    begins = formats.day(row.starts_on)
    if row.ends_on:
        word = "vom" if row.has_known_start else "(belegt) vom"
        return f"Mitglied {word} {begins} bis {formats.day(row.ends_on)}"
    if row.starts_on > dates.today():
        return f"Mitglied ab {begins}"
    return f"Mitglied seit {begins}" if row.has_known_start else f"als Mitglied belegt seit {begins}"
