"""What the page „Wer sieht was?“ shows: made once per process, because it follows from the code alone."""

from dataclasses import dataclass
from functools import cache

from accounts.functions import FLOOR, STATE_OFFICE, Function
from core.telling import Share, Told
from core.visibility import Visibility
from portal.seeing.objects import AREAS, Shown, shown
from portal.seeing.rules import opened, rungs, sight

SIGNS = {Share.ALL: "●", Share.OWN: "◐", Share.SOME: "◔", Share.NOTHING: "–"}
MEANINGS = {
    Share.ALL: "alle",
    Share.OWN: "alle eigenen",
    Share.SOME: "ein Teil, unter Bedingungen",
    Share.NOTHING: "nichts",
}


@dataclass(frozen=True)
class Line:
    """One object for one function."""

    title: str
    words: str
    share: Share
    # What is shown with it and follows its rule.
    with_it: str

    @property
    def sees(self) -> bool:
        return self.share is not Share.NOTHING


@dataclass(frozen=True)
class Area:
    """What belongs together, for one function."""

    title: str
    lines: tuple[Line, ...]

    @property
    def seen(self) -> list[Line]:
        return [line for line in self.lines if line.sees]

    @property
    def unseen(self) -> str:
        return ", ".join(line.title for line in self.lines if not line.sees)


@dataclass(frozen=True)
class Cell:
    function: str
    sign: str
    words: str
    sees: bool


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: what may be kept there, and who reads down to it."""

    label: str
    objects: str
    readers: str


@cache
def areas(function: str) -> list[Area]:
    """Area by area what a function reads of each object."""
    return [Area(title, tuple(_line(item, sight(item, function)) for item in items)) for title, items in AREAS.items()]


@cache
def matrix() -> list[tuple[str, list[Cell]]]:
    """Every object × every function as signs."""
    return [(item.title, [_cell(function, sight(item, function.value)) for function in Function]) for item in shown()]


@cache
def ladder() -> list[Rung]:
    """The rungs that something can be put on, from the innermost outwards."""
    steps = [(rung, [item for item in shown() if rung in _offered(item)]) for rung in Visibility]
    return [
        Rung(str(rung.label), ", ".join(item.title for item in items), ", ".join(_readers(rung, items)))
        for rung, items in steps
        if items
    ]


def legend() -> list[tuple[str, str]]:
    return [(SIGNS[share], MEANINGS[share]) for share in SIGNS]


def office_reads_all_rungs() -> bool:
    """Whether the office could read what a town keeps to itself; the page says that it cannot."""
    return any(FLOOR[function] <= Visibility.OWN_PLACE for function in STATE_OFFICE)


def _line(item: Shown, told: Told) -> Line:
    parts = ", ".join(str(part._meta.verbose_name_plural) for part in item.parts)
    return Line(item.title, told.words, told.share, parts if told.share is not Share.NOTHING else "")


def _cell(function: Function, told: Told) -> Cell:
    return Cell(str(function.label), SIGNS[told.share], told.words, told.share is not Share.NOTHING)


def _offered(item: Shown) -> tuple[Visibility, ...]:
    """Of rows somebody puts on a rung; those of the log only follow the row they tell of."""
    return rungs(item.model) if hasattr(item.model, "OFFERED_RUNGS") else ()


def _readers(rung: Visibility, items: list[Shown]) -> list[str]:
    return [
        str(function.label)
        for function in Function
        if FLOOR[function] <= rung
        and any(opened(item.model, function.value).share is not Share.NOTHING for item in items)
    ]
