"""The block board and the timeline of towns, computed from the blocks' dated facts for one day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import formats
from core.blocks import Block, Heirs, State, TimelineLine, with_predecessors
from core.facts import Fact
from municipalities.models import Municipality, heirs
from portal.blocks import BLOCKS


@dataclass(frozen=True)
class Mark:
    """How one block stands in one town, since when, and what has happened meanwhile, as far as the reader may know."""

    block: Block
    state: State
    note: str = ""
    further: str = ""

    @property
    def label(self) -> str:
        """For screen readers: „Vereinbarung vorhanden“."""
        return f"{self.block.label} {self.state.label}"


@dataclass(frozen=True)
class BoardRow:
    """A town with its marks in the order of the board."""

    municipality: Municipality
    marks: list[Mark]


@dataclass(frozen=True)
class TownBoard:
    """The marks of one town, and what happened there, newest first."""

    marks: list[Mark]
    history: list[TimelineLine]


def marks_of(municipality_ids: Collection[int], day: date, *, internal: bool) -> dict[int, list[Mark]]:
    """The marks of any number of towns; each block is asked once for all of them."""
    after = heirs(on=day)
    standings = [(block, block.states_on(day, municipality_ids, internal=internal, heirs=after)) for block in BLOCKS]
    return {
        place: [Mark(block, states.get(place, State.NONE)) for block, states in standings] for place in municipality_ids
    }


def rows_of(places: Iterable[Municipality], day: date, *, internal: bool) -> list[BoardRow]:
    """Towns in the given order, each with its marks."""
    listed = list(places)
    marks = marks_of([place.pk for place in listed], day, internal=internal)
    return [BoardRow(place, marks[place.pk]) for place in listed]


def board_of(
    place: Municipality,
    day: date,
    user: Any,
    as_: Collection[str],
    *,
    internal: bool,
    after: Heirs,
    more: Iterable[TimelineLine] = (),
    known: Collection[Any] = (),
) -> TownBoard:
    """One town as this reader may know it: each mark with the line that carries its state beside it.

    `after` are the heirs of the day, `more` are lines of the history that belong to no block, `known` are records
    of blocks the page has read for this reader already.
    """
    places = with_predecessors([place.pk], after)
    marks, lines = [], list(more)
    for block in BLOCKS:
        # Asked once for the mark and for the lines.
        facts = block.facts_of(places, day)
        state = block.states_from(facts, day, internal=internal, heirs=after).get(place.pk, State.NONE)
        told = block.lines_from(facts, user, as_, internal=internal, known=known)
        marks.append(Mark(block, state, *_notes(block, state, facts, told, day)))
        lines += told
    return TownBoard(marks, sorted(lines, key=lambda line: line.on, reverse=True))


def _notes(block: Block, state: State, facts: Iterable[Fact], told: list[TimelineLine], day: date) -> tuple[str, str]:
    """The line by which the block stands as it does, and a newer one of another record; both from what is told."""
    current = (fact for fact in facts if fact.ends_on is None or fact.ends_on >= day)
    kinds = ((fact, block.kind(fact.fact_kind)) for fact in current)
    carrying = {(fact.starts_on, kind.sentence) for fact, kind in kinds if state and kind.state is state}
    line = next((line for line in told if (line.on, line.sentence) in carrying), None)
    if line is None:
        return _words(told[0]) if told else "", ""
    newest = told[0]
    other = newest is not line and (state < State.PRESENT or newest.url != line.url)
    return _words(line), f"zuletzt: {_words(newest)}" if other else ""


def _words(line: TimelineLine) -> str:
    return f"{line.sentence}, {formats.day(line.on)}"
