"""Consultations from a file."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from advice.actions import importing
from advice.actions.consultations import ParticipantEntry
from advice.actions.importing import Past
from advice.importing.shared import DISTRICT, TOWNS, identity_of, in_tasks, mixed, named
from advice.models import Consultation
from advice.models.consultation import LONGEST, QUARTER
from advice.models.shared import Mode
from core import collation, dates, formats, pdf
from core.dates import Span
from imports import cells
from imports.contract import CellProblem, Column, Importer, Known, Line
from municipalities.models import ActionField

MODES = {"vor Ort": Mode.ON_SITE, "online": Mode.ONLINE, "telefonisch": Mode.PHONE}
COUNTED = re.compile(r"^(?P<office>.+?)\s*(?:\((?P<after>\d{1,3})\)|[x×]\s*(?P<times>\d{1,3}))?$")


def printed(parse: Callable[[str], str]) -> Callable[[str], str]:
    """The same for what stands in the Gesprächsvermerk: refused now, not when the town opens the paper."""

    def parse_printed(cell: str) -> str:
        value = parse(cell)
        if missing := pdf.missing_characters(value):
            raise CellProblem(str(pdf.MissingGlyph(missing)))
        return value

    return parse_printed


def hours(cell: str) -> Decimal:
    value = cells.decimal(re.sub(r"\s*(?:h|std\.?|stunden?)$", "", cell.strip(), flags=re.IGNORECASE))
    if not (0 < value <= LONGEST and value % QUARTER == 0):
        raise CellProblem("Bitte die Dauer in Viertelstunden angeben, höchstens acht Stunden, zum Beispiel 1,5.")
    return value.quantize(QUARTER)


def participants(cell: str) -> tuple[ParticipantEntry, ...]:
    """„Bürgermeisterin; Ordnungsamt (2)“."""
    found = []
    for part in re.split(r"[;\n]", printed(cells.long_text(4000))(cell)):
        match = COUNTED.match(" ".join(part.split()))
        if match:
            office = cells.text(200)(match["office"])
            found.append(ParticipantEntry(office, max(1, int(match["after"] or match["times"] or 1))))
    return tuple(found)


def words(cell: str) -> tuple[str, ...]:
    return tuple(word for part in re.split(r"[;,\n]", cell) if (word := " ".join(part.split())))


class ConsultationImporter(Importer):
    key = "beratungen"
    label, noun = "Beratungen", "Beratung"
    model = Consultation
    district_column = "district"
    columns = (
        TOWNS,
        DISTRICT,
        Column("held_on", "Tag", required=True, parse=cells.past(cells.known_day, "Eine Beratung"), empty=None,
               also=("Datum", "Beratung am"), example="25.04.2022",
               help="Tag, Monat (04/2022) oder Jahr; gezählt wird vom letzten möglichen Tag an."),
        Column("day_note", "Hinweis zum Tag", parse=printed(cells.text(150)),
               help="Woher der Tag bekannt ist.", example="aus dem Kalender"),
        Column("mode", "Form", parse=cells.choice(MODES), empty=Mode.ON_SITE, example="vor Ort",
               help=f"Eine von: {', '.join(MODES)}; leer: vor Ort."),
        Column("place", "Ort", parse=printed(cells.text(200)), example="Rathaus", also=("Adresse",), help="Wo."),
        Column("hours", "Dauer in Stunden", parse=hours, empty=None, example="1,5", also=("Dauer", "Stunden"),
               help="In Viertelstunden."),
        Column("topics", "Handlungsfelder", parse=words, empty=(), also=("Themen", "Handlungsfeld"),
               help="Mit Semikolon getrennt, mit den Namen aus der Anwendung."),
        Column("participants", "Teilnehmende", parse=participants, empty=(), also=("Teilnehmer", "Anwesende"),
               example="Bürgermeisterin; Ordnungsamt (2)", help="Funktionen ohne Namen, mit Semikolon getrennt."),
        Column("result", "Ergebnis", parse=printed(cells.long_text(10_000)), also=("Inhalt",),
               example="Die Stadt prüft die Gründung eines Präventionsrates.",
               help="Steht im Gesprächsvermerk; die Kommune liest es erst nach der Freigabe."),
        Column("internal_note", "Interner Vermerk", parse=cells.long_text(10_000), also=("Notiz", "Bemerkung"),
               help="Bleibt in der Geschäftsstelle."),
    )  # fmt: skip

    def problems(self, lines: Sequence[Line]) -> Mapping[int, Sequence[str]]:
        known = _topics()
        found = {}
        for line in lines:
            unknown = [word for word in line["topics"] if collation.fold(word) not in known]
            told = [f"Handlungsfelder: „{word}“ ist nicht bekannt. Möglich sind: {listed(known)}." for word in unknown]
            told += mixed(line)
            if told:
                found[line.number] = told
        return found

    def identity(self, line: Line) -> Hashable:
        return identity_of(line["municipalities"], _counts(line["held_on"]))

    def known(self, lines: Sequence[Line]) -> Mapping[Hashable, Known]:
        days = {_counts(line["held_on"]) for line in lines}
        rows = Consultation.objects.filter(held_on__in=days).prefetch_related("municipalities")
        return {
            identity_of(row.municipalities.all(), row.held_on): Known(f"{row} mit {row.towns_label}") for row in rows
        }

    def describe(self, line: Line) -> str:
        known: Span = line["held_on"]
        vague = "" if known.is_exact else f" (bekannt ist nur {known.label})"
        how = Mode(line["mode"]).label
        return f"Beratung am {formats.day(_counts(known))}{vague}, {how}, {named(line)}"

    def carry_out(self, lines: Sequence[Line], *, by: Any, origin: str) -> Sequence[models.Model]:
        topics = _topics()
        entries = [
            Past(line["municipalities"], _consultation(line), [topics[collation.fold(word)] for word in line["topics"]],
                 line["participants"])
            for line in lines
        ]  # fmt: skip
        return importing.record_many_consultations(entries, by=by, origin=origin)

    def moved_on(self, records: Sequence[models.Model]) -> Mapping[int, str]:
        return in_tasks(self.model, records)

    def undo(self, records: Sequence[models.Model], *, by: Any, reason: str) -> None:
        rows: Any = records
        importing.take_back_consultations(rows, by=by, reason=reason)


def _counts(known: Span) -> date:
    """The latest possible day, so that no figure is too high too early; a year that still lasts counts until today."""
    return min(known.latest, max(known.earliest, dates.today()))


def _topics() -> dict[str, ActionField]:
    return {collation.fold(topic.name): topic for topic in ActionField.objects.all()}


def listed(known: Mapping[str, ActionField]) -> str:
    return ", ".join(topic.name for topic in known.values())


def _consultation(line: Line) -> dict[str, Any]:
    known: Span = line["held_on"]
    note = line["day_note"]
    if not known.is_exact:
        note = f"bekannt ist nur {known.label}; {note}" if note else f"bekannt ist nur {known.label}"
    own = {key: line[key] for key in ("mode", "place", "hours", "result", "internal_note")}
    return own | {"held_on": _counts(known), "day_note": note}
