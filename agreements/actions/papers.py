"""What comes from a party on paper or by mail: the text its Rechtsamt returned, the proof of its consent."""

from datetime import date

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log
from agreements.models import CooperationAgreement, Party, ReceivedPaper
from core import dates
from core.exceptions import Conflict
from documents import actions as documents
from documents.inspection import InspectedFile
from documents.models import Document

DOCUMENT_KINDS = {
    ReceivedPaper.Kind.RETURNED: Document.Kind.RETURNED_TEXT,
    ReceivedPaper.Kind.CONSENT: Document.Kind.CONSENT_PROOF,
}


@transaction.atomic
def receive_text(
    party: Party, *, by: User, received_on: date, source: str, version: int, file: InspectedFile
) -> ReceivedPaper:
    """Attach the file a party returned about one version; the same file twice is one."""
    row = locked(party.agreement)
    current = row.parties.get(pk=party.pk)
    if not row.consultation_on:
        raise Conflict("Der Text war noch nicht in der Abstimmung; es kann noch nichts zurückgekommen sein.")
    if received_on > dates.today():
        raise Conflict("Der Tag des Eingangs liegt in der Zukunft. Bitte den tatsächlichen Tag eintragen.")
    if not row.versions.filter(number=version, shown_on__isnull=False).exists():
        raise Conflict(f"Eine Fassung {version} hat die Partei nicht gesehen. Bitte die Fassung prüfen.")
    known = ReceivedPaper.objects.filter(
        party=current, kind=ReceivedPaper.Kind.RETURNED, version=version, document__sha256=file.sha256
    ).first()
    if known:
        same: ReceivedPaper = known
        return same
    return keep_paper(
        row, current, by=by, kind=ReceivedPaper.Kind.RETURNED, received_on=received_on, source=source, file=file,
        version=version,
    )  # fmt: skip


def keep_paper(
    row: CooperationAgreement,
    party: Party,
    *,
    by: User,
    kind: ReceivedPaper.Kind,
    received_on: date,
    source: str,
    file: InspectedFile,
    version: int | None = None,
) -> ReceivedPaper:
    """Store the file for a row of its own: it is read by the office and this party, not by the others."""
    paper: ReceivedPaper = ReceivedPaper.objects.create(
        party=party, kind=kind, version=version or row.version, received_on=received_on, source=source.strip()[:200],
        made_by=by,
    )  # fmt: skip
    towns = paper.municipality_ids
    paper.document = documents.store(paper, by=by, kind=DOCUMENT_KINDS[kind], file=file, municipalities=towns)
    paper.save(update_fields=["document"])
    after = {"Partei": party.name, "Eingang": received_on, "Quelle": paper.source, "Datei": file.filename}
    log(row, "receive_paper", by=by, label=f"{paper.get_kind_display()} abgelegt: {party.name}", after=after)
    return paper
