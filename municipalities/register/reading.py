"""Which of the official formats a file has, and its content in plain values."""

import hashlib
from dataclasses import dataclass

from municipalities.models import ImportRun
from municipalities.register import changes, gv100ad, workbook
from municipalities.register.facts import ChangeFact, Edition, WrongFile

Kind = ImportRun.Kind
ZIP = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
SAXONY = "14"
EXPECTED = (
    "Eingelesen werden das Gemeindeverzeichnis GV100AD (Textdatei), der Auszug aus dem Gemeindeverzeichnis (XLSX) und "
    "die Liste der Namens-, Grenz- und Schlüsseländerungen (XLSX)."
)


@dataclass(frozen=True)
class Source:
    """An official file as it was read; exactly one of the two contents is there."""

    kind: Kind
    file_name: str
    sha256: str
    land: str
    edition: Edition | None = None
    changes: tuple[ChangeFact, ...] = ()


def read(content: bytes, file_name: str, *, kind: str = "auto", land: str = SAXONY) -> Source:
    """Look at the file, not at its name; `kind` other than „auto“ insists on a format, an empty `land` takes all."""
    if not content.strip():
        raise WrongFile(f"Die Datei ist leer. {EXPECTED}")
    if content.startswith(ZIP):
        source = _read_workbook(content, file_name, land)
    else:
        source = _read_text(content, file_name, land)
    if kind not in {"auto", source.kind}:
        raise WrongFile(f"Die Datei ist ein anderes Format als verlangt: {source.kind.label}.")
    return source


def _read_workbook(content: bytes, file_name: str, land: str) -> Source:
    book = workbook.sheets_of(content)
    digest = hashlib.sha256(content).hexdigest()
    if changes.SHEET in book.sheetnames:
        facts = _some(changes.parse_workbook(book, land), land)
        return Source(Kind.CHANGES, file_name, digest, land, changes=facts)
    if any(name.startswith(workbook.SHEET) for name in book.sheetnames):
        return Source(Kind.WORKBOOK, file_name, digest, land, edition=workbook.parse(book, land))
    raise WrongFile(f"Die Arbeitsmappe mit den Blättern {', '.join(book.sheetnames)} ist keine davon. {EXPECTED}")


def _read_text(content: bytes, file_name: str, land: str) -> Source:
    if content.startswith(OLD_WORKBOOK):
        raise WrongFile("Das ist eine Arbeitsmappe im alten Format XLS. Bitte als XLSX herunterladen oder speichern.")
    start = content[:400].decode("ascii", errors="replace").lstrip("\N{REPLACEMENT CHARACTER}")
    digest = hashlib.sha256(content).hexdigest()
    if gv100ad.looks_like(start):
        return Source(Kind.GV100AD, file_name, digest, land, edition=gv100ad.parse(content, land))
    if changes.looks_like(start):
        facts = _some(changes.parse_table(content, land), land)
        return Source(Kind.CHANGES, file_name, digest, land, changes=facts)
    raise WrongFile(f"Die Datei hat keines der bekannten Formate. {EXPECTED}")


def _some(facts: list[ChangeFact], land: str) -> tuple[ChangeFact, ...]:
    if not facts:
        raise WrongFile(f"Die Liste enthält keine Änderung im Land {land or 'ohne Auswahl'}.")
    return tuple(facts)
