"""Papers made of facts, tables and text: cover sheet, log, list of versions; one template prints them all."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from core import pdf

TEMPLATE = "filing/paper/sheet.html"
LONGEST_WHOLE_WORD = 24
STYLESHEETS = ("css/agreement-paper.css", "css/agreement-paper-print.css", "css/filing-paper.css")


@dataclass(frozen=True)
class Part:
    """A heading with what stands below it: paragraphs, and a table if there are rows."""

    heading: str
    paragraphs: Sequence[str] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    # Said in place of an empty table.
    otherwise: str = ""


@dataclass(frozen=True)
class Sheet:
    """A paper in plain values, so that another process can print it."""

    title: str
    subtitle: str
    reference: str
    facts: Sequence[tuple[str, str]] = ()
    parts: Sequence[Part] = ()
    as_of: date | None = None


def render(sheet: Sheet, *, variant: str = pdf.WITHOUT_ATTACHMENTS) -> bytes:
    """As PDF/A-2a and PDF/UA-1: these papers carry no data beside what stands on them."""
    content = asdict(sheet)
    for part in content["parts"]:
        part["rows"] = [[(cell, _holds_long_word(cell)) for cell in row] for row in part["rows"]]
    return pdf.render(TEMPLATE, {"sheet": content}, stylesheets=STYLESHEETS, variant=variant, spells_out=True)


def _holds_long_word(cell: str) -> bool:
    """Check values and file names may break anywhere; where all cells may, the columns of days become too narrow."""
    return any(len(word) > LONGEST_WHOLE_WORD for word in cell.split())


def fingerprint(sheet: Sheet) -> str:
    """Changes with the content; far cheaper than printing it."""
    text = json.dumps(asdict(sheet), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()
