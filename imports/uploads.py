"""What an uploaded file is: workbook or CSV, its lines as the importer's columns know them, its hash."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core import formats, tables
from documents.inspection import InspectedFile, clean_name
from imports import spreadsheet, textfile
from imports.contract import Importer
from imports.reading import MAX_BYTES, MAX_LINES, RawLine, Sheet, WrongFile, ending, folded_heading, sheet_of

XLSX, CSV = ".xlsx", (".csv", ".txt")
ACCEPTED = ("xlsx", "csv", "txt")
PACKED = b"PK\x03\x04"


@dataclass(frozen=True)
class Upload:
    """A file as it was read, ready to be kept."""

    file: InspectedFile
    sheet: Sheet


def read(importer: Importer, filename: str, content: bytes, encoding: str = "") -> Upload:
    """Read a file for an importer; WrongFile with a sentence otherwise. Nothing is stored."""
    if not content.strip():
        raise WrongFile("Die Datei ist leer. Bitte die ausgefüllte Vorlage hochladen.")
    if len(content) > MAX_BYTES:
        raise WrongFile(f"Die Datei ist größer als {formats.filesize(MAX_BYTES)}. Bitte in mehrere Dateien teilen.")
    is_workbook = _is_workbook(filename, content)
    lines, note = spreadsheet.lines_of(content) if is_workbook else textfile.lines_of(content, encoding)
    sheet = sheet_of(lines, known_headings(importer), note)
    sheet = Sheet(sheet.headings, sheet.letters, _without_example(importer, sheet), sheet.note, sheet.head_number)
    if len(sheet.lines) > MAX_LINES:
        raise WrongFile(f"Die Datei hat mehr als {formats.number(MAX_LINES)} Zeilen. Bitte in mehrere Dateien teilen.")
    media_type = tables.XLSX_TYPE if is_workbook else "text/csv"
    digest = hashlib.sha256(content).hexdigest()
    return Upload(InspectedFile(clean_name(filename), media_type, content, digest, 1), sheet)


def _is_workbook(filename: str, content: bytes) -> bool:
    """Ending and first bytes have to agree."""
    is_packed = content.startswith(PACKED)
    if ending(filename) == XLSX and is_packed:
        return True
    if ending(filename) in CSV and not is_packed:
        return False
    if ending(filename) == XLSX or ending(filename) in CSV:
        raise WrongFile(
            f"Der Inhalt der Datei passt nicht zur Endung „{ending(filename)}“. Bitte in der Tabellenkalkulation als "
            "Arbeitsmappe (XLSX) ohne Kennwort speichern."
        )
    raise WrongFile("Bitte eine Arbeitsmappe (.xlsx) oder eine CSV-Datei hochladen.")


def known_headings(importer: Importer) -> list[str]:
    return [name for column in importer.columns for name in (column.label, *column.also)]


def _without_example(importer: Importer, sheet: Sheet) -> tuple[RawLine, ...]:
    """The template's example line, if somebody left it in, is no data."""
    example = sorted(filter(None, (column.example for column in importer.columns)))
    kept = tuple(line for line in sheet.lines if sorted(filter(None, line.cells)) != example)
    if not kept:
        raise WrongFile("In der Datei steht nur die Beispielzeile der Vorlage. Bitte die eigenen Angaben eintragen.")
    return kept


def proposed(importer: Importer, headings: Sequence[str], remembered: dict[str, str]) -> dict[str, int]:
    """Key of the column → position of the heading that is called so, or was chosen for it before."""
    positions = {folded_heading(name): position for position, name in enumerate(headings)}
    found: dict[str, int] = {}
    for column in importer.columns:
        names: Iterable[str] = (remembered.get(column.key, ""), *map(folded_heading, (column.label, *column.also)))
        position = next((positions[name] for name in names if name in positions), None)
        if position is not None and position not in found.values():
            found[column.key] = position
    return found


def headings_key(headings: Sequence[str]) -> str:
    """The same for the same headings, whatever their order."""
    return hashlib.sha256("\n".join(sorted(map(folded_heading, headings))).encode()).hexdigest()
