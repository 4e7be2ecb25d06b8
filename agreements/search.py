"""What the search finds of agreements: town, association, Aktenzeichen, number or day of signing."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from agreements.models import CooperationAgreement
from core import dates
from core.searching import Hit, Query, Source

# What an agreement is called tells none of them from the others.
GENERIC = ("kooperationsvereinbarung", "vorvereinbarung", "vereinbarung", "vereinbarungen", "nr")


class Agreements(Source):
    key, label, glyph = "vereinbarungen", "Vereinbarungen", "v"
    functions = (*STATE_OFFICE, *MUNICIPAL, Function.POLICE)

    def found(self, query: Query, user: Any, as_: Collection[str]) -> Any:
        rows = CooperationAgreement.objects.visible_to(user, as_=as_)
        words = [word.typed for word in query.words if word.typed not in GENERIC]
        text = query.text if len(words) == len(query.words) else " ".join(words)
        if query.words and not words:
            return rows.order_by("-signed_on", "-pk")
        # Each for itself: joined by an "or" inside one condition, the index on the words would not be asked.
        rule = Q(pk__in=query.matching(rows, *CooperationAgreement.SEARCHED).values("pk"))
        if text.strip():
            rule |= Q(pk__in=rows.matching(text, on=dates.today()).order_by().values("pk"))
        return rows.filter(rule).order_by("-signed_on", "-pk")

    def first(self, query: Query, user: Any, as_: Collection[str], count: int) -> list[Any]:
        """Which they are is asked first: what a list shows of each is dear, and mostly there is none."""
        keys = list(self.found(query, user, as_).values_list("pk", flat=True)[:count])
        readable = CooperationAgreement.objects.visible_to(user, as_=as_)
        return list(self.shown(readable.filter(pk__in=keys))) if keys else []

    def shown(self, rows: Any) -> Any:
        return rows.with_parties().order_by("-signed_on", "-pk")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(str(row), row.get_absolute_url(), [row.get_status_display(), row.file_reference]) for row in rows]
