"""metadaten.xml: the package described for another system, in names of xdomea; its schema lies beside it."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

NAMESPACE = "urn:asskomm:e-akte:1"
SCHEMA = Path(__file__).parent / "data" / "metadaten.xsd"


@cache
def schema() -> bytes:
    return SCHEMA.read_bytes()


def written(extent: Any, packed: Any, *, by: Any, on: date) -> bytes:
    """The description as XML in UTF-8; what stands in it also stands on the cover sheet."""
    kind, row = extent.contents.kind, extent.contents.row
    root = ElementTree.Element("Schriftgut", {"xmlns": NAMESPACE, "version": "1"})
    made = ElementTree.SubElement(root, "Erstellung")
    _text(made, Datum=on.isoformat(), Person=str(by), System="ASSKomm-Partnerschaften")
    record = ElementTree.SubElement(root, "Vorgang")
    _text(
        record, Identifikation=f"{kind.word}-{row.pk}", Kennzeichen=extent.reference, Betreff=kind.subject(row),
        Typ=kind.label,
    )  # fmt: skip
    begins, ends = extent.days
    if begins:
        term = ElementTree.SubElement(record, "Laufzeit")
        _text(term, Beginn=begins.isoformat(), **({"Ende": ends.isoformat()} if ends else {}))
    for name in kind.parties(row):
        ElementTree.SubElement(record, "Beteiligter").text = _clean(name)
    _text(record, Ergaenzung=str(extent.number), Pruefwert=extent.check_value)
    for number, item in enumerate(packed, start=1):
        _document(record, number, item)
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _document(record: ElementTree.Element, number: int, item: Any) -> None:
    document = ElementTree.SubElement(record, "Dokument", {"nummer": str(number)})
    _text(document, Identifikation=item.key, Betreff=item.label)
    if item.on:
        _text(document, Dokumentdatum=item.on.isoformat())
    _text(ElementTree.SubElement(document, "Primaerdokument"), Dateiname=item.name, Groesse=str(len(item.content)),
          Hashwert=item.sha256)  # fmt: skip


def _text(parent: ElementTree.Element, **values: str) -> None:
    for name, value in values.items():
        ElementTree.SubElement(parent, name).text = _clean(value)


def _clean(text: str) -> str:
    """XML knows no control characters."""
    return "".join(char for char in text if char in "\t\n" or (char >= " " and char not in "\ufffe\uffff"))
