"""The signed agreements of a list as one package: stored PDFs as they lie, and a sheet for each."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from agreements.filed_signing import SCAN_OF_EARLIER
from agreements.models import CooperationAgreement, Signatory, SignedFile
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
            rows = (
                CooperationAgreement.objects.filter(pk__in=wanted)
                .for_detail()
                .prefetch_related(Prefetch("signed_files", SignedFile.objects.standing().select_related("document")))
                .in_bulk()
            )
            yield from (entry_of(rows[pk]) for pk in wanted if pk in rows)


def entry_of(agreement: CooperationAgreement) -> Entry:
    number = f"Nr. {agreement.register_number:03d} " if agreement.register_number else ""
    electronic = signed_files_of(agreement)
    documents = [item for item in (*electronic, agreement.signed_copy, agreement.final_document) if item]
    facts = (
        number_of(agreement), agreement.signed_span.label if agreement.signed_span else "",
        agreement.file_reference or "keines",
    )  # fmt: skip
    name = agreement.title if agreement.is_amendment else f"{number}{agreement.get_kind_display()}"
    return Entry(
        agreement.pk, f"{name} {agreement.towns_label}", facts, documents,
        sheet_of(agreement, documents), missing=missing_of(agreement, electronic),
    )  # fmt: skip


def signed_files_of(agreement: CooperationAgreement) -> list[Any]:
    """The electronically signed files that stand, without those a later one contains unchanged."""
    kept: list[Any] = []
    for row in sorted(agreement.signed_files.all(), key=lambda item: item.pk):
        if row.discarded_on is None:
            kept = [*(kept[:-1] if row.is_continuation else kept), row.document]
    return kept


def missing_of(agreement: CooperationAgreement, electronic: Sequence[Any]) -> str:
    """What is not stored: a scan, unless everybody signed the file electronically; a scan of its own of an Altfall."""
    if agreement.signed_copy:
        return ""
    if agreement.is_recorded:
        return SCAN_OF_EARLIER
    by_hand = any(person.medium == Signatory.Medium.HAND for person in agreement.signatories)
    return "" if electronic and not by_hand else NO_COPY


def without_copy(rows: Any) -> int:
    """How many of these agreements lack it; the same rule, asked of the database."""
    standing = SignedFile.objects.standing().filter(agreement=OuterRef("pk"))
    by_hand = Signatory.objects.filter(party__agreement=OuterRef("pk"), medium=Signatory.Medium.HAND)
    electronic = Q(Exists(standing)) & ~Q(Exists(by_hand)) & Q(is_recorded=False)
    count: int = rows.filter(signed_copy=None).exclude(electronic).count()
    return count


def number_of(agreement: CooperationAgreement) -> str:
    return str(agreement.register_number or (agreement.number_label if agreement.has_unknown_number else "ohne"))


def sheet_of(agreement: CooperationAgreement, documents: Sequence[Any]) -> Sheet:
    """Begleitblatt: who signed when and where, and by which check value the files are known."""
    people = [
        (
            row.party.name,
            row.signer_name or row.office,
            formats.day_short(row.signed_on) if row.signed_on else "",
            row.place or "",
        )
        for party in agreement.sorted_parties
        for row in _signed(party)
    ]
    files = [(str(item.get_kind_display()), item.filename, item.sha256) for item in documents]
    facts = [
        ("Registernummer", number_of(agreement)),
        ("Unterzeichnet", agreement.signed_span.label if agreement.signed_span else "noch nicht"),
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
