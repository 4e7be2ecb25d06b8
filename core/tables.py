"""Lists as files: XLSX and CSV of columns with kinds, written row by row.

A spreadsheet must never take a text for a formula: XLSX cells are typed, CSV text that starts like a formula gets a
leading apostrophe.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from core import dates, formats
from core.packages import repacked

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
TEXT, INT, DATE, DECIMAL = "text", "int", "date", "decimal"
# A spreadsheet takes text that begins like this for a formula, a tab or line end in front of it or not.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER_FORMATS = {INT: "0", DATE: "dd.mm.yyyy", DECIMAL: "#,##0.00"}
# „created“ and „modified“ in the properties of a workbook.
MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
# What a cell holds at most in Excel.
LONGEST_TEXT = 32_767


@dataclass(frozen=True)
class Column:
    """One column: heading, kind (TEXT, INT, DATE, DECIMAL), its value of a row, width in characters."""

    heading: str
    value: Callable[[Any], str | int | date | Decimal | None]
    kind: str = TEXT
    width: int = 20


@dataclass(frozen=True)
class Table:
    """A list as a file: title, lines that say what it shows (filter, day, number of rows), columns, rows.

    With `has_headings_first` a workbook keeps title and lines on a second sheet: the source of a Serienbrief has the
    names of its fields in the first row.
    """

    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Iterable[Any]
    has_headings_first: bool = False


def xlsx(table: Table) -> bytes:
    """The table as a workbook; the row of headings stays in sight."""
    book = Workbook(write_only=True)
    # A name of a sheet takes 31 characters and none of these.
    sheet: Any = book.create_sheet("".join(char for char in table.title if char not in "[]:*?/\\")[:31])
    lines = [table.title, *table.notes]
    beside: Any = sheet
    if table.has_headings_first:
        beside = book.create_sheet("Angaben")
        beside.column_dimensions["A"].width = 80
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = "A2" if table.has_headings_first else f"A{len(lines) + 3}"
    for number, line in enumerate(lines):
        beside.append([_text_cell(beside, line, is_bold=not number)])
    if not table.has_headings_first:
        sheet.append([])
    sheet.append([_text_cell(sheet, column.heading, is_bold=True) for column in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, column, column.value(row)) for column in table.columns])
    target = io.BytesIO()
    book.save(target)
    return _repacked(target.getvalue())


def _repacked(content: bytes) -> bytes:
    """The same workbook with the day of the programme for every moment in it: the same list gives the same bytes."""
    day = f"{dates.today().isoformat()}T00:00:00Z".encode()
    return repacked(
        content, lambda name, part: MOMENT.sub(rb"\g<1>" + day, part) if name == "docProps/core.xml" else part
    )


def _cell(sheet: Any, column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.kind == TEXT:
        return _text_cell(sheet, str(value))
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = NUMBER_FORMATS[column.kind]
    return cell


def _text_cell(sheet: Any, text: str, *, is_bold: bool = False, is_typed: bool = False) -> Any:
    """A cell that is text whatever it begins with; openpyxl would make a formula of „=1+1“."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_TEXT])
    cell.data_type = "s"
    cell.font = Font(bold=is_bold)
    cell.alignment = Alignment(vertical="top", wrap_text=is_typed or "\n" in text)
    if is_typed:
        cell.number_format = "@"
    return cell


def text_workbook(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Sheets to fill in: the first row is bold and stays in sight, every cell is text, empty ones below it too."""
    book = Workbook(write_only=True)
    for title, lines in sheets.items():
        sheet: Any = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        for number in range(1, len(lines[0]) + 1):
            dimension = sheet.column_dimensions[get_column_letter(number)]
            dimension.width, dimension.number_format = 28, "@"
        for number, line in enumerate(lines):
            sheet.append([_text_cell(sheet, text, is_bold=not number, is_typed=True) for text in line])
    target = io.BytesIO()
    book.save(target)
    return _repacked(target.getvalue())


def csv_text(table: Table) -> bytes:
    """The table as CSV for a German spreadsheet: UTF-8 with mark, semicolons, day and decimal as they are written."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    for line in (table.title, *table.notes):
        writer.writerow([_harmless(line)])
    writer.writerow([])
    writer.writerow([_harmless(column.heading) for column in table.columns])
    for row in table.rows:
        writer.writerow([_written(column, column.value(row)) for column in table.columns])
    return target.getvalue().encode("utf-8-sig")


def _written(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == TEXT:
        return _harmless(str(value))
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(value).replace(".", ",") if column.kind == DECIMAL else str(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def write(table: Table, kind: str) -> tuple[bytes, str]:
    """The file and its media type; `kind` is „xlsx“ or „csv“."""
    return (xlsx(table), XLSX_TYPE) if kind == "xlsx" else (csv_text(table), CSV_TYPE)


def noted_day(day: date) -> str:
    """The line every file carries: of which day it speaks."""
    return f"Stichtag: {formats.day(day)}"
