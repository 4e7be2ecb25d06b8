"""A version of the text as DOCX, for a town's Rechtsamt that works at it in a word processor."""

import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from agreements.models import AgreementVersion, CooperationAgreement
from agreements.papers import ALLIANCE, UMLAUTS, subtitle
from agreements.versions import content_of, label_of
from core import collation, formats
from core.packages import repacked

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What XML cannot hold; nobody types it, but a text that was pasted in may carry it.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def filename(agreement: CooperationAgreement, version: AgreementVersion) -> str:
    """„kooperationsvereinbarung-meerane-entwurf-fassung-3.docx“."""
    words = f"{agreement.get_kind_display()} {agreement.towns_label} Entwurf Fassung {version.number}"
    return f"{collation.fold(words.lower().translate(UMLAUTS)).replace(' ', '-')}.docx"


def render(agreement: CooperationAgreement, version: AgreementVersion) -> bytes:
    """The version as its parties read it, facts filled in: headings, numbered paragraphs, who signs."""
    document, content = Document(), _content(agreement, version)
    _language(document)
    _properties(document, agreement, version)
    stamp = f"Entwurf, {version} vom {formats.day(version.shown_on or version.made_on)}"
    document.sections[0].header.paragraphs[0].text = f"{ALLIANCE} · {agreement.towns_label} · {stamp}"
    title = document.add_heading(agreement.get_kind_display(), level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.LEFT
    _paragraph(document, subtitle(agreement))
    reference = content.get("file_reference")
    _paragraph(document, " · ".join(filter(None, [stamp, f"Aktenzeichen {reference}" if reference else ""])))
    document.add_heading("Parteien", level=1)
    for party in content["parties"]:
        by = f", vertreten durch {party['represented_by']}" if party["represented_by"] else ""
        _paragraph(document, f"{party['name']}{by}", style="List Bullet")
    for clause in content["clauses"]:
        _clause(document, clause)
    document.add_heading("Unterzeichnende", level=1)
    for row in content["signatories"]:
        _paragraph(document, ", ".join(filter(None, [row["party"], row["name"], row["office"]])), style="List Bullet")
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def _content(agreement: CooperationAgreement, version: AgreementVersion) -> Mapping[str, Any]:
    """What was kept; the present version with the facts of today, as its page shows it."""
    is_present = agreement.is_editable and version.number == agreement.version
    return content_of(agreement) if is_present else version.content


def _clause(document: Any, clause: Mapping[str, Any]) -> None:
    """A clause with its Absätze counted as on the paper, where it has several."""
    document.add_heading(CONTROL.sub("", label_of(clause)), level=1)
    lines = [line.strip() for line in clause["filled"].splitlines() if line.strip()]
    counted = clause["position"] and len(lines) > 1
    for number, line in enumerate(lines, start=1):
        _paragraph(document, f"({number}) {line}" if counted else line)


def _paragraph(document: Any, text: str, *, style: str = "Normal") -> None:
    document.add_paragraph(CONTROL.sub("", text), style=style)


def _language(document: Any) -> None:
    """German for the spelling, and a letter that can be read."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    for style in document.styles.element.iter(qn("w:lang")):
        style.set(qn("w:val"), "de-DE")


def _properties(document: Any, agreement: CooperationAgreement, version: AgreementVersion) -> None:
    properties = document.core_properties
    properties.title = f"{agreement.get_kind_display()} {agreement.towns_label}"
    properties.subject = f"Entwurf, {version}"
    properties.author = properties.last_modified_by = "Landespräventionsrat Sachsen"
    properties.language, properties.comments = "de-DE", ""
    properties.version = str(version.number)
    day = version.shown_on or version.made_on
    properties.created = properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- a day has no zone
