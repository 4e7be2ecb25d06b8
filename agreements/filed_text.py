"""What the file of an agreement holds of its text: the final one, its versions, and what came from the parties."""

from collections.abc import Iterator

from agreements import papers
from agreements.models import ChangeProposal, CooperationAgreement, ReceivedPaper
from core import formats
from documents.models import Document
from filing import log
from filing.models.rules import variant
from filing.records import Item, of_document
from filing.sheets import Part, Sheet, fingerprint


def final_text(row: CooperationAgreement) -> Iterator[Item]:
    """The fixed PDF; before that the text as it stands, printed as a draft. Recorded afterwards there is none."""
    if row.final_document:
        yield of_document(row.final_document, on=row.finalised_on)
    elif not row.is_recorded:
        paper = papers.from_agreement(row, is_draft=True)
        facts = Sheet(paper.text_hash, row.title, row.file_reference, [("Unterzeichnende", str(paper.signatories))])
        yield Item(
            "entwurf", "Entwurf", ".pdf", fingerprint(facts), lambda: papers.render(paper, variant=variant()),
            on=row.drafted_on,
        )  # fmt: skip


def consents(row: CooperationAgreement) -> Iterator[Item]:
    """Who agreed to which version, with the proof, and for which later ones that holds."""
    if row.is_recorded:
        return
    agreed = [
        (
            party.name, formats.day_short(party.agreed_on) if party.agreed_on else "nicht erteilt",
            str(party.agreed_version or ""), "; ".join(filter(None, [party.agreed_note, party.agreed_authority])),
        )
        for party in row.sorted_parties
    ]  # fmt: skip
    carried = [
        (party.name, str(item.agreed_version), str(item.version), item.what, item.reason)
        for party in row.sorted_parties
        for item in party.carried.all()
    ]
    parts = [Part("Zustimmungen", (), ("Partei", "zugestimmt am", "Fassung", "Nachweis"), agreed)]
    if carried:
        head = ("Partei", "zugestimmt", "gilt fort für", "Änderung", "Begründung")
        parts.append(Part("Fortgeltung", (), head, carried))
    sheet = Sheet("Zustimmungen", str(row), row.file_reference, (), parts)
    yield log.printed("zustimmungen", "Zustimmungen", sheet)


def comments(row: CooperationAgreement) -> Iterator[Item]:
    """What the parties said about the text, and what was answered; no paper where nobody said anything."""
    rows = list(ChangeProposal.objects.filter(party__agreement=row).for_list().order_by("pk"))
    if not rows:
        return
    parts = [
        Part(
            f"{item.party}, {item.about}, zur Fassung {item.version}",
            [line for line in _told(item) if line],
        )
        for item in rows
    ]  # fmt: skip
    sheet = Sheet("Anmerkungen", str(row), row.file_reference, (), parts)
    yield log.printed("anmerkungen", "Anmerkungen und Änderungswünsche", sheet)


def _told(item: ChangeProposal) -> Iterator[str]:
    source = f", eingetragen nach: {item.source}" if item.source else ""
    yield f"{item.get_kind_display()} vom {formats.day(item.made_on)}{source}"
    yield from item.text.splitlines()
    if item.suggestion:
        yield f"Vorgeschlagener Wortlaut: {' '.join(item.suggestion.split())}"
    if item.settled_on:
        done = item.get_outcome_display() or "beantwortet"
        yield f"{done} am {formats.day(item.settled_on)}: {item.answer}"
    else:
        yield "Noch nicht beantwortet."


def received_papers(row: CooperationAgreement) -> Iterator[Item]:
    """Returned texts and proofs of consent as they came, oldest first; whose they are stands in the name."""
    rows = ReceivedPaper.objects.filter(party__agreement=row, document__isnull=False)
    bodies = ("party__municipality", "party__association", "party__police_directorate")
    for paper in rows.select_related("document", *bodies).order_by("received_on", "pk"):
        label = f"{paper.get_kind_display()} {paper.party.name} zur Fassung {paper.version}"
        yield of_document(paper.document, label=label, on=paper.received_on)


def resolutions(row: CooperationAgreement) -> Iterator[Item]:
    """The decisions of councils its parties rely on, as far as their files are stored."""
    for party in row.sorted_parties:
        if party.resolution_id:
            for document in Document.objects.of(party.resolution).order_by("pk"):
                yield of_document(document, label=f"Beschluss {party.name}", on=party.resolution.decided_on)


def versions(row: CooperationAgreement) -> Iterator[Item]:
    """Every version with its whole text."""
    if row.is_recorded:
        return
    parts = []
    for version in row.versions.order_by("number"):
        head = f"Fassung {version.number} vom {formats.day(version.made_on)}: {version.what}"
        texts = [
            line for clause in version.content["clauses"] for line in (clause["heading"], clause["filled"]) if line
        ]
        parts.append(Part(head, [line for text in texts for line in text.splitlines() if line.strip()]))
    yield log.printed("fassungen", "Fassungen", Sheet("Fassungen", str(row), row.file_reference, (), parts))
