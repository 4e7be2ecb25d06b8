"""AuszugGV of the Statistisches Bundesamt: the same register as a workbook, with centre points and uncut names."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from core import workbooks
from municipalities.models import ImportRun
from municipalities.register.facts import (
    KIND_OF_CODE,
    UNINCORPORATED,
    AssociationFact,
    DistrictFact,
    Edition,
    PlaceFact,
    WrongFile,
    parse_name,
)

SHEET = "Onlineprodukt_Gemeinden"
COLUMNS = 20
RECORDS = frozenset({"10", "20", "30", "40", "50", "60"})
DAY = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
CENSUS = re.compile(r"Zensus\s*(?:vom\s*)?(2011|2022)")
ANEW = "Bitte die Arbeitsmappe neu herunterladen und unverändert einlesen."


def sheets_of(content: bytes) -> Any:
    """The workbook, for reading only; WrongFile where it is damaged or another kind of archive."""
    try:
        return workbooks.opened(content, data_only=True)
    except workbooks.Unreadable as error:
        raise WrongFile(f"{error} {ANEW}") from error


def parse(book: Any, land: str) -> Edition:
    """The rows of one Land (all of them for an empty `land`), or WrongFile."""
    title = next(name for name in book.sheetnames if name.startswith(SHEET))
    rows = list(book[title].iter_rows(max_col=COLUMNS, values_only=True))
    first = next((number for number, row in enumerate(rows) if _text(row[0]) in RECORDS), None)
    if first is None:
        raise WrongFile(f"Im Blatt „{title}“ steht keine Zeile mit einer Satzart. {ANEW}")
    head = " ".join(_text(cell) for row in rows[:first] for cell in row if cell is not None)
    told = f"{head} {_cells(book, 'Inhalt')}"
    edition = Edition(ImportRun.Kind.WORKBOOK, _territorial_day(head, title), _census(head) or _census(told))
    for number, row in _data(rows, first):
        if _text(row[2]) == land or not land:
            _take(edition, number, row)
    return edition


def _data(rows: list[Sequence[Any]], first: int) -> Iterator[tuple[int, list[Any]]]:
    """The rows of the table; below it stand footnotes, text in the first column without keys."""
    for number, row in enumerate(rows[first:], start=first + 1):
        cells = [*row, *[None] * (COLUMNS - len(row))]
        record = _text(cells[0])
        if record in RECORDS:
            yield number, cells
        elif record and _text(cells[2]):
            raise WrongFile(f"Zeile {number}: „{record}“ ist keine Satzart. Stehen zwei Ausgaben untereinander? {ANEW}")
        elif _text(cells[2]):
            raise WrongFile(f"Zeile {number}: Es fehlt die Satzart. Wurden Zellen verbunden? {ANEW}")


def _cells(book: Any, sheet: str) -> str:
    if sheet not in book.sheetnames:
        return ""
    return " ".join(_text(cell) for row in book[sheet].iter_rows(max_row=80, values_only=True) for cell in row if cell)


def _territorial_day(head: str, title: str) -> date:
    found = DAY.search(head)
    parts = found.groups() if found else (title[-8:-6], title[-6:-4], title[-4:])
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError as error:
        raise WrongFile(f"Über der Tabelle und im Namen des Blattes steht kein Gebietsstand. {ANEW}") from error


def _census(text: str) -> str:
    years = set(CENSUS.findall(text))
    return f"Zensus {years.pop()}" if len(years) == 1 else ""


def _take(edition: Edition, number: int, row: list[Any]) -> None:
    record, code, name = _text(row[0]), _text(row[1]), _text(row[7])
    if record == "40":
        edition.districts.append(DistrictFact(number, _key(row, number, (2, 3, 4)), name, "", code in {"41", "42"}))
    elif record == "50":
        key = _key(row, number, (2, 3, 4, 5))
        edition.associations.append(AssociationFact(number, key, name, False, "", code))
    elif record == "60":
        ars = _key(row, number, (2, 3, 4, 5, 6))
        if code in UNINCORPORATED:
            edition.skipped.append((ars[:5] + ars[9:], name, "gemeindefreies Gebiet"))
        else:
            edition.places.append(_place(row, number, ars, code))


def _place(row: list[Any], number: int, ars: str, code: str) -> PlaceFact:
    name = parse_name(_text(row[7]))
    if code not in KIND_OF_CODE or not name.name:
        raise WrongFile(f"Zeile {number}: Der Gemeinde {ars} fehlen Name oder Textkennzeichen. {ANEW}")
    area, inhabitants = _number(row[8], number), _number(row[9], number)
    longitude, latitude = _number(row[14], number), _number(row[15], number)
    if not longitude or not latitude:
        longitude = latitude = None
    return PlaceFact(
        number, ars, name.name, name.name_hsb, False, KIND_OF_CODE[code],
        area.quantize(Decimal("0.01")) if area is not None else None,
        int(inhabitants) if inhabitants is not None else None,
        _coordinate(latitude), _coordinate(longitude),
    )  # fmt: skip


def _coordinate(value: Decimal | None) -> Decimal | None:
    return value.quantize(Decimal("0.000001")) if value is not None else None


WIDTHS = {2: 2, 3: 1, 4: 2, 5: 4, 6: 3}


def _key(row: list[Any], number: int, columns: tuple[int, ...]) -> str:
    """Keys are text with leading zeros; as numbers they have lost them in some other programme."""
    parts = [_text(row[column]) for column in columns]
    for column, part in zip(columns, parts, strict=True):
        if len(part) != WIDTHS[column] or not part.isdigit():
            raise WrongFile(
                f"Zeile {number}: Der Schlüssel „{part}“ hat nicht {WIDTHS[column]} Ziffern. Wurde die Mappe in einem "
                f"anderen Programm gespeichert, gehen führende Nullen verloren. {ANEW}"
            )
    return "".join(parts)


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _number(cell: Any, number: int) -> Decimal | None:
    text = _text(cell).replace(",", ".")
    try:
        return Decimal(text) if text else None
    except InvalidOperation as error:
        raise WrongFile(f"Zeile {number}: „{cell}“ ist keine Zahl. {ANEW}") from error
