"""What the file of an agreement holds. A further paper is a function that yields items, and one line in PAPERS."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from agreements import papers
from agreements.actions.references import set_file_reference
from agreements.models import ChangeProposal, Clause, CooperationAgreement, Party, ReplacedCopy, Signatory, SigningGuest
from core import formats
from documents.models import Document
from filing import log
from filing.models.rules import variant
from filing.records import Item, RecordKind, of_document
from filing.sheets import Part, Sheet, fingerprint


def final_text(row: CooperationAgreement) -> Iterator[Item]:
    """The fixed PDF; before that the text as it stands, printed as a draft."""
    if row.final_document:
        yield of_document(row.final_document, on=row.finalised_on)
        return
    paper = papers.from_agreement(row, is_draft=True)
    facts = Sheet(paper.text_hash, row.title, row.file_reference, [("Unterzeichnende", str(paper.signatories))])
    yield Item(
        "entwurf", "Entwurf", ".pdf", fingerprint(facts), lambda: papers.render(paper, variant=variant()),
        on=row.drafted_on,
    )  # fmt: skip


def signed_copy(row: CooperationAgreement) -> Iterator[Item]:
    if row.signed_copy:
        yield of_document(row.signed_copy, on=row.signed_on)


def replaced_copies(row: CooperationAgreement) -> Iterator[Item]:
    for copy in ReplacedCopy.objects.filter(agreement=row).select_related("document").order_by("pk"):
        yield of_document(copy.document, label="Ersetzte Ausfertigung", on=copy.replaced_on)


def further_documents(row: CooperationAgreement) -> Iterator[Item]:
    """Whatever else was stored for it, oldest first."""
    for document in Document.objects.of(row).order_by("pk"):
        yield of_document(document)


def consents(row: CooperationAgreement) -> Iterator[Item]:
    """Who agreed to which version, with the proof, and what was asked to be changed."""
    agreed = [
        (
            party.name, formats.day_short(party.agreed_on) if party.agreed_on else "nicht erteilt",
            str(party.agreed_version or ""), party.agreed_note,
        )
        for party in row.sorted_parties
    ]  # fmt: skip
    wishes = [
        (str(wish.party), str(wish.version), wish.text, wish.answer or "noch nicht beantwortet")
        for wish in ChangeProposal.objects.filter(party__agreement=row).order_by("pk")
    ]
    sheet = _sheet(
        row, "Zustimmungen und Änderungswünsche",
        Part("Zustimmungen", (), ("Partei", "zugestimmt am", "Fassung", "Nachweis"), agreed),
        Part("Änderungswünsche", (), ("Partei", "zur Fassung", "Wunsch", "Antwort"), wishes, "Keine."),
    )  # fmt: skip
    yield log.printed("zustimmungen", "Zustimmungen und Änderungswünsche", sheet)


def versions(row: CooperationAgreement) -> Iterator[Item]:
    """Every version with its whole text."""
    parts = []
    for version in row.versions.order_by("number"):
        head = f"Fassung {version.number} vom {formats.day(version.made_on)}: {version.what}"
        texts = [
            line for clause in version.content["clauses"] for line in (clause["heading"], clause["filled"]) if line
        ]
        parts.append(Part(head, [line for text in texts for line in text.splitlines() if line.strip()]))
    yield log.printed("fassungen", "Fassungen", _sheet(row, "Fassungen", *parts))


def signatures(row: CooperationAgreement) -> Iterator[Item]:
    """Who signed when and where, and who was there."""
    signed = [
        (
            party.name, person.signed_name or person.name, person.office, formats.day_short(person.signed_on),
            person.place or str(person.get_mode_display()), person.deputy_note,
        )
        for party in row.sorted_parties for person in party.sorted_signatories if person.signed_on
    ]  # fmt: skip
    guests = [(guest.name, guest.office) for guest in row.guests.all()]
    if signed:
        head = ("Partei", "Name", "Funktion", "Tag", "Ort oder Art", "Vertretung")
        sheet = _sheet(
            row, "Unterschriften", Part("Unterschriften", (), head, signed),
            Part("Gäste", (), ("Name", "Funktion"), guests, "Keine eingetragen."),
        )  # fmt: skip
        yield log.printed("unterschriften", "Unterschriften", sheet, on=row.signed_on)


def protocol(row: CooperationAgreement) -> Iterator[Item]:
    yield from log.log_of(row, str(row), row.file_reference)


def _sheet(row: CooperationAgreement, title: str, *parts: Part) -> Sheet:
    return Sheet(title, str(row), row.file_reference, (), parts)


# In the order of the file.
PAPERS = (
    final_text, signed_copy, signatures, consents, versions, replaced_copies, further_documents, protocol,
)  # fmt: skip


class AgreementFile(RecordKind):
    word = "vereinbarung"
    label = "Vereinbarung"
    model = CooperationAgreement
    papers = PAPERS
    parts = {
        Party: "agreement", Clause: "agreement", SigningGuest: "agreement", ReplacedCopy: "agreement",
        Signatory: "party__agreement", ChangeProposal: "party__agreement",
    }  # fmt: skip

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
        return row.drafted_on, row.ended_on or row.withdrawn_on

    def towns(self, row: Any) -> list[int]:
        return list(row.municipality_ids)

    def over(self, rows: Any, before: date) -> Iterable[tuple[Any, date]]:
        """Concluded ones: what follows later is a supplement."""
        concluded = rows.concluded(on=before).of_saxony().for_list()
        return [(row, row.signed_on) for row in concluded]
