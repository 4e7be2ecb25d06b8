"""What the search finds of papers: resolutions, and files by their names."""

from collections.abc import Collection, Iterable
from typing import Any

from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from core import formats
from core.searching import Hit, Query, Source
from documents.models import Document
from municipalities.models import Resolution


class Resolutions(Source):
    key, label, glyph = "beschluesse", "Beschlüsse", "d"
    functions = (*STATE_OFFICE, *MUNICIPAL, Function.DISTRICT)

    def found(self, query: Query, user: Any, as_: Collection[str]) -> Any:
        query = query.beside("beschluss", "beschlüsse")
        rows = query.matching(Resolution.objects.visible_to(user, as_=as_), *Resolution.SEARCHED)
        return rows.order_by("-decided_on", "-pk")

    def shown(self, rows: Any) -> Any:
        return rows.for_list()

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(row.subject, row.get_absolute_url(), [str(row), formats.day(row.decided_on)]) for row in rows]


class Files(Source):
    key, label, glyph = "dokumente", "Dokumente", "d"
    functions = (*STATE_OFFICE, *MUNICIPAL, Function.POLICE, Function.DISTRICT)

    def found(self, query: Query, user: Any, as_: Collection[str]) -> Any:
        """As readable as the record they belong to; what stands in them is not searched."""
        rows = query.matching(Document.objects.visible_to(user, as_=as_), *Document.SEARCHED)
        return rows.order_by("-stored_at", "-pk")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [
            Hit(row.filename, row.get_absolute_url(), [row.get_kind_display(), formats.filesize(row.size)])
            for row in rows
        ]
