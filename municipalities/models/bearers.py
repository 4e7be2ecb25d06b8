"""What rows borne by a public body have in common: whose they are, and which functions reach them."""

from typing import Any

from django.db.models import Q

from core.scoping import NOTHING, Grant
from core.visibility import Visibility

BODIES = ("municipality", "police_directorate", "association", "district")


def held_by_one(*bodies: str, or_none: bool = False) -> Q:
    """Condition: exactly one of the keys is set (or, with `or_none`, at most one)."""
    one_each = [Q(**{f"{name}__isnull": name != held for name in bodies}) for held in bodies]
    if or_none:
        one_each.append(Q(**{f"{name}__isnull": True for name in bodies}))
    rule = one_each[0]
    for condition in one_each[1:]:
        rule |= condition
    return rule


def borne_by_own(grant: Grant) -> Q:
    """Rows borne by the associations and districts a function is held for, from the function's rung upwards."""
    rule = NOTHING
    if grant.associations is not None:
        rule |= Q(association__in=grant.associations, visibility__gte=grant.floor)
    if grant.districts is not None:
        rule |= Q(district__in=grant.districts, visibility__gte=grant.floor)
    return rule


def places_of(row: Any) -> list[int]:
    """The municipality a row belongs to, for the record of an action; none where another body bears it."""
    return [row.municipality_id] if row.municipality_id else []


INSIDE_WORDS = {
    "municipality": "nur unsere Kommune",
    "police_directorate": "nur unsere Polizeidirektion",
    "association": "nur unser Zusammenschluss",
    "district": "nur unser Landkreis",
}


def inside_words(body: str) -> str:
    """What the rung below the office is called by whoever keeps a row to itself."""
    return INSIDE_WORDS.get(body, Visibility.OWN_PLACE.label)
