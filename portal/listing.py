"""What the list of towns shows for the ids of one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core import dates, formats
from portal.board import BoardRow, rows_of
from portal.forms import MunicipalityFilter


@dataclass(frozen=True)
class Listing:
    """The rows of a page; how many there are of either sort; what the other sort holds for the same filters."""

    rows: list[BoardRow]
    counted_on: str
    real_count: int
    example_count: int
    found_elsewhere: int


def listed(readable: Any, ids: Sequence[int], form: MunicipalityFilter) -> Listing:
    """Load the towns of a page in its order; a constant number of queries however many there are."""
    found = readable.for_list().in_bulk(list(ids))
    rows = rows_of((found[pk] for pk in ids), dates.today(), internal=True)
    days = sorted({row.municipality.population_on for row in rows if row.municipality.population_on})
    narrowed = form.narrowed(readable, dates.today())
    return Listing(
        rows=rows,
        counted_on=" und ".join(formats.day(day) for day in days),
        real_count=readable.filter(is_example=False).count(),
        example_count=readable.filter(is_example=True).count(),
        found_elsewhere=0 if rows else narrowed.exclude(is_example=form.shows_examples).count(),
    )
