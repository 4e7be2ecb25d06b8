"""Contacts from a file, most of them Telefonvermerke."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.db import models

from advice.actions import importing
from advice.actions.importing import Past
from advice.importing.shared import DISTRICT, TOWNS, identity_of, in_tasks, mixed, named
from advice.models import Contact
from core import collation, formats
from imports import cells
from imports.contract import Column, Importer, Known, Line

CHANNELS = {label: value for value, label in Contact.Channel.choices if value != Contact.Channel.INFO_PACK}


class CallImporter(Importer):
    key = "kontakte"
    label, noun = "Kontakte und Telefonvermerke", "Kontakt"
    model = Contact
    district_column = "district"
    columns = (
        TOWNS,
        DISTRICT,
        Column("happened_on", "Tag", required=True, parse=cells.past(cells.day, "Ein Kontakt"), empty=None,
               also=("Datum",), example="25.04.2022", help="Der Tag des Gesprächs."),
        Column("happened_time", "Uhrzeit", parse=cells.hour, empty=None, example="14:30", help="Wenn bekannt."),
        Column("channel", "Weg", parse=cells.choice(CHANNELS), empty=Contact.Channel.PHONE, example="Telefon",
               also=("Art",), help=f"Eine von: {', '.join(CHANNELS)}; leer: Telefon."),
        Column("caller_name", "Name", parse=cells.text(150), example="Erika Beispiel", also=("Anrufer",),
               help="Mit wem gesprochen wurde."),
        Column("caller_office", "Funktion", parse=cells.text(200), example="Ordnungsamt", help="Was die Person ist."),
        Column("text", "Vermerk", required=True, parse=cells.long_text(5000), also=("Notiz", "Inhalt"),
               example="Fragt nach dem Infopaket.", help="Was besprochen wurde; bleibt in der Geschäftsstelle."),
    )  # fmt: skip

    def problems(self, lines: Sequence[Line]) -> Mapping[int, Sequence[str]]:
        return {line.number: told for line in lines if (told := mixed(line))}

    def identity(self, line: Line) -> Hashable:
        return (*identity_of(line["municipalities"], line["happened_on"]), collation.fold(line["text"]))

    def known(self, lines: Sequence[Line]) -> Mapping[Hashable, Known]:
        rows = Contact.objects.filter(happened_on__in={line["happened_on"] for line in lines})
        return {
            (*identity_of(row.municipalities.all(), row.happened_on), collation.fold(row.text)): Known(str(row))
            for row in rows.prefetch_related("municipalities")
        }

    def describe(self, line: Line) -> str:
        way = "Telefonvermerk" if line["channel"] == Contact.Channel.PHONE else Contact.Channel(line["channel"]).label
        return f"{way} vom {formats.day(line['happened_on'])}, {named(line)}"

    def carry_out(self, lines: Sequence[Line], *, by: Any, origin: str) -> Sequence[models.Model]:
        own = [column.key for column in self.columns if column not in (TOWNS, DISTRICT)]
        entries = [Past(line["municipalities"], {key: line[key] for key in own}) for line in lines]
        return importing.note_many(entries, by=by, origin=origin)

    def moved_on(self, records: Sequence[models.Model]) -> Mapping[int, str]:
        built_on = {
            **dict.fromkeys(_ids_of(records, "appointments"), "gehört zu einem Termin"),
            **dict.fromkeys(_ids_of(records, "consultations"), "gehört zu einer Beratung"),
        }
        return {**built_on, **in_tasks(self.model, records)}

    def undo(self, records: Sequence[models.Model], *, by: Any, reason: str) -> None:
        rows: Any = records
        importing.take_back_contacts(rows, by=by, reason=reason)


def _ids_of(records: Sequence[models.Model], name: str) -> list[int]:
    rows = Contact.objects.filter(pk__in=[row.pk for row in records]).exclude(**{name: None})
    return list(rows.values_list("pk", flat=True))
