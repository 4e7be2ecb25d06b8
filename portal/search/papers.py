"""What the search finds of papers: resolutions, and files by their names."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from core import formats
from core.searching import Hit, Query, Written
from documents.models import Document
from municipalities.models import Resolution


class Resolutions(Written):
    key, label, glyph = "beschluesse", "Beschlüsse", "d"
    functions = (*STATE_OFFICE, *MUNICIPAL, Function.DISTRICT)
    newest, names = ("decided_on", "pk"), ("beschluss", "beschlüsse")

    def readable(self, user: Any, as_: Collection[str]) -> Any:
        return Resolution.objects.visible_to(user, as_=as_)

    def fields(self, as_: Collection[str]) -> Sequence[str]:
        return Resolution.SEARCHED

    def shown(self, rows: Any) -> Any:
        return rows.for_list()

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(row.subject, row.get_absolute_url(), [str(row), formats.day(row.decided_on)]) for row in rows]


class Files(Written):
    key, label, glyph = "dokumente", "Dokumente", "d"
    functions = (*STATE_OFFICE, *MUNICIPAL, Function.POLICE, Function.DISTRICT)
    newest = ("stored_at", "pk")

    def readable(self, user: Any, as_: Collection[str]) -> Any:
        """As the record they belong to."""
        return Document.objects.visible_to(user, as_=as_)

    def fields(self, as_: Collection[str]) -> Sequence[str]:
        """Their names; what stands in them is not searched."""
        return Document.SEARCHED

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [
            Hit(row.filename, row.get_absolute_url(), [row.get_kind_display(), formats.filesize(row.size)])
            for row in rows
        ]
