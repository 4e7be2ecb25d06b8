"""The signed agreements of a list as one package: stored PDFs as they lie, and a sheet for each."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from agreements.models import CooperationAgreement
from core import formats
from filing.collections import Entry, PackageSource
from filing.sheets import Part, Sheet

BATCH = 50
NO_COPY = "Unterzeichnete Ausfertigung"


class SignedAgreements(PackageSource):
    word = "vereinbarungen"
    title = "Unterzeichnete Vereinbarungen"
    head = ("Registernummer", "Unterzeichnet am", "Aktenzeichen")

    def readable(self, user: Any, as_: Collection[str]) -> Any:
        return CooperationAgreement.objects.visible_to(user, as_=as_)

    def entries(self, record_ids: Sequence[int]) -> Iterator[Entry]:
        for start in range(0, len(record_ids), BATCH):
            wanted = list(record_ids[start : start + BATCH])
            rows = CooperationAgreement.objects.filter(pk__in=wanted).for_detail().in_bulk()
            yield from (entry_of(rows[pk]) for pk in wanted if pk in rows)


def entry_of(agreement: CooperationAgreement) -> Entry:
    number = f"Nr. {agreement.register_number:03d} " if agreement.register_number else ""
    documents = [document for document in (agreement.signed_copy, agreement.final_document) if document]
    facts = (
        str(agreement.register_number or "ohne"), formats.day(agreement.signed_on), agreement.file_reference or "keines"
    )  # fmt: skip
    return Entry(
        agreement.pk, f"{number}{agreement.get_kind_display()} {agreement.towns_label}", facts, documents,
        sheet_of(agreement, documents), missing="" if agreement.signed_copy else NO_COPY,
    )  # fmt: skip


def sheet_of(agreement: CooperationAgreement, documents: Sequence[Any]) -> Sheet:
    """Begleitblatt: who signed when and where, and by which check value the files are known."""
    people = [
        (
            row.party.name,
            row.signed_name or row.name or row.office,
            formats.day_short(row.signed_on) if row.signed_on else "",
            row.place or "",
        )
        for party in agreement.sorted_parties
        for row in _signed(party)
    ]
    files = [(str(item.get_kind_display()), item.filename, item.sha256) for item in documents]
    facts = [
        ("Registernummer", str(agreement.register_number or "ohne")),
        ("Unterzeichnet", formats.day(agreement.signed_on) if agreement.signed_on else "noch nicht"),
        ("Zustand", str(agreement.get_status_display())),
        ("Erfasste Kommunen", ", ".join(str(town) for town in agreement.municipalities)),
    ]
    parts = (
        Part("Unterschriften", (), ("Partei", "Name oder Funktion", "Tag", "Ort"), people, "Keine eingetragen."),
        Part("Dateien", (), ("Art", "Dateiname", "SHA-256"), files, "Keine gespeichert."),
    )
    return Sheet("Begleitblatt", str(agreement), agreement.file_reference, facts, parts)


def _signed(party: Any) -> list[Any]:
    rows = party.sorted_signatories
    for row in rows:
        row.party = party
    return list(rows)
