"""The state office's start page: figures of a day, districts, what waits, what happened last."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from accounts.deputising import absences_about
from accounts.functions import STATE_WRITERS
from agreements.models import CooperationAgreement
from agreements.transitions import TOLD_BY_SIGNATURES
from audit.models import AuditEvent
from core import dates, formats
from core.blocks import Block, Heirs, State, with_predecessors
from core.facts import Fact
from municipalities.models import District, Municipality, heirs
from portal.blocks import BLOCKS
from portal.forms import block_name
from portal.returning import Returned, returned_to
from portal.standing_in import Instead, instead_of
from portal.waiting import TaskBox, TaskGroup, box_of, grouped, tasks_of

EVENTS_SHOWN = 6
# Facts by the key of their block.
Facts = dict[str, list[Fact]]


@dataclass(frozen=True)
class Tile:
    """A key figure with its written definition."""

    label: str
    value: int
    definition: str
    glyph: str
    note: str
    url: str = ""
    out_of: int | None = None


@dataclass(frozen=True)
class Count:
    """How many towns have a block, and how many are on the way."""

    label: str
    present: int
    in_progress: int


@dataclass(frozen=True)
class DistrictLine:
    """A district with the number of its towns, and a count per block."""

    district: District
    towns: int
    counts: list[Count]
    url: str


@dataclass(frozen=True)
class Total:
    """The sum of all districts."""

    towns: int
    counts: list[Count]


@dataclass(frozen=True)
class Event:
    """An entry of the record: what was done to which agreement, by whom, when."""

    title: str
    what: str
    who: str
    on: date
    url: str
    is_example: bool


@dataclass(frozen=True)
class OfficeStart:
    day: date
    tiles: list[Tile]
    blocks: tuple[Block, ...]
    districts: list[DistrictLine]
    total: Total
    groups: list[TaskGroup]
    events: list[Event]
    box: TaskBox
    instead: list[Instead]
    returned: list[Returned]

    @property
    def standing(self) -> str:
        """What stands beside that which shows today only while the figures are of another day."""
        return "" if self.day == dates.today() else "Stand heute"


def office_start(user: Any, as_: Collection[str], day: date) -> OfficeStart:
    """Figures and districts as of `day`; what waits and what happened last are always as of today."""
    readable, after = Municipality.objects.visible_to(user, as_=as_), heirs(on=day)
    places = list(
        readable.with_existence(on=day).order_by().values_list("pk", "district_id", "is_existing", "is_example")
    )
    ever = {pk for pk, _, _, is_example in places if not is_example}
    towns = {pk: district for pk, district, is_existing, is_example in places if is_existing and not is_example}
    # Asked once: the figures of the day and the districts are made of the same facts.
    facts = {block.key: block.begun(with_predecessors(ever, after), day) for block in BLOCKS}
    lines = _district_lines(District.objects.visible_to(user, as_=as_), towns, facts, after, day)
    total = _total(lines)
    note = _register_note(user, as_, day)
    tiles = [*_figure_tiles(facts, ever, after, day, note), *_board_tiles(lines, total, day)]
    box = box_of(user, as_, may_write=bool(frozenset(as_) & set(STATE_WRITERS)))
    waiting = tasks_of(user, as_)
    deputised, over = absences_about(user)
    groups, instead = grouped(waiting), instead_of(deputised, user, as_, waiting)
    invented = {pk for pk, _, _, is_example in places if is_example}
    events = _latest_events(user, as_, invented)
    return OfficeStart(day, tiles, BLOCKS, lines, total, groups, events, box, instead, returned_to(over, user, as_))


# --- Figures ------------------------------------------------------------------------------------------------------


def _figure_tiles(facts: Facts, ever: Collection[int], after: Heirs, day: date, register_note: str) -> list[Tile]:
    """What the blocks count themselves; what a municipality did before it went over into another counts on."""
    return [
        Tile(
            figure.label,
            block.count_from(facts[block.key], figure, ever, after),
            f"{figure.definition} {figure.joint_rule}",
            block.glyph,
            register_note if figure.key == "agreements" else f"bis zum {formats.day(day)}",
            _url_of(block.key, figure.key, day),
        )
        for block in BLOCKS
        for figure in block.figures()
    ]


def _url_of(block: str, figure: str, day: date) -> str:
    """The list behind a figure; that of the towns shows today only."""
    if block == "agreement":
        return f"{reverse('agreements:list')}?bis={day.isoformat()}"
    is_listed = figure == "advised" and day == dates.today()
    return f"{reverse('portal:municipalities')}?beratung=vorhanden" if is_listed else ""


def _register_note(user: Any, as_: Collection[str], day: date) -> str:
    """„zuletzt Nr. 49: Lößnitz · voraussichtlich Nr. 50: Meerane“."""
    readable = CooperationAgreement.objects.visible_to(user, as_=as_).of_saxony().numbered()
    order = ("-signed_on", F("register_number").desc(nulls_last=True))
    newest = readable.concluded(on=day).order_by(*order).values("pk")[:1]
    # Which of two is signed first, nobody knows.
    nearest = readable.awaiting_signature().filter(register_number=None).order_by("pk").values("pk")[:2]
    rows = list(readable.filter(Q(pk__in=newest) | Q(pk__in=nearest)).order_by().with_names())
    last, coming = ([row for row in rows if row.is_concluded == concluded] for concluded in (True, False))
    notes = [f"zuletzt {_numbered(row.register_number, row)}" for row in last]
    if day == dates.today() and len(coming) == 1:
        notes.append(f"voraussichtlich {_numbered(coming[0].expected_number(), coming[0])}")
    return " · ".join(notes) or f"bis zum {formats.day(day)}"


def _numbered(number: int | None, agreement: CooperationAgreement) -> str:
    told = f"Nr.\N{NO-BREAK SPACE}{number}" if number else "ohne bekannte Nummer"
    return f"{told}: {agreement.towns_label}"


def _board_tiles(lines: list[DistrictLine], total: Total, day: date) -> list[Tile]:
    """What follows from the board: towns that have a block, towns on the way, districts reached.

    A block that counts its towns itself has said how many have it.
    """
    tiles = []
    for position, block in enumerate(BLOCKS):
        counts_towns = any(figure.counts == "municipality_id" for figure in block.figures())
        reached = sum(1 for line in lines if line.counts[position].present)
        present, on_the_way = _present_tile(block, total, position, day), _on_the_way_tile(block, total, position, day)
        tiles += [on_the_way] if counts_towns else [present, on_the_way, _districts_tile(block, reached, len(lines))]
    return tiles


def _present_tile(block: Block, total: Total, position: int, day: date) -> Tile:
    return Tile(
        f"Kommunen mit {block.label}",
        total.counts[position].present,
        f"Zahl der Kommunen, bei denen der Baustein „{block.label}“ am Stichtag vorhanden ist. "
        "Bei einem gemeinsamen Vorgang zählt jede beteiligte Kommune.",
        block.glyph,
        f"von {formats.number(total.towns)} Kommunen in Sachsen",
        _list_url(block, "vorhanden", day),
        total.towns,
    )


def _on_the_way_tile(block: Block, total: Total, position: int, day: date) -> Tile:
    return Tile(
        f"{block.label} in Arbeit",
        total.counts[position].in_progress,
        f"Zahl der Kommunen, bei denen der Baustein „{block.label}“ am Stichtag in Arbeit und noch nicht "
        f"vorhanden ist, {block.begins_with}.",
        block.glyph,
        block.begins_with,
        _list_url(block, "in-arbeit", day),
        total.towns,
    )


def _districts_tile(block: Block, reached: int, districts: int) -> Tile:
    return Tile(
        "Landkreise und Kreisfreie Städte",
        reached,
        f"Zahl der Landkreise und Kreisfreien Städte, in denen am Stichtag mindestens eine Kommune den "
        f"Baustein „{block.label}“ hat.",
        "n",
        f"von {districts} mit {block.label}",
        "#landkreise",
        districts,
    )


def _list_url(block: Block, state: str, day: date) -> str:
    """The list shows today; a figure of another day has no list behind it."""
    return f"{reverse('portal:municipalities')}?{block_name(block)}={state}" if day == dates.today() else ""


# --- Districts ----------------------------------------------------------------------------------------------------


def _district_lines(districts: Any, towns: dict[int, int], facts: Facts, after: Heirs, day: date) -> list[DistrictLine]:
    """All districts; `towns` is the district's id by the town's."""
    sizes = Counter(towns.values())
    count_of = Counter(
        (towns[place], block.key, state)
        for block in BLOCKS
        for place, state in block.states_from(facts[block.key], day, internal=True, heirs=after).items()
        if place in towns
    )
    url = reverse("portal:municipalities")
    return [
        DistrictLine(
            district,
            sizes[district.pk],
            [
                Count(
                    block.label,
                    count_of[district.pk, block.key, State.PRESENT],
                    count_of[district.pk, block.key, State.IN_PROGRESS],
                )
                for block in BLOCKS
            ],
            # The list shows today: on another day its towns and marks are others than those counted here.
            f"{url}?landkreis={district.key}" if day == dates.today() else "",
        )
        for district in districts.filter(is_example=False)
    ]


def _total(lines: list[DistrictLine]) -> Total:
    counts = [
        Count(
            block.label,
            sum(line.counts[position].present for line in lines),
            sum(line.counts[position].in_progress for line in lines),
        )
        for position, block in enumerate(BLOCKS)
    ]
    return Total(sum(line.towns for line in lines), counts)


# --- Latest events ------------------------------------------------------------------------------------------------


def _latest_events(user: Any, as_: Collection[str], invented: set[int]) -> list[Event]:
    """The newest entries about agreements this person may read; the demo's history has programme days of its own."""
    agreements = CooperationAgreement.objects.visible_to(user, as_=as_)
    events = AuditEvent.objects.visible_to(user, as_=as_).about_any(CooperationAgreement).filter(
        object_id__in=agreements.values("pk"),
    ).exclude(action__in=TOLD_BY_SIGNATURES)  # fmt: skip
    return [
        Event(
            row.subject_label, row.label, row.who, row.programme_day,
            reverse("agreements:detail", args=[row.object_id]), bool(invented & set(row.municipality_ids)),
        )
        for row in events.order_by("-programme_day", "-at", "-pk")[:EVENTS_SHOWN]
    ]  # fmt: skip
