"""Asking every source for a query; the list of sources is here, the blocks add their own."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse

from core.searching import Hit, Query, Source
from portal.blocks import BLOCKS
from portal.search.papers import Files, Resolutions
from portal.search.people import Accounts, People
from portal.search.places import Associations, Districts, Towns
from tasks.search import Tasks

SOURCES: tuple[Source, ...] = (
    Towns(), Associations(), Districts(), People(), Accounts(),
    *(source for block in reversed(BLOCKS) for source in block.search()),
    Resolutions(), Tasks(), Files(),
)  # fmt: skip
# Of each kind on the page of all kinds; the page of one kind has them all.
SHOWN, PAGE_SIZE = 5, 50


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    source: Source
    hits: list[Hit]
    more_url: str = ""

    @property
    def more_label(self) -> str:
        return f"Alle Treffer: {self.source.label}" if self.more_url else ""


def sources_for(as_: Collection[str]) -> list[Source]:
    """What can be searched by these functions; a hit nobody may open is none."""
    return [source for source in SOURCES if frozenset(as_) & set(source.functions)]


def everything(query: Query, user: Any, as_: Collection[str]) -> list[Group]:
    """The best of every kind; one query each, however much there is."""
    if query.is_empty:
        return []
    groups = [_group(source, query, user, as_) for source in sources_for(as_)]
    return [group for group in groups if group.hits]


def _group(source: Source, query: Query, user: Any, as_: Collection[str]) -> Group:
    reached = frozenset(as_) & set(source.functions)
    rows = source.first(query, user, reached, SHOWN + 1)
    more = f"{reverse('portal:search')}?{urlencode({'q': query.text, 'art': source.key})}" if len(rows) > SHOWN else ""
    return Group(source, source.hits(rows[:SHOWN], query), more)


def one_kind(
    source: Source, query: Query, user: Any, as_: Collection[str], page_number: str | None
) -> tuple[Page[Any], list[Hit]]:
    """A page of one kind."""
    found = source.listed(query, user, frozenset(as_) & set(source.functions))
    page = Paginator(found, PAGE_SIZE).get_page(page_number)
    return page, source.hits(page.object_list, query)
