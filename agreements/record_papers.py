"""What the papers about a signing share: files with their hashes, the day they are from, their names."""

import re
from dataclasses import dataclass
from datetime import date

from agreements.models import CooperationAgreement
from agreements.papers import UMLAUTS
from audit.models import AuditEvent
from core import collation
from documents.models import Document

STYLESHEETS = ("css/agreement-paper.css", "css/agreement-paper-print.css", "css/agreement-record.css")
# Entries that leave every one of these papers as it was; a paper that was veraktet does not change by being so.
BESIDE = ("file_record", "enter_station", "set_term", "receive_paper")


@dataclass(frozen=True)
class FileHash:
    """A file that belongs to the agreement, and what proves which one it is."""

    label: str
    filename: str
    sha256: str


def files_of(row: CooperationAgreement) -> list[FileHash]:
    """The final text, every electronically signed file that stands, and the scan."""
    signed = row.signed_files.standing().select_related("document")
    documents: list[Document | None] = [row.final_document, *(item.document for item in signed), row.signed_copy]
    return [FileHash(item.get_kind_display(), item.filename, _grouped(item.sha256)) for item in documents if item]


def _grouped(sha256: str) -> str:
    """In blocks of eight, so that it can be compared by eye."""
    return " ".join(re.findall(".{8}", sha256))


def check_value(row: CooperationAgreement) -> str:
    """The beginning of the text's hash as it is printed on the agreement."""
    return " ".join(re.findall(".{4}", row.text_hash[:16]))


def as_of(row: CooperationAgreement) -> date:
    """The day of the last entry that may have changed it: the paper is from that day, whenever it is printed."""
    entries = AuditEvent.objects.about(row).exclude(action__in=BESIDE).order_by("-pk")
    return entries.values_list("programme_day", flat=True).first() or row.signed_on or row.drafted_on


def named(what: str, agreement: CooperationAgreement) -> str:
    words = f"{what} {agreement.towns_label} {agreement.register_number or agreement.file_reference}"
    return f"{collation.fold(words.lower().translate(UMLAUTS)).replace(' ', '-')[:150]}.pdf"
