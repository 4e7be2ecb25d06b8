"""What every building block answers, and everything derived from its dated facts.

A block app declares its facts once; board, filters, figures and timeline are computed here from those
facts for a chosen day, never by the app itself.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from core import dates, formats
from core.facts import Fact, Statement, asked, kind_in, statement_of
from core.searching import Source


class State(IntEnum):
    """How a block stands in one place on one day; a higher state hides a lower one."""

    NONE = 0
    IN_PROGRESS = 2
    PRESENT = 3

    @property
    def label(self) -> str:
        return {State.NONE: "noch nicht", State.IN_PROGRESS: "in Arbeit", State.PRESENT: "vorhanden"}[self]


@dataclass(frozen=True)
class Kind:
    """One kind of dated fact.

    `state` is what it means on the board (None: only told in the timeline). An internal fact is the state
    office's own preparation: nobody else is told, neither on the board nor in the timeline.
    """

    key: str
    sentence: str
    state: State | None = None
    is_milestone: bool = False
    is_internal: bool = False


# Id of a place that is no more → id of the one that stands for it on the day; facts stay with the place they are of.
Heirs = Mapping[int, int]
NO_HEIRS: Heirs = MappingProxyType({})


@dataclass(frozen=True)
class Figure:
    """A key figure: number of distinct records (or places) with a fact of `kind` begun by the day."""

    key: str
    label: str
    definition: str
    unit: str
    joint_rule: str
    kind: str
    counts: str = "record_id"


@dataclass(frozen=True)
class DueKind:
    """What a thing waits for; things of one kind stand together, kinds in ascending `order`."""

    key: str
    title: str
    icon: str
    order: int
    # Of the list behind it: its glyph, its URL name and filter („?zustand=draft“), and how the rest of it is counted.
    glyph: str = "d"
    list_name: str = ""
    list_query: str = ""
    others: str = "weiterer Vorgang,weitere Vorgänge"


# So many of a kind are named on a start page; the others are counted, and the list behind has them all.
NAMED = 8
# From then on somebody asks again.
SLOW_AFTER_DAYS = 30


@dataclass(frozen=True)
class Due:
    """Something that needs attention, since when, and the next step if this person can take it.

    Computed from the records: it vanishes with its cause and is never ticked off.
    """

    kind: DueKind
    label: str
    url: str
    since: date | None
    notes: Sequence[str] = ()
    action_label: str = ""
    action_url: str = ""
    is_download: bool = False
    is_example: bool = False
    # How many it stands for: the last of a kind may stand for all that are not named.
    count: int = 1

    @property
    def days(self) -> int:
        return (dates.today() - self.since).days if self.since else 0

    @property
    def age(self) -> str:
        """„seit 34 Tagen“, „seit heute“: without the word, a number beside a calendar might as well be what is left."""
        return f"seit {formats.count_of(self.days, 'Tag,Tagen')}" if self.days else "seit heute"

    @property
    def is_slow(self) -> bool:
        return self.days > SLOW_AFTER_DAYS


@dataclass(frozen=True)
class TimelineLine:
    on: date
    sentence: str
    detail: str
    url: str
    glyph: str
    is_milestone: bool


class Block(ABC):
    """The contract of a building block; one instance per block stands in `portal/blocks.py`."""

    key: str
    label: str
    glyph: str
    order: int
    kinds: Sequence[Kind]
    # When „in Arbeit“ begins: „vom ersten Entwurf an“.
    begins_with: str = ""

    @abstractmethod
    def facts(self) -> Sequence[QuerySet[Any, Any]]:
        """The one source: querysets whose rows are dictionaries with FACT_FIELDS."""

    @abstractmethod
    def figures(self) -> Sequence[Figure]: ...

    def close_on(self, day: date) -> Q | None:
        """Condition on municipalities that this block makes „eng zusammenarbeitend“ on the day."""
        return None

    def due(self, user: Any, as_: Collection[str]) -> Sequence[Due]:
        """What waits for this person by these functions."""
        return ()

    def search(self) -> Sequence[Source]:
        """What of it can be searched."""
        return ()

    def describe(
        self, record_ids: Iterable[int], user: Any, as_: Collection[str], *, known: Iterable[Any] = ()
    ) -> Mapping[int, tuple[str, str]]:
        """Detail text and link for records the user may read; others are left out of the timeline.

        `known` are rows the same page has read for this user already; they are not asked for again.
        """
        return {}

    # Derived, the same for every block ------------------------------------------------------------

    def kind(self, key: str) -> Kind:
        return self.kinds[self._rank[key]]

    def facts_of(self, municipality_ids: Collection[int], until: date) -> list[Fact]:
        """Facts of the given places begun by the day, oldest first; one query."""
        facts = asked(self._all_facts, municipality_ids, until)
        return sorted(facts, key=lambda fact: (fact.starts_on, fact.record_id, self._rank[fact.fact_kind]))

    def begun(self, municipality_ids: Collection[int], until: date) -> list[Fact]:
        """What counts of it, in no order: facts that make a state or stand in a figure, not those only told."""
        return asked(self._counted_facts, municipality_ids, until)

    @cached_property
    def _all_facts(self) -> Statement:
        return statement_of(self.facts())

    @cached_property
    def _counted_facts(self) -> Statement:
        counted = {kind.key for kind in self.kinds if kind.state is not None} | {
            figure.kind for figure in self.figures()
        }
        return statement_of([rows for rows in self.facts() if kind_in(rows) in counted])

    def states_on(
        self, day: date, municipality_ids: Collection[int], *, internal: bool, heirs: Heirs = NO_HEIRS
    ) -> dict[int, State]:
        """State of any number of places on a day; with or without what only the office knows.

        A place of `heirs` also has what the places before it had reached.
        """
        facts = self.begun(with_predecessors(municipality_ids, heirs), day)
        return self.states_from(facts, day, internal=internal, heirs=heirs)

    def states_from(
        self, facts: Iterable[Fact], day: date, *, internal: bool, heirs: Heirs = NO_HEIRS
    ) -> dict[int, State]:
        """The same from facts at hand, begun by the day."""
        states: dict[int, State] = defaultdict(lambda: State.NONE)
        for fact in facts:
            kind = self.kind(fact.fact_kind)
            if kind.state is None or (kind.is_internal and not internal):
                continue
            if fact.ends_on is None or fact.ends_on >= day:
                place = heirs.get(fact.municipality_id, fact.municipality_id)
                states[place] = max(states[place], kind.state)
        return states

    def in_state(self, state: State, day: date, heirs: Heirs = NO_HEIRS) -> Q:
        """Condition on municipalities whose state on the day, as the office sees it, is exactly `state`."""
        reached = self._has_state_from(state, day, heirs) if state else Q(pk__isnull=False)
        higher = [rung for rung in State if rung > state]
        for rung in higher:
            reached &= ~self._has_state_from(rung, day, heirs)
        return reached

    def _has_state_from(self, state: State, day: date, heirs: Heirs = NO_HEIRS) -> Q:
        keys = [kind.key for kind in self.kinds if kind.state is state]
        condition = Q(pk__in=())
        for source in self.facts():
            current = source.filter(fact_kind__in=keys, starts_on__lte=day).filter(
                Q(ends_on=None) | Q(ends_on__gte=day)
            )
            condition |= Q(pk__in=current.values("municipality_id"))
            if heirs:
                before = current.filter(municipality_id__in=list(heirs)).values_list("municipality_id", flat=True)
                condition |= Q(pk__in={heirs[place] for place in before})
        return condition

    def count(self, figure: Figure, day: date, among: QuerySet[Any, Any], heirs: Heirs = NO_HEIRS) -> int:
        """A figure on a day, over the places in `among` (which leaves out invented example places).

        Records of a place that has gone over into another count on. Places do not: what two of them had reached
        counts once, for the one that has taken their place.
        """
        ids = set(among.values_list("pk", flat=True))
        return self.count_from(self.begun(ids, day), figure, ids, heirs)

    def count_from(self, facts: Iterable[Fact], figure: Figure, among: Collection[int], heirs: Heirs = NO_HEIRS) -> int:
        """The same from facts at hand, begun by the day."""
        counted = [fact for fact in facts if fact.fact_kind == figure.kind and fact.municipality_id in among]
        if figure.counts == "municipality_id":
            return len({heirs.get(fact.municipality_id, fact.municipality_id) for fact in counted})
        return len({fact.record_id for fact in counted})

    def timeline(
        self,
        municipality_id: int,
        day: date,
        user: Any,
        as_: Collection[str],
        *,
        internal: bool,
        heirs: Heirs = NO_HEIRS,
    ) -> list[TimelineLine]:
        """Dated lines of one place and of those before it, newest first, of the records the user may read."""
        facts = self.facts_of(with_predecessors([municipality_id], heirs), day)
        return self.lines_from(facts, user, as_, internal=internal)

    def lines_from(
        self,
        told_facts: Iterable[Fact],
        user: Any,
        as_: Collection[str],
        *,
        internal: bool,
        known: Iterable[Any] = (),
    ) -> list[TimelineLine]:
        """The same from facts at hand, oldest first; what a record says of two predecessors is one line."""
        listed = (fact for fact in told_facts if self._is_told(fact, internal))
        facts = list({(fact.record_id, fact.fact_kind, fact.starts_on): fact for fact in listed}.values())
        told = self.describe({fact.record_id for fact in facts}, user, as_, known=known)
        lines = [
            TimelineLine(fact.starts_on, self.kind(fact.fact_kind).sentence, *told[fact.record_id], self.glyph,
                         self.kind(fact.fact_kind).is_milestone)
            for fact in facts
            if fact.record_id in told
        ]  # fmt: skip
        return lines[::-1]

    def _is_told(self, fact: Fact, internal: bool) -> bool:
        kind = self.kind(fact.fact_kind)
        return bool(kind.sentence) and (internal or not kind.is_internal)

    @cached_property
    def _rank(self) -> Mapping[str, int]:
        return {kind.key: place for place, kind in enumerate(self.kinds)}


def with_predecessors(municipality_ids: Collection[int], heirs: Heirs) -> list[int]:
    """The places and those that have gone over into one of them."""
    wanted = set(municipality_ids)
    return [*municipality_ids, *(gone for gone, heir in heirs.items() if heir in wanted and gone not in wanted)]
