"""The package „Für die E-Akte“: one ZIP with cover sheet, metadata and every paper, the same bytes every time."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import formats
from core.exceptions import Conflict
from core.packages import member
from filing import metadata, naming, sheets
from filing.contents import Extent
from filing.sheets import Part, Sheet

# Packed already; packing them again takes time and saves nothing.
PACKED = (".pdf", ".jpg", ".jpeg", ".png", ".docx", ".xlsx", ".zip")
COVER, DATA, SCHEMA = "01_Deckblatt.pdf", "metadaten.xml", "metadaten.xsd"


@dataclass(frozen=True)
class Packed:
    """A paper with its bytes."""

    name: str
    label: str
    key: str
    fingerprint: str
    on: date | None
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def entry(self) -> dict[str, Any]:
        """What a Veraktung keeps of it."""
        return {
            "key": self.key, "label": self.label, "name": self.name, "fingerprint": self.fingerprint,
            "sha256": self.sha256, "size": len(self.content), "on": self.on.isoformat() if self.on else None,
        }  # fmt: skip


def read(extent: Extent) -> list[Packed]:
    """Every paper with its bytes; Conflict where one cannot be read, because a file of record has no holes."""
    return [_read(paper) for paper in extent.papers]


def _read(paper: Any) -> Packed:
    item = paper.item
    try:
        content = item.read()
    except OSError as error:
        raise Conflict(
            f"Die Unterlage „{item.label}“ lässt sich nicht lesen, weil ihre Datei fehlt. Bitte die Administration "
            "verständigen; die Sicherung enthält das Original."
        ) from error
    return Packed(paper.name, item.label, item.key, item.fingerprint, item.on, content)


def build(extent: Extent, *, by: Any, on: date) -> bytes:
    """The ZIP; `by` and `on` stand on the cover sheet."""
    packed = read(extent)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        _add(archive, COVER, sheets.render(cover(extent, packed, by=by, on=on)))
        for item in packed:
            _add(archive, item.name, item.content)
        _add(archive, DATA, metadata.written(extent, packed, by=by, on=on))
        _add(archive, SCHEMA, metadata.schema())
    return target.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    packed = name.endswith(PACKED)
    archive.writestr(member(name), content, zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED)


def cover(extent: Extent, packed: list[Packed], *, by: Any, on: date) -> Sheet:
    """Deckblatt: what it is, who is concerned, which papers with which check values, made by whom."""
    kind, row = extent.contents.kind, extent.contents.row
    earlier = [
        f"{filing.title}: veraktet am {formats.day(filing.filed_on)} durch {filing.filed_by}"
        for filing in extent.contents.filings
        if filing.number < extent.number
    ]
    facts = [
        ("Betreff", kind.subject(row)),
        ("Art", kind.label),
        ("Beteiligte", "; ".join(kind.parties(row)) or "keine eingetragen"),
        ("Zeitraum", span(*extent.days)),
        ("Umfang", f"{extent.title}, {formats.count_of(len(packed), 'Unterlage,Unterlagen')}"),
        *([("Schon veraktet", "; ".join(earlier))] if earlier else []),
        ("Zusammengestellt", f"am {formats.day(on)} durch {by}"),
        ("Prüfwert des Pakets", extent.check_value),
    ]
    rows = [(item.name, formats.day_short(item.on) if item.on else "", item.sha256) for item in packed]
    closing = (
        f"Die Datei {DATA} beschreibt dieselben Unterlagen für das Vorgangsbearbeitungssystem; {SCHEMA} ist ihr "
        "Schema. "
        "Der SHA-256 einer Datei lässt sich mit jedem üblichen Werkzeug nachrechnen."
    )
    listed = Part("Unterlagen", (), ("Datei", "vom", "SHA-256"), rows, otherwise="Keine Unterlagen.")
    title = "Deckblatt" if not extent.number else f"Deckblatt zur {extent.title}"
    return Sheet(title, kind.subject(row), extent.reference, facts, (listed, Part("Hinweise", (closing,))))


def span(begins: date | None, ends: date | None) -> str:
    if begins is None:
        return "nicht bekannt"
    return f"{formats.day(begins)} bis {formats.day(ends)}" if ends else f"seit {formats.day(begins)}"


def filename(extent: Extent) -> str:
    """„E-Akte_LPR-0144.5-50-2023_Meerane.zip“."""
    words = "E-Akte" if not extent.number else f"E-Akte_{extent.number}._Ergänzung"
    label = " ".join(filter(None, (words, extent.reference, str(extent.contents.row.towns_label))))
    return naming.fitted(label, ".zip")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
