"""What the file of an agreement holds. A further paper is a function that yields items, and one line in PAPERS."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, When
from django.db.models.functions import Greatest
from django.urls import reverse

from agreements import filed_signing, filed_since, filed_text
from agreements.actions.references import set_file_reference
from agreements.models import (
    CarriedConsent,
    ChangeProposal,
    Clause,
    CooperationAgreement,
    Notice,
    Party,
    ReceivedPaper,
    ReplacedCopy,
    Signatory,
    SignedFile,
    SigningGuest,
)
from documents.models import Document
from filing import log
from filing.records import Item, RecordKind, of_document


def further_documents(row: CooperationAgreement) -> Iterator[Item]:
    """Whatever else was stored for it, oldest first."""
    for document in Document.objects.of(row).order_by("pk"):
        yield of_document(document)


def protocol(row: CooperationAgreement) -> Iterator[Item]:
    yield from log.log_of(row, str(row), row.file_reference)


# In the order of the file.
PAPERS = (
    filed_text.final_text, filed_signing.signed_copy, filed_signing.signed_files, filed_signing.signing_protocol,
    filed_signing.recorded_facts, filed_signing.register, filed_text.consents, filed_text.comments,
    filed_text.received_papers, filed_text.resolutions, filed_text.versions, filed_since.amendments,
    filed_since.notices, filed_signing.replaced_copies, further_documents, protocol,
)  # fmt: skip


class AgreementFile(RecordKind):
    word = "vereinbarung"
    label = "Vereinbarung"
    model = CooperationAgreement
    papers = PAPERS
    counted = "unterzeichnete Vereinbarung,unterzeichnete Vereinbarungen"
    parts = {
        Party: "agreement", Clause: "agreement", SigningGuest: "agreement", ReplacedCopy: "agreement",
        SignedFile: "agreement", Notice: "agreement", Signatory: "party__agreement",
        ChangeProposal: "party__agreement", ReceivedPaper: "party__agreement", CarriedConsent: "party__agreement",
    }  # fmt: skip

    @property
    def unfiled_url(self) -> str:
        return f"{reverse('agreements:list')}?akte=offen"

    def reference_url(self, row: Any) -> str:
        return reverse("agreements:parties", args=[row.pk]) if row.is_editable else ""

    def may_assign(self, row: Any) -> bool:
        return row.is_editable or (row.is_fixed and not row.file_reference)

    def assign(self, row: Any, *, by: Any, file_reference: str) -> None:
        set_file_reference(row, by=by, file_reference=file_reference)

    def subject(self, row: Any) -> str:
        return str(row)

    def parties(self, row: Any) -> list[str]:
        return [party.name for party in row.sorted_parties]

    def period(self, row: Any) -> tuple[date | None, date | None]:
        return row.signed_earliest_on or row.drafted_on, row.ended_on or row.withdrawn_on

    def towns(self, row: Any) -> list[int]:
        return list(row.municipality_ids)

    def over(self, rows: Any, before: date) -> Any:
        """Concluded ones, an Altfall from the day it was recorded on: what follows later is a supplement."""
        recorded = When(is_recorded=True, then=Greatest("signed_on", "drafted_on"))
        day = Case(recorded, default=F("signed_on"), output_field=DateField())
        return rows.concluded(on=before).of_saxony().annotate(over_on=day).filter(over_on__lte=before)
