"""Lines of a workbook: the first sheet that is filled in; formulas, errors and merged cells are named, not taken."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from core import workbooks
from imports.reading import MAX_COLUMNS, RawLine, WrongFile, letter

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|_x000[dD]_")
FORMULA = "Hier steht eine Formel. Bitte den Wert eintragen (kopieren und als Wert einfügen)."
ERROR = "Hier steht der Fehlerwert {value}. Bitte den richtigen Wert eintragen."
MERGED = "Die Zellen {cells} sind verbunden. Bitte den Verbund aufheben und jede Zeile ausfüllen."
UNKNOWN = "Der Wert dieser Zelle lässt sich nicht lesen. Bitte neu eintragen."


def lines_of(content: bytes) -> tuple[list[RawLine] | Iterator[RawLine], str]:
    """The lines and a sentence on which sheet was read; WrongFile for what is no workbook."""
    try:
        book = workbooks.opened(content, data_only=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        if not sheets:
            raise WrongFile("Die Arbeitsmappe enthält kein Tabellenblatt.")
        merged = _merged(workbooks.merged_ranges(content, sheets[0]))
    except (workbooks.Unreadable, KeyError) as error:
        raise WrongFile(f"{error} Bitte als Arbeitsmappe (XLSX) ohne Kennwort speichern.") from error
    further = f", von {len(book.worksheets)} Blättern" if len(book.worksheets) > 1 else ""
    return _read(sheets[0], merged), f"Gelesen wurde das Blatt „{sheets[0].title}“{further}."


def _read(sheet: Any, merged: "Merged") -> Iterator[RawLine]:
    # Without it a file that says it has a million rows would be believed.
    sheet.reset_dimensions()
    try:
        for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), start=1):
            yield _line(number, row, merged)
    except (ValueError, KeyError, TypeError, IndexError, SyntaxError, OSError, InvalidFileException) as error:
        raise WrongFile("Die Arbeitsmappe ist beschädigt. Bitte in der Tabellenkalkulation neu speichern.") from error


def _line(number: int, row: Any, merged: "Merged") -> RawLine:
    cells, faults = [], {}
    for index, cell in enumerate(row):
        kind, value = cell.data_type, cell.value
        if kind == "f":
            faults[index] = FORMULA
        elif kind == "e":
            faults[index] = ERROR.format(value=value)
        cells.append("" if kind in {"f", "e"} else _text(value, index, faults))
    faults |= {index: MERGED.format(cells=cells) for index, cells in merged.at(number)}
    return RawLine(number, tuple(cells), faults)


def _text(value: Any, index: int, faults: dict[int, str]) -> str:
    """What somebody sees in the cell, in German."""
    if value is None:
        return ""
    if isinstance(value, str):
        return UNPRINTABLE.sub("", value)
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y}" if value.time() == time.min else f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")
    faults[index] = UNKNOWN
    return ""


class Merged:
    """Merged ranges, by the lines they touch."""

    def __init__(self, ranges: list[tuple[int, int, int, int, str]]) -> None:
        self.ranges = ranges

    def at(self, number: int) -> Iterator[tuple[int, str]]:
        for first, top, last, bottom, cells in self.ranges:
            if top <= number <= bottom:
                yield from ((index, cells) for index in range(first - 1, min(last, MAX_COLUMNS)))


def _merged(found: list[str]) -> Merged:
    if len(found) > 5000:
        raise WrongFile("In der Tabelle sind zu viele Zellen verbunden. Bitte den Verbund aufheben.")
    ranges = []
    for text in found:
        first, top, last, bottom = range_boundaries(text)
        # A title over the whole table is merged as a rule and stands above the headings.
        ranges.append((first, top, last, bottom, f"{letter(first - 1)}{top} bis {letter(last - 1)}{bottom}"))
    return Merged(ranges)
