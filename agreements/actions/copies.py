"""The scan of the signed paper: kept, and replaced when it was the wrong one."""

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log
from agreements.models import CooperationAgreement, ReplacedCopy
from core import dates
from core.exceptions import Conflict
from documents import actions as documents
from documents.inspection import InspectedFile
from documents.models import Document


@transaction.atomic
def attach_signed_copy(agreement: CooperationAgreement, *, by: User, file: InspectedFile) -> CooperationAgreement:
    """Keep the scan of the signed paper, byte for byte, beside the agreement."""
    row = locked(agreement)
    if not row.is_concluded:
        raise Conflict("Die unterzeichnete Ausfertigung gehört zu einer von allen unterzeichneten Vereinbarung.")
    if row.signed_copy:
        if row.signed_copy.sha256 == file.sha256:
            return row
        raise Conflict(
            "Zu dieser Vereinbarung ist schon eine unterzeichnete Ausfertigung abgelegt. "
            "Ist es die falsche, bitte mit Begründung ersetzen."
        )
    row.signed_copy = documents.store(
        row, by=by, kind=Document.Kind.SIGNED_COPY, file=file, municipalities=row.municipality_ids
    )
    row.save(update_fields=["signed_copy"])
    log(row, "attach_signed_copy", by=by, label="Ausfertigung abgelegt", after={"Dateiname": file.filename})
    return row


@transaction.atomic
def replace_signed_copy(
    agreement: CooperationAgreement, *, by: User, file: InspectedFile, reason: str, replaces: int | None = None
) -> CooperationAgreement:
    """Put another scan in the place of a wrong one, which stays in the record for the office alone.

    `replaces` is the id of the scan the page showed: of two people who replace the same one, the second is told.
    """
    row = locked(agreement)
    old = row.signed_copy
    if old is None:
        raise Conflict("Zu dieser Vereinbarung ist noch keine Ausfertigung abgelegt.")
    if not reason.strip():
        raise Conflict("Bitte begründen, warum die Ausfertigung ersetzt wird.")
    if old.sha256 == file.sha256:
        return row
    if replaces is not None and replaces != old.pk:
        raise Conflict("Die Ausfertigung wurde inzwischen schon ersetzt. Bitte zuerst die neue ansehen.")
    replaced = ReplacedCopy.objects.create(
        agreement=row, document=old, reason=reason.strip(), replaced_by=by, replaced_on=dates.today()
    )
    documents.hand_over(old, by=by, owner=replaced, municipalities=row.municipality_ids)
    row.signed_copy = documents.store(
        row, by=by, kind=Document.Kind.SIGNED_COPY, file=file, municipalities=row.municipality_ids
    )
    row.save(update_fields=["signed_copy"])
    log(
        row, "replace_signed_copy", by=by, label="Ausfertigung ersetzt", reason=reason.strip(),
        before={"Dateiname": old.filename, "SHA-256": old.sha256},
        after={"Dateiname": file.filename, "SHA-256": file.sha256},
    )  # fmt: skip
    return row
