"""What the search finds of places: towns, associations, districts; Sorbian and former names, too."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from core import collation
from core.searching import Hit, Query, Source
from municipalities.models import Association, District, Municipality


class Towns(Source):
    key, label, glyph = "kommunen", "Kommunen", "n"
    functions = (*STATE_OFFICE, *MUNICIPAL, Function.COACH)

    def found(self, query: Query, user: Any, as_: Collection[str]) -> Any:
        """By name, AGS or district; a predecessor's name finds its successor."""
        rows = Municipality.objects.visible_to(user, as_=as_).matching(query.text)
        return rows.by_match(query.text).order_by("match", "is_example", "sort_key", "ags")

    def shown(self, rows: Any) -> Any:
        return rows.select_related("district")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(row.name, row.get_absolute_url(), [row.name_hsb, row.kind_in_district]) for row in rows]


class Associations(Source):
    key, label, glyph = "zusammenschluesse", "Zusammenschlüsse", "n"
    functions = (*STATE_OFFICE, *MUNICIPAL, Function.DISTRICT)

    def found(self, query: Query, user: Any, as_: Collection[str]) -> Any:
        rows = Association.objects.visible_to(user, as_=as_)
        return rows.filter(_spelt("search_key", query)).order_by("sort_key", "pk")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(str(row), row.get_absolute_url(), [row.get_kind_display()]) for row in rows]


class Districts(Source):
    key, label, glyph = "landkreise", "Landkreise", "n"
    functions = STATE_OFFICE

    def found(self, query: Query, user: Any, as_: Collection[str]) -> Any:
        """Kreisfreie Städte are found as towns."""
        rows = District.objects.visible_to(user, as_=as_).filter(display_name__startswith="Landkreis")
        by_key = Q(key__startswith=query.text.strip() or "-")
        return rows.filter(_spelt("sort_key", query) | by_key).order_by("sort_key")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(row.display_name, row.get_absolute_url(), [row.name_hsb]) for row in rows]


def _spelt(field: str, query: Query) -> Q:
    """The name holds what was typed, in one of its spellings; nothing for what has no letters."""
    rule = Q(pk__in=())
    for form in collation.spellings(query.text):
        rule |= Q(**{f"{field}__contains": form})
    return rule
