"""Contact persons from a file: a function in a town, an association, a district or at the police on each line."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from audit import history
from core import collation, dates, formats
from core.dates import Span
from core.visibility import Visibility
from imports import cells
from imports.contract import CellProblem, Column, Importer, Known, Line, Places
from imports.places import label_of
from municipalities.actions import contacts_in_bulk
from municipalities.models import ContactPerson, Person
from municipalities.models.bearers import BODIES
from municipalities.models.contacts import PHONE

BODY_KINDS = tuple(name.replace("_", "") for name in BODIES)
SALUTATIONS = {"Frau": Person.Salutation.MS, "Herr": Person.Salutation.MR, "keine Angabe": Person.Salutation.NONE}
ROLES = {label: value for value, label in ContactPerson.Role.choices}
# Everything else is a value of the function or the person under the very same name.
NOT_VALUES = frozenset({"body", "district", "starts_on"})


def phone(cell: str) -> str:
    number = cells.text(40)(cell)
    if not re.fullmatch(PHONE, number):
        raise CellProblem("Bitte eine Telefonnummer wie 03764 540 eintragen.")
    return number


class ContactImporter(Importer):
    key = "ansprechpersonen"
    label, noun = "Ansprechpersonen", "Ansprechperson"
    model = ContactPerson
    district_column = "district"
    columns = (
        Column("body", "Kommune", required=True, example="Meerane", places=Places(BODY_KINDS), empty=None,
               also=("Stadt", "Gemeinde", "Ort", "Stelle", "Körperschaft", "AGS"),
               help="Name oder AGS der Kommune; auch „Landkreis Zwickau“, eine Polizeidirektion, ein Zusammenschluss."),
        Column("district", "Landkreis", parse=cells.text(120), example="Landkreis Zwickau", also=("Kreis",),
               help="Unterscheidet Kommunen gleichen Namens, zum Beispiel Bernsdorf."),
        Column("salutation", "Anrede", parse=cells.choice(SALUTATIONS), example="Frau", help="Frau oder Herr."),
        Column("title", "Titel", parse=cells.text(50), example="Dr.", help="Akademischer Titel."),
        Column("name", "Name", parse=cells.text(150), example="Erika Beispiel",
               also=("Vor- und Nachname", "Ansprechperson", "Ansprechpartner"),
               help="Vor- und Nachname. Leer lassen, wenn nur die Funktion bekannt ist."),
        Column("office", "Funktion", required=True, parse=cells.text(200), example="Bürgermeisterin",
               also=("Amtsbezeichnung", "Position"), help="Was die Person dort ist."),
        Column("role", "Aufgabe in der Zusammenarbeit", parse=cells.choice(ROLES), empty=ContactPerson.Role.OTHER,
               also=("Aufgabe", "Rolle"), example="Leitung der Verwaltung", help=f"Eine von: {', '.join(ROLES)}."),
        Column("email", "E-Mail", parse=cells.email, example="erika.beispiel@meerane.example",
               also=("Dienstliche E-Mail-Adresse", "E-Mail-Adresse", "Mail"), help="Dienstliche Adresse der Person."),
        Column("office_email", "Funktionspostfach", parse=cells.email, example="rathaus@meerane.example",
               help="Bleibt bei der Funktion, wenn die Person wechselt."),
        Column("phone", "Telefon", parse=phone, example="03764 540", also=("Dienstliche Telefonnummer", "Tel"),
               help="Dienstliche Nummer."),
        Column("starts_on", "Zuständig seit", parse=cells.known_day, empty=None, example="01.03.2023",
               also=("seit", "Beginn"), help="Tag, Monat (03/2023) oder Jahr; leer: ab dem Tag der Übernahme."),
        Column("ends_on", "Zuständig bis", parse=cells.day, empty=None, also=("bis", "Ende"),
               help="Nur bei beendeten Funktionen."),
        Column("source", "Quelle", parse=cells.text(200), example="Website der Stadt", help="Woher die Angabe stammt."),
    )  # fmt: skip

    def problems(self, lines: Sequence[Line]) -> Mapping[int, Sequence[str]]:
        found = {line.number: list(_problems(line)) for line in lines}
        return {number: sentences for number, sentences in found.items() if sentences}

    def identity(self, line: Line) -> Hashable:
        return _identity(line["body"], line["name"], line["office"])

    def known(self, lines: Sequence[Line]) -> Mapping[Hashable, Known]:
        """Functions that have not ended; those a town keeps to itself the office does not know."""
        rule = Q(pk__in=())
        for name in BODIES:
            rule |= Q(**{f"{name}__in": {line["body"].pk for line in lines if _field(line["body"]) == name}})
        lasting = ContactPerson.objects.filter(Q(ends_on=None) | Q(ends_on__gte=dates.today()))
        rows = lasting.filter(rule, visibility__gte=Visibility.STATE_OFFICE).for_list()
        return {
            _identity(row.body, row.person.name if row.person else "", row.office): Known(f"{row.label} ({row.body})")
            for row in rows
        }

    def describe(self, line: Line) -> str:
        title, name = line["title"], line["name"]
        who = ", ".join(filter(None, [f"{title} {name}".strip(), line["office"]]))
        begins = _begins(line["starts_on"])
        known = f" (bekannt ist nur {line['starts_on'].label})" if _is_vague(line["starts_on"]) else ""
        word = "ab" if begins > dates.today() else "seit"
        return f"{who} – {label_of(line['body'])}, {word} {formats.day(begins)}{known}"

    def carry_out(self, lines: Sequence[Line], *, by: Any, origin: str) -> Sequence[models.Model]:
        return contacts_in_bulk.add_contacts([_values(line, origin) for line in lines], by=by, origin=origin)

    def moved_on(self, records: Sequence[models.Model]) -> Mapping[int, str]:
        return {**_with_successor(records), **_with_other_functions(records)}

    def addresses(self, records: models.QuerySet[Any, Any]) -> Mapping[int, str]:
        """Nobody has a page of her own; those of a body stand together on its page."""
        rows = records.select_related(*BODIES)
        shown = ((row.pk, next((body for name in BODIES if (body := getattr(row, name))), None)) for row in rows)
        return {pk: f"{body.get_absolute_url()}#ansprechpersonen" for pk, body in shown if body}

    def undo(self, records: Sequence[models.Model], *, by: Any, reason: str) -> None:
        rows: Any = records
        contacts_in_bulk.remove_contacts(rows, by=by, reason=reason)


def _field(body: Any) -> str:
    """The key of a contact that names this body."""
    return BODIES[BODY_KINDS.index(body._meta.model_name)]


def _identity(body: Any, name: str, office: str) -> Hashable:
    return (body._meta.model_name if body else "", body.pk if body else 0, collation.fold(name), collation.fold(office))


def _problems(line: Line) -> Iterator[str]:
    if not line["name"] and (line["title"] or line["salutation"]):
        yield "Name: Bitte ausfüllen, oder Anrede und Titel leeren."
    if line["ends_on"] and line["ends_on"] < _begins(line["starts_on"]):
        yield "Zuständig bis: Das Ende liegt vor dem Beginn."


def _begins(known: Span | None) -> date:
    """The latest possible day, as everywhere; what has begun already has begun by today."""
    if known is None:
        return dates.today()
    return min(known.latest, max(known.earliest, dates.today()))


def _is_vague(known: Span | None) -> bool:
    return known is not None and not known.is_exact


def _values(line: Line, origin: str) -> dict[str, Any]:
    """What the action takes; a column named as a field needs no further word."""
    values = {key: value for key, value in line.values.items() if key not in NOT_VALUES}
    began = line["starts_on"]
    note = f"; Beginn nur bekannt: {began.label}" if _is_vague(began) else ""
    values["source"] = f"{(line['source'] or origin)[: 200 - len(note)]}{note}"
    return values | {_field(line["body"]): line["body"], "starts_on": _begins(began)}


def _with_successor(records: Sequence[Any]) -> dict[int, str]:
    followed = ContactPerson.objects.filter(predecessor__in=[row.pk for row in records])
    return dict.fromkeys(followed.values_list("predecessor", flat=True), "ist inzwischen übergeben")


def _with_other_functions(records: Sequence[Any]) -> dict[int, str]:
    """Of people who have been corrected, or were given another function, since they were entered."""
    ids, people = [row.pk for row in records], {row.person_id: row.pk for row in records if row.person_id}
    events: Any = history.event_model(Person)
    changed = events.objects.filter(pgh_obj_id__in=people, pgh_label="update").values_list("pgh_obj_id", flat=True)
    others = ContactPerson.objects.filter(person__in=people).exclude(pk__in=ids).values_list("person", flat=True)
    return {
        **{people[pk]: "nennt eine Person, die inzwischen berichtigt wurde" for pk in changed},
        **{people[pk]: "nennt eine Person, die inzwischen eine weitere Funktion hat" for pk in others},
    }
