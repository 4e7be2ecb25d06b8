"""What the search of the head line finds beside towns: people by name, and the name that was perhaps meant."""

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.db.models import Q
from django.urls import reverse

from core import collation, dates
from municipalities.models import ContactPerson

SHOWN, SHORTEST = 8, 3
# Below it the names of German towns all look alike.
ALIKE = 0.72


@dataclass(frozen=True)
class FoundPerson:
    """A function of today whose holder bears the name, with the body it belongs to."""

    label: str
    url: str
    notes: list[str]


def people_named(query: str, user: Any, as_: Collection[str]) -> list[FoundPerson]:
    """Functions of today by the name of who holds them; one query, none for what is too short to be a name."""
    forms = [form for form in collation.spellings(query) if len(form) >= SHORTEST and not form.isdigit()]
    if not forms:
        return []
    rule = Q(pk__in=())
    for form in forms:
        rule |= Q(person__sort_key__contains=form)
    readable = ContactPerson.objects.visible_to(user, as_=as_).current(on=dates.today())
    rows = readable.filter(rule).for_list().order_by("person__sort_key", "pk")[:SHOWN]
    return [_found(row) for row in rows]


def _found(row: ContactPerson) -> FoundPerson:
    body = str(row.body or "Geschäftsstelle")
    return FoundPerson(row.name, reverse("portal:person", args=[row.person_id]), [row.office, body])


def meant(query: str, towns: Any) -> str:
    """The name most like what was typed; empty where none is like it."""
    names = {collation.fold(name): name for name in towns.values_list("name", flat=True)}
    found = get_close_matches(collation.fold(query), names, n=1, cutoff=ALIKE)
    return names[found[0]] if found else ""
