"""What the list of towns shows for the ids of one page, and the filter chips above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse

from core import dates, formats
from core.blocks import State
from municipalities.models import Municipality
from portal.blocks import BLOCKS
from portal.board import BoardRow, rows_of
from portal.finding import meant
from portal.forms import EXAMPLES, STATE_WORDS, MunicipalityFilter, block_name


@dataclass(frozen=True)
class Listing:
    """The rows of a page; how many there are of either sort; what the other sort holds for the same filters."""

    rows: list[BoardRow]
    counted_on: str
    real_count: int
    example_count: int
    found_elsewhere: bool
    real_url: str
    example_url: str
    # Dissolved meanwhile; their pages stay readable.
    gone: list[Municipality]
    # Where nothing was found: the name that was perhaps meant, and where to look for it.
    meant: str
    meant_url: str


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class BlockFilter:
    """The chips of one block: all, and one for each state."""

    label: str
    choices: list[Choice]


def listed(readable: Any, ids: Sequence[int], form: MunicipalityFilter, params: QueryDict) -> Listing:
    """Load the towns of a page in its order; a constant number of queries however many there are."""
    found = readable.for_list().in_bulk(list(ids))
    rows = rows_of((found[pk] for pk in ids), dates.today(), internal=True)
    days = sorted({row.municipality.population_on for row in rows if row.municipality.population_on})
    narrowed = form.narrowed(readable, dates.today())
    sorts = {"whole": Count("pk"), "real": Count("pk", filter=Q(is_example=False))}
    whole, real_count = readable.existing(on=dates.today()).order_by().aggregate(**sorts).values()
    found_elsewhere = not rows and narrowed.exclude(is_example=form.shows_examples).exists()
    gone = form.gone(readable, dates.today())
    asks = form.query and not (rows or gone or found_elsewhere)
    name = meant(form.query, readable.existing(on=dates.today())) if asks else ""
    return Listing(
        rows=rows,
        counted_on=" und ".join(formats.day(day) for day in days),
        real_count=real_count,
        example_count=whole - real_count,
        found_elsewhere=found_elsewhere,
        real_url=_url(params, "beispiele", ""),
        example_url=_url(params, "beispiele", EXAMPLES),
        gone=gone,
        meant=name,
        meant_url=f"{reverse('portal:municipalities')}?{urlencode({'q': name})}" if name else "",
    )


def block_filters(params: QueryDict, form: MunicipalityFilter) -> list[BlockFilter]:
    """Chips that keep the other filters and start over at page one."""
    return [BlockFilter(block.label, _choices(params, form, block_name(block))) for block in BLOCKS]


def _choices(params: QueryDict, form: MunicipalityFilter, name: str) -> list[Choice]:
    current = form.cleaned_data.get(name, "")
    words: list[tuple[str, State | None]] = [("", None), *STATE_WORDS.items()]
    return [
        Choice(state.label if state is not None else "alle", _url(params, name, word), word == current)
        for word, state in words
    ]


def _url(params: QueryDict, name: str, word: str) -> str:
    """The present address with one filter changed."""
    changed = params.copy()
    for gone in (name, "seite"):
        changed.pop(gone, None)
    if word:
        changed[name] = word
    address = reverse("portal:municipalities")
    # Never an empty address: for a browser that is the present one, with all its filters.
    return f"{address}?{changed.urlencode()}" if changed else address
