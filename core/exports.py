"""Lists as files that a spreadsheet opens: German separators, and nothing that it would take for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from core.files import file_response

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_response(head: Sequence[str], rows: Iterable[Sequence[str]], *, filename: str) -> HttpResponse:
    """A CSV file in UTF-8 with the mark by which spreadsheets know it, divided by semicolons."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([[plain(cell) for cell in row] for row in rows])
    return file_response(f"\ufeff{buffer.getvalue()}".encode(), filename=filename, media_type="text/csv")


def plain(cell: str) -> str:
    """Text that stays text: a leading apostrophe where a spreadsheet would begin to calculate."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
