"""Reads the demo's story from its files: agreements.csv (the 49 signed ones) and cases.toml (all the rest)."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from core.dates import Span

HERE = Path(__file__).resolve().parent
SEPARATOR = " + "
STATE_OFFICE, MUNICIPALITY, POLICE = "state_office", "municipality", "police"
ALL_PARTIES = frozenset({STATE_OFFICE, MUNICIPALITY, POLICE})
EXAMPLE = "Beispiel"
# In the column of offices: the first town of the row signs for this one.
REPRESENTED = "="


@dataclass(frozen=True)
class Person:
    """Who signs; the name is empty wherever the press text does not give one."""

    office: str
    name: str = ""


@dataclass(frozen=True)
class Case:
    """One agreement and how far it has come: it goes through every step it has a day for."""

    file_reference: str
    towns: tuple[str, ...]
    town_signatories: tuple[Person, ...]
    state_signatory: Person
    drafted_on: date
    police: str = ""
    police_signatory: Person = Person("Leitung der Polizeidirektion")
    kind: str = "agreement"
    day_note: str = ""
    consultation_on: date | None = None
    agreed_on: date | None = None
    approved_on: date | None = None
    finalised_on: date | None = None
    signed_on: date | None = None
    ended_on: date | None = None
    withdrawn_on: date | None = None
    agreed: frozenset[str] = ALL_PARTIES
    signed: frozenset[str] = ALL_PARTIES
    mode: str = "in_person"
    place: str = ""
    guests: tuple[str, ...] = ()
    reason: str = ""
    # An agreement that nobody drafted here: its day as far as it is known, its number, and who says so.
    recorded: Span | None = None
    number: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Story:
    """Everything the demo shows: agreements in the order they are told, people and invented places."""

    signed: tuple[Case, ...]
    cases: tuple[Case, ...]
    contacts: tuple[dict[str, str], ...]
    associations: tuple[dict[str, Any], ...]
    example_police: dict[str, str]
    example_district: dict[str, str]
    example_towns: tuple[dict[str, Any], ...]
    # Towns whose coordinator the press text names, and those that shall have none.
    without_post: frozenset[str]

    def first_days(self) -> dict[str, date]:
        """The day each town first appears."""
        days: dict[str, date] = {}
        for case in (*self.signed, *self.cases):
            for ags in self._covered(case):
                days[ags] = min(case.drafted_on, days.get(ags, case.drafted_on))
        return days

    def _covered(self, case: Case) -> list[str]:
        members = {item["key"]: item["members"] for item in self.associations}
        return [ags for key in case.towns for ags in members.get(key, [key])]


def read() -> Story:
    data = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))
    named = {contact["town"] for contact in data["contacts"] if "town" in contact}
    absent = {town["ags"] for town in data["example_towns"] if not town["coordination"]}
    return Story(
        signed=tuple(_signed_cases()),
        cases=tuple(_case(entry) for entry in data["cases"]),
        contacts=tuple(data["contacts"]),
        associations=tuple(data["associations"]),
        example_police=data["example_police"],
        example_district=data["example_district"],
        example_towns=tuple(data["example_towns"]),
        without_post=frozenset(named | absent),
    )


def signed_rows() -> list[dict[str, str]]:
    """agreements.csv as text, in the order of signing."""
    with (HERE / "agreements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _signed_cases() -> Iterator[Case]:
    for number, row in enumerate(signed_rows(), start=1):
        signed_on = date.fromisoformat(row["signed_on"])
        drafted_on = signed_on - timedelta(weeks=9)
        yield Case(
            file_reference=f"LPR-0144.5/{number}/{drafted_on.year}",
            towns=tuple(town.split(" ", 1)[0] for town in row["towns"].split(SEPARATOR)),
            town_signatories=_town_signatories(row),
            state_signatory=Person(row["state_office"]),
            police=row["police"],
            police_signatory=Person(row["police_office"]),
            day_note=_day_note(row),
            recorded=Span.parse(row["recorded"]) if row["recorded"] else None,
            number=number,
            source=row["source"],
            # No source tells the days before the signature: the same distance for all.
            drafted_on=drafted_on,
            consultation_on=signed_on - timedelta(weeks=6),
            agreed_on=signed_on - timedelta(weeks=3),
            approved_on=signed_on - timedelta(weeks=2),
            finalised_on=signed_on - timedelta(weeks=1),
            signed_on=signed_on,
            mode=row["mode"],
            place=row["place"],
            guests=tuple(filter(None, row["guests"].split(SEPARATOR))),
        )


def _town_signatories(row: dict[str, str]) -> tuple[Person, ...]:
    """One office per town; a single office stands for every town of the row."""
    offices, towns = row["town_offices"].split(SEPARATOR), row["towns"].split(SEPARATOR)
    return tuple(Person(office) for office in (offices * len(towns) if len(offices) == 1 else offices))


def _day_note(row: dict[str, str]) -> str:
    """Which of the days are real: the one of the signature where a source gives it, no other."""
    if row["source"]:
        return f"Tag der Unterzeichnung: {row['source']}; übrige Tage: {EXAMPLE}"
    if row["known"].startswith("nur "):
        return f"{EXAMPLE}, bekannt ist {row['known']}"
    return f"{EXAMPLE}, der Tag ist nicht bekannt" if row["known"] else EXAMPLE


def _case(entry: dict[str, Any]) -> Case:
    fields = dict(entry)
    town = fields.pop("town")
    if known := fields.pop("recorded", ""):
        fields["recorded"] = Span.parse(known)
    office = "Leitung der Stadtverwaltung" if town.startswith("14") else "Leitung der Verwaltung"
    return Case(
        towns=(town,),
        town_signatories=(Person(**fields.pop("town_signatory", {"office": office})),),
        state_signatory=Person(**fields.pop("state_signatory", {"office": "Leitung der Geschäftsstelle"})),
        police_signatory=Person(**fields.pop("police_signatory", {"office": "Leitung der Polizeidirektion"})),
        agreed=frozenset(fields.pop("agreed", ALL_PARTIES)),
        signed=frozenset(fields.pop("signed", ALL_PARTIES)),
        place=fields.pop("place", "Musterstadt"),
        **fields,
    )
