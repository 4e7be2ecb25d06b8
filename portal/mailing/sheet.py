"""The table behind a Serienbrief: one row for each letter, with Briefanrede and the lines of the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core import dates, tables
from core.tables import Column, Table
from municipalities.addressing import address_lines, addressee_of, body_name, letter_salutation, natural_name
from municipalities.models import ContactPerson
from portal.mailing.recipients import Recipients, role_label

ADDRESS_LINES = 6


@dataclass(frozen=True)
class Letter:
    """One row: the contact, what a letter says of it, and the address chosen for it."""

    contact: ContactPerson
    salutation: str
    lines: list[str]
    mail: str


def table_of(found: Recipients, told: Sequence[str], purpose: str) -> Table:
    """The Verteiler as a file; headings stand in the first row, where a word processor looks for its field names."""
    rows = [_letter(row, found.address_of(row)) for row in found.letters]
    notes = [tables.noted_day(dates.today()), f"Zweck: {purpose}", *(told or ["Filter: keiner"]), f"{len(rows)} Zeilen"]
    return Table("Verteiler", notes, COLUMNS, rows, has_headings_first=True)


def _letter(row: ContactPerson, mail: str) -> Letter:
    to = addressee_of(row)
    return Letter(row, letter_salutation(to), address_lines(to), mail)


def _line(number: int) -> Any:
    return lambda row: row.lines[number] if number < len(row.lines) else ""


def _person(name: str) -> Any:
    return lambda row: getattr(row.contact.person, name) if row.contact.person else ""


COLUMNS = (
    Column("Briefanrede", lambda row: row.salutation, width=45),
    Column("Anrede", _person("salutation_label"), width=8),
    Column("Titel", _person("title"), width=10),
    Column("Name", lambda row: natural_name(row.contact.person.name) if row.contact.person else "", width=25),
    Column("Amtsbezeichnung", lambda row: row.contact.official_title, width=25),
    Column("Funktion", lambda row: row.contact.office, width=30),
    Column("Aufgabe", lambda row: role_label(row.contact.role), width=22),
    Column("Dienststelle", lambda row: row.contact.department, width=25),
    Column("Stelle", lambda row: body_name(row.contact.body), width=30),
    Column(
        "Landkreis",
        lambda row: row.contact.municipality.district.display_name if row.contact.municipality else "",
        width=25,
    ),
    *(Column(f"Anschrift {number + 1}", _line(number), width=30) for number in range(ADDRESS_LINES)),
    Column("Straße", lambda row: row.contact.street, width=25),
    Column("PLZ", lambda row: row.contact.postal_code, width=8),
    Column("Ort", lambda row: row.contact.city, width=20),
    Column("E-Mail", lambda row: row.mail, width=32),
    Column("Telefon", lambda row: row.contact.phone, width=18),
    Column("bestätigt am", lambda row: row.contact.confirmed_on, kind=tables.DATE, width=13),
)
