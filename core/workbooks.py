"""Opening a workbook somebody hands in: what kind of archive it is and how large it would become is looked at first."""

import io
import re
import zipfile
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

MAIN_PART = "xl/workbook.xml"
# A register of all German municipalities unpacks to 13 MB; a few kilobytes can unpack to gigabytes.
MAX_UNPACKED = 120 * 1024 * 1024
MAX_PARTS = 2000
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
PASSWORD_OR_OLD = b"\xd0\xcf\x11\xe0"


class Unreadable(Exception):
    """The file is no workbook that can be read; the message is a German sentence."""


def opened(content: bytes, *, data_only: bool) -> Any:
    """The workbook, for reading only; Unreadable where it is damaged, too large or another kind of archive.

    `data_only` gives the value a formula had when the file was saved, otherwise the formula itself.
    """
    if content.startswith(PASSWORD_OR_OLD):
        raise Unreadable("Die Arbeitsmappe hat das alte Format XLS oder ist mit einem Kennwort geschützt.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _require_workbook(archive)
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
    except (
        zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError,
        OSError, SyntaxError, NotImplementedError, RuntimeError,
    ) as error:  # fmt: skip
        raise Unreadable("Die Arbeitsmappe lässt sich nicht öffnen: Sie ist beschädigt oder geschützt.") from error


def _require_workbook(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if any(name.lower().endswith((".txt", ".asc", ".xlsx")) for name in names):
        raise Unreadable("Das ist ein gepacktes Archiv. Bitte auspacken und die Datei darin einlesen.")
    if MAIN_PART not in names:
        raise Unreadable("Die Datei ist keine Arbeitsmappe.")
    # The sizes in the list are binding: zipfile reads no more than they say.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable(
            f"Die Arbeitsmappe ist ausgepackt größer als {MAX_UNPACKED // 1024 // 1024} MB. Bitte leere Zeilen, Bilder "
            "und Formatierungen entfernen oder die Tabelle teilen."
        )


def merged_ranges(content: bytes, sheet: Any) -> list[str]:
    """„A3:B5“ of every merged range of a sheet; read from its part, because a read-only sheet does not know them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [found.decode() for found in MERGED.findall(archive.read(sheet._worksheet_path))]
