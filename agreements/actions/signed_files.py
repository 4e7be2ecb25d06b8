"""Electronically signed files: kept byte for byte, each one the continuation of the one before."""

from dataclasses import asdict

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log
from agreements.models import CooperationAgreement, SignedFile
from agreements.pdf_signatures import found_in
from core import dates
from core.exceptions import Conflict
from documents import actions as documents
from documents.inspection import InspectedFile
from documents.models import Document


@transaction.atomic
def keep_signed_file(agreement: CooperationAgreement, *, by: User, file: InspectedFile) -> SignedFile:
    """Keep a PDF as a party has signed it; what is odd about it is noted and never stands in the way."""
    row = locked(agreement)
    if not row.is_fixed or row.final_document is None:
        raise Conflict("Signiert wird die Endfassung; der Text ist noch nicht festgeschrieben.")
    if file.media_type != "application/pdf":
        raise Conflict("Bitte das signierte PDF wählen: Ein Bild enthält keine elektronische Signatur.")
    if file.sha256 == row.final_document.sha256:
        raise Conflict("Das ist die Endfassung selbst, ohne Signatur. Bitte die signierte Datei wählen.")
    before: list[SignedFile] = list(row.signed_files.standing().select_related("document"))
    if same := next((item for item in before if item.document.sha256 == file.sha256), None):
        return same
    final = documents.content_of(row.final_document)
    previous = documents.content_of(before[-1].document) if before else final
    document = documents.store(
        row, by=by, kind=Document.Kind.SIGNED_FILE, file=file, municipalities=row.municipality_ids
    )
    found = found_in(file.content)
    kept: SignedFile = SignedFile.objects.create(
        agreement=row, document=document, received_by=by, received_on=dates.today(),
        is_final_text=file.content.startswith(final), is_continuation=file.content.startswith(previous),
        signatures=[asdict(item) for item in found],
    )  # fmt: skip
    after = {"Dateiname": file.filename, "SHA-256": file.sha256, "Signaturen": len(found)}
    log(row, "keep_signed_file", by=by, label="Elektronisch signierte Fassung abgelegt", after=after)
    return kept
