"""„Seit Ihrer letzten Anmeldung“: what others did about each town since one has looked through it.

The office reads it from the record of actions. Towns and police do not read that record: to them it is told from what
they may read anyway – lines of the history, versions shown to them, answers, tasks – and never by whom.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.arriving import Marks, marks_of
from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from core import dates
from portal.office_news import LOOKED_AT, by_town, events_for
from portal.told import told_about
from portal.told_lines import Told
from portal.town_news import TownNews

SHOWN_TOWNS = 3


@dataclass(frozen=True)
class News:
    """Everything new to somebody, by town; `until` is the instant up to which it goes."""

    since: date
    until: datetime
    is_older: bool
    towns: list[TownNews]
    is_cut: bool = False
    # Every line of every own town, new or not: what „alles gesehen“ keeps.
    known: dict[int, set[str]] = field(default_factory=dict)

    @property
    def first_towns(self) -> list[TownNews]:
        return self.towns[:SHOWN_TOWNS]

    @property
    def hidden_towns(self) -> int:
        return max(0, len(self.towns) - SHOWN_TOWNS)

    def of(self, town_id: int) -> TownNews | None:
        return next((item for item in self.towns if item.town.pk == town_id), None)

    @property
    def keys(self) -> str:
        return ",".join(filter(None, (item.keys for item in self.towns)))

    def seen_lines(self, town_id: int, shown: Collection[str]) -> set[str]:
        """What may be ticked off in a town: what was on the page, and what was not new; nothing that came since."""
        item = self.of(town_id)
        new = {line.key for line in item.lines} if item else set()
        return {key for key in self.known.get(town_id, set()) if key in shown or key not in new}


# Whoever holds none of these is told no news of towns.
ARE_TOLD = frozenset({*STATE_OFFICE, *MUNICIPAL, Function.POLICE})


def news_of(user: Any, as_: Collection[str]) -> News | None:
    """None at the first sign-in; a constant number of queries."""
    marks, until = marks_of(user), dates.now()
    if marks is None:
        return None
    office = frozenset(as_) & set(STATE_OFFICE)
    arrival = marks.arrival
    since, is_older = arrival.before_on or arrival.seen_on, arrival.seen_on < (arrival.before_on or arrival.seen_on)
    if office:
        events = events_for(user, office, marks)
        return News(since, until, is_older, by_town(events, user, office, marks), len(events) == LOOKED_AT)
    told = told_about(user, frozenset(as_) & ARE_TOLD)
    towns = [TownNews(town, _new(lines, marks, town.pk), linked) for town, lines, linked in told]
    known = {town.pk: {line.key for line in lines} for town, lines, _ in told}
    return News(since, until, is_older, _sorted(towns), known=known)


# --- Towns and police ---------------------------------------------------------------------------------------------


def _new(lines: Iterable[Told], marks: Marks, town_id: int) -> list[Told]:
    """Lines that did not stand there at the last „gesehen“; before the first one, those of days since then."""
    mark = marks.towns.get(town_id)
    if mark:
        return [line for line in lines if line.key not in mark.lines]
    arrival = marks.arrival
    return [line for line in lines if (line.at > arrival.seen_at if line.at else line.on >= arrival.seen_on)]


def _sorted(towns: Iterable[TownNews]) -> list[TownNews]:
    return sorted((item for item in towns if item.lines), key=lambda item: item.lines[0].on, reverse=True)
