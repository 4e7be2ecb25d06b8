"""The building block „Beratung“: its dated facts, and what is derived from them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import CharField, DateField, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from accounts.functions import STATE_OFFICE
from advice import due, search
from advice.models import AdviceStanding, Appointment, Consultation, Contact
from core.blocks import Block, Due, Figure, Kind, State
from core.searching import Source
from municipalities.models import Municipality

# Rows of four models tell facts; the number of a record says of which model it is.
RECORDS: tuple[type[models.Model], ...] = (Consultation, Contact, Appointment, AdviceStanding)
CONSULTED, CONTACTED, ARRANGED, STOOD = range(len(RECORDS))


class AdviceBlock(Block):
    key = "advice"
    label = "Beratung"
    glyph = "b"
    order = 10
    begins_with = "vom ersten Kontakt an"
    kinds = (
        Kind("reached", ""),
        Kind("contacted", "Kontakt aufgenommen", State.IN_PROGRESS, is_internal=True),
        Kind("arranged", "Termin für eine Beratung vereinbart", State.IN_PROGRESS),
        Kind("advised", "Erste Beratung", State.PRESENT, is_milestone=True),
        Kind("advised_again", "Weitere Beratung"),
        Kind("resting", "Beratung ruht", is_internal=True),
        Kind("not_interested", "Kein Interesse an einer Beratung", is_internal=True),
    )

    def search(self) -> Sequence[Source]:
        return search.SOURCES

    def facts(self) -> Sequence[QuerySet[Any, Any]]:
        """Every town of a joint row has the fact; the record is one."""
        held = _through(Consultation)
        earlier = _through(Consultation).filter(
            Q(consultation__held_on__lt=OuterRef("consultation__held_on"))
            | Q(consultation__held_on=OuterRef("consultation__held_on"), consultation__lt=OuterRef("consultation")),
            municipality=OuterRef("municipality"),
        )
        called, met = _through(Contact), _through(Appointment)
        return (
            # Each of the three says that the office and the town have spoken.
            _source(called, "reached", CONTACTED, "contact_id", "contact__happened_on"),
            _source(met, "reached", ARRANGED, "appointment_id", "appointment__agreed_on"),
            _source(held, "reached", CONSULTED, "consultation_id", "consultation__held_on"),
            _source(
                called, "contacted", CONTACTED, "contact_id", "contact__happened_on", _set_aside("contact__happened_on")
            ),
            _source(
                met, "arranged", ARRANGED, "appointment_id", "appointment__agreed_on",
                _day_before(F("appointment__closed_on")),
            ),
            _source(
                held.filter(~Exists(earlier)), "advised", CONSULTED, "consultation_id", "consultation__held_on", OPEN
            ),
            _source(
                held.filter(Exists(earlier)), "advised_again", CONSULTED, "consultation_id", "consultation__held_on"
            ),
            *(
                _source(
                    _standings(kind), kind, STOOD, "advice_standings", "advice_standings__starts_on",
                    F("advice_standings__ends_on"),
                )
                for kind in AdviceStanding.Kind.values
            ),
        )  # fmt: skip

    def figures(self) -> Sequence[Figure]:
        return (
            Figure(
                key="advised",
                label="Beratene Kommunen",
                definition=(
                    "Zahl der Kommunen, mit denen die Geschäftsstelle bis zum Stichtag mindestens eine Beratung "
                    "geführt hat. Eine Kommune zählt vom Tag ihrer ersten Beratung an und nur einmal, auch wenn die "
                    "Beratung später ruht."
                ),
                unit="Kommunen",
                joint_rule="Bei einer gemeinsamen Beratung zählt jede beteiligte Kommune.",
                kind="advised",
                counts="municipality_id",
            ),
            Figure(
                key="contacted",
                label="Kontaktierte Kommunen",
                definition=(
                    "Zahl der Kommunen, zu denen bis zum Stichtag ein Kontakt vermerkt, ein Termin vereinbart oder "
                    "eine Beratung eingetragen ist."
                ),
                unit="Kommunen",
                joint_rule="Bei einem gemeinsamen Kontakt zählt jede beteiligte Kommune.",
                kind="reached",
                counts="municipality_id",
            ),
        )

    def describe(
        self, record_ids: Iterable[int], user: Any, as_: Collection[str], *, known: Iterable[Any] = ()
    ) -> Mapping[int, tuple[str, str]]:
        """Detail and link of the rows the user may read; others are not told in the timeline."""
        asked: dict[int, set[int]] = {}
        for record_id in record_ids:
            asked.setdefault(record_id % len(RECORDS), set()).add(record_id // len(RECORDS))
        told: dict[int, tuple[str, str]] = {}
        for number, ids in asked.items():
            rows = [row for row in known if type(row) is RECORDS[number] and row.pk in ids]
            if missing := ids - {row.pk for row in rows}:
                door: Any = RECORDS[number]._default_manager
                rows += _loaded(door.visible_to(user, as_=as_).filter(pk__in=missing), number)
            told |= {row.pk * len(RECORDS) + number: _told(row) for row in rows}
        return told

    def due(self, user: Any, as_: Collection[str]) -> Sequence[Due]:
        office = frozenset(as_) & set(STATE_OFFICE)
        return due.due(user, office) if office else ()


OPEN = Value(None, output_field=DateField())


def _through(model: Any) -> QuerySet[Any, Any]:
    """One row per town of a joint record."""
    rows: QuerySet[Any, Any] = model.municipalities.through._base_manager.order_by()
    return rows


def _standings(kind: str) -> QuerySet[Any, Any]:
    """From the towns: the row itself has fields of the names that facts have, and they cannot be annotated over."""
    rows: QuerySet[Any, Any] = Municipality._base_manager.filter(advice_standings__kind=kind).order_by()
    named: QuerySet[Any, Any] = rows.annotate(municipality_id=F("pk"))
    return named


def _source(
    rows: QuerySet[Any, Any], kind: str, number: int, record: str, starts_on: str, ends_on: Any = None
) -> QuerySet[Any, Any]:
    facts: QuerySet[Any, Any] = rows.annotate(begun=F(starts_on)).values(
        "municipality_id",
        record_id=F(record) * len(RECORDS) + number,
        fact_kind=Value(kind, output_field=CharField()),
        starts_on=F("begun"),
        ends_on=F("begun") if ends_on is None else ends_on,
        amount=Value(None, output_field=IntegerField()),
    )
    return facts


def _day_before(day: Any) -> Any:
    # For PostgreSQL a day minus an interval is an instant.
    return Cast(day - Value(timedelta(days=1)), DateField())


def _set_aside(since: str) -> Any:
    """The day before the work with the town rested or ended, after a contact; NULL while it goes on."""
    later = AdviceStanding._base_manager.order_by().filter(
        municipality=OuterRef("municipality"), starts_on__gte=OuterRef(since)
    )
    first = later.values("municipality").annotate(first=Min("starts_on")).values("first")
    return _day_before(Subquery(first, output_field=DateField()))


def _loaded(rows: Any, number: int) -> Any:
    return rows.select_related("municipality") if number == STOOD else rows.for_list()


def _told(row: Any) -> tuple[str, str]:
    if isinstance(row, AdviceStanding):
        return row.reason, ""
    if isinstance(row, Contact):
        return f"{row.title}: {row.caller}" if row.caller else row.title, row.get_absolute_url()
    if isinstance(row, Appointment):
        return f"{row.when_label} ({row.get_mode_display()})", row.get_absolute_url()
    shared = f"gemeinsam: {row.towns_label}" if row.is_joint else ""
    notes = [row.get_mode_display(), row.hours_label, shared, row.day_note]
    return " · ".join(filter(None, notes)), row.get_absolute_url()
