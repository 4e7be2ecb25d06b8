"""What the file of an agreement holds of its signing: copies as they lie, protocol and register sheet as printed."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from agreements import protocol, register_sheet
from agreements.known_facts import in_words, known_of
from agreements.models import CooperationAgreement, ReplacedCopy
from filing import log
from filing.models.rules import variant
from filing.records import Item, of_document
from filing.sheets import Sheet

SCAN_OF_EARLIER = "Scan der unterzeichneten Vereinbarung"


def signed_copy(row: CooperationAgreement) -> Iterator[Item]:
    """The scan; one of an agreement signed earlier carries its day only where that is known."""
    if row.signed_copy:
        item = of_document(row.signed_copy, label=SCAN_OF_EARLIER if row.is_recorded else "", on=row.signed_on)
        yield replace(item, on=known_day(row))


def known_day(row: CooperationAgreement) -> date | None:
    """The day of signing, where it is known as a day."""
    span = row.signed_span
    return row.signed_on if span and span.is_exact else None


def signed_files(row: CooperationAgreement) -> Iterator[Item]:
    """Every electronically signed file in the order in which they came, those set aside among them."""
    for kept in row.signed_files.select_related("document").order_by("pk"):
        aside = " beiseitegelegt" if kept.discarded_on else ""
        yield of_document(kept.document, label=f"{kept.document.get_kind_display()}{aside}", on=kept.received_on)


def signing_protocol(row: CooperationAgreement) -> Iterator[Item]:
    """Who signed by which authority, when, where and before whom; from the first signature on."""
    if row.is_recorded or not row.is_fixed or not any(person.signed_on for person in row.signatories):
        return
    yield _printed(
        "unterzeichnungsprotokoll", "Unterzeichnungsprotokoll", protocol.TEMPLATE, protocol.context_of(row),
        lambda: protocol.protocol_paper(row, variant=variant()), on=row.signed_on,
    )  # fmt: skip


def register(row: CooperationAgreement) -> Iterator[Item]:
    """The Registerblatt of what was signed by everybody; it changes when another one counts before it."""
    if row.is_concluded:
        yield _printed(
            "registerblatt", "Registerblatt", register_sheet.TEMPLATE, register_sheet.context_of(row),
            lambda: register_sheet.register_sheet(row, variant=variant()), on=known_day(row), is_running=True,
        )  # fmt: skip


def recorded_facts(row: CooperationAgreement) -> Iterator[Item]:
    """What is known of an agreement signed earlier, and from where."""
    if row.is_recorded:
        sheet = Sheet("Nacherfassung", str(row), row.file_reference, list(in_words(known_of(row)).items()))
        yield log.printed("nacherfassung", "Nacherfassung", sheet, on=row.drafted_on)


def replaced_copies(row: CooperationAgreement) -> Iterator[Item]:
    for copy in ReplacedCopy.objects.filter(agreement=row).select_related("document").order_by("pk"):
        yield of_document(copy.document, label="Ersetzte Ausfertigung", on=copy.replaced_on)


def _printed(
    key: str, label: str, template: str, context: dict[str, Any], read: Callable[[], bytes], **values: Any
) -> Item:
    """A paper with a template of its own; its words are told without printing them."""
    words = render_to_string(template, context)
    return Item(key, label, ".pdf", hashlib.sha256(words.encode()).hexdigest(), read, **values)
