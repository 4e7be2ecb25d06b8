"""The yearly list of changes of territory, key and name, as workbook (13 columns) or as a table of text."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from municipalities.models import TerritorialChange
from municipalities.register.facts import ChangeFact, WrongFile
from municipalities.register.gv100ad import decoded

SHEET = "Gebietsaenderungen"
COLUMNS = 13
FIRST_COLUMN = "kennziffer"
Kind = TerritorialChange.Kind
KIND_OF_CODE = {"1": Kind.DISSOLUTION, "2": Kind.TRANSFER, "3": Kind.KEY, "4": Kind.NAME}
KEY_LENGTH = {"Gemeinde": 12, "Gemeindeverband": 9}
# The columns of the workbook by the names of the table of text.
NAMES = (
    "kennziffer", "regionaleinheit", "ars_alt", "ags_alt", "name_alt", "aenderungsart", "flaeche_qm", "einwohner",
    "ars_neu", "ags_neu", "name_neu", "wirksam_juristisch", "wirksam_statistisch",
)  # fmt: skip
ANEW = "Bitte die Datei neu herunterladen und unverändert einlesen."


def looks_like(text: str) -> bool:
    return text.lower().startswith(FIRST_COLUMN)


def parse_workbook(book: Any, land: str) -> list[ChangeFact]:
    """Below three rows of headings; the sheet may claim hundreds of empty columns."""
    rows = book[SHEET].iter_rows(max_col=COLUMNS, values_only=True)
    cells = ((number, [*map(_text, row), *[""] * (COLUMNS - len(row))]) for number, row in enumerate(rows, start=1))
    return _facts(((number, dict(zip(NAMES, row, strict=True))) for number, row in cells), land)


def parse_table(content: bytes, land: str) -> list[ChangeFact]:
    text = decoded(content)
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in head else ",")
    missing = set(NAMES) - set(reader.fieldnames or ())
    if missing:
        raise WrongFile(f"Der Liste fehlen Spalten: {', '.join(sorted(missing))}. {ANEW}")
    return _facts(_whole(reader), land)


def _whole(reader: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, str]]]:
    """Every line with all its columns; the last one of a file that was cut has fewer."""
    columns = len(reader.fieldnames or ())
    for number, row in enumerate(reader, start=2):
        told = sum(cell is not None for cell in row.values())
        if told != columns:
            raise WrongFile(f"Zeile {number} hat {told} statt {columns} Spalten: Die Datei ist abgeschnitten. {ANEW}")
        yield number, {name: _text(row[name]) for name in NAMES}


def _facts(rows: Iterator[tuple[int, dict[str, str]]], land: str) -> list[ChangeFact]:
    facts = [
        _fact(number, row)
        for number, row in rows
        if _is_change(number, row) and (not land or land in {row["ars_alt"][:2], row["ars_neu"][:2]})
    ]
    seen: dict[tuple[str, ...], int] = {}
    for fact in facts:
        key = (fact.number, fact.kind, fact.from_key, fact.to_key)
        if key in seen:
            raise WrongFile(
                f"Die Änderung {fact.number} von {fact.from_name} steht zweimal in der Liste (Zeilen {seen[key]} und "
                f"{fact.line}). {ANEW}"
            )
        seen[key] = fact.line
    return facts


def _is_change(number: int, row: dict[str, str]) -> bool:
    """Neither a heading nor a footnote, nor about a district; a line that lost a cell is not passed over."""
    has_number, unit = row["kennziffer"][:2].isdigit(), row["regionaleinheit"]
    if (has_number and not unit) or (unit in KEY_LENGTH and not has_number):
        lost = "die Regionaleinheit" if has_number else "die Kennziffer"
        raise WrongFile(f"Zeile {number}: Es fehlt {lost}. Wurden Zellen verbunden? {ANEW}")
    return unit in KEY_LENGTH


def _fact(number: int, row: dict[str, str]) -> ChangeFact:
    code = row["aenderungsart"].removesuffix(".0")
    if code not in KIND_OF_CODE:
        raise WrongFile(f"Zeile {number}: Die Änderungsart „{row['aenderungsart']}“ ist nicht bekannt. {ANEW}")
    length = KEY_LENGTH[row["regionaleinheit"]]
    # An association that ends has no successor of its own kind: the list names the municipality's nine digits.
    for name in ("ars_alt", "ars_neu"):
        if len(row[name]) != length or not row[name].isdigit():
            raise WrongFile(f"Zeile {number}: Der Schlüssel „{row[name]}“ hat nicht {length} Ziffern. {ANEW}")
    return ChangeFact(
        number, row["kennziffer"], KIND_OF_CODE[code].value, row["ars_alt"], row["name_alt"], row["ars_neu"],
        row["name_neu"], _count(row["flaeche_qm"], number), _count(row["einwohner"], number),
        _day(row["wirksam_juristisch"], number), _day(row["wirksam_statistisch"], number),
    )  # fmt: skip


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell).strip()


def _count(text: str, number: int) -> int | None:
    plain = text.removesuffix(".0")
    if plain and not plain.isdigit():
        raise WrongFile(f"Zeile {number}: „{text}“ ist keine ganze Zahl. {ANEW}")
    return int(plain) if plain else None


def _day(text: str, number: int) -> date:
    """In the workbook as text „01.01.2023“."""
    parts: Sequence[str] = text.split(".")[::-1] if "." in text else text.split("-")
    try:
        return date(*(int(part) for part in parts))
    except (TypeError, ValueError) as error:
        raise WrongFile(f"Zeile {number}: „{text}“ ist kein Tag. {ANEW}") from error
