"""An electronically signed file that was the wrong one is set aside."""

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log
from agreements.models import CooperationAgreement
from core import dates
from core.exceptions import Conflict
from documents import actions as documents


@transaction.atomic
def discard_signed_file(
    agreement: CooperationAgreement, *, by: User, reason: str, discards: int | None = None
) -> CooperationAgreement:
    """Set the last signed file aside, because it was the wrong one; it stays in the record for the office alone.

    `discards` is the id of the file the page showed: of two people who set it aside, the second is told.
    """
    row = locked(agreement)
    last = row.signed_files.standing().select_related("document").last()
    if last is None or (discards is not None and last.pk != discards):
        raise Conflict("Diese Datei wurde inzwischen beiseitegelegt oder fortgesetzt. Bitte die Seite neu öffnen.")
    if not reason.strip():
        raise Conflict("Bitte begründen, warum die Datei beiseitegelegt wird.")
    last.discarded_on, last.discard_reason = dates.today(), reason.strip()
    last.save(update_fields=["discarded_on", "discard_reason"])
    documents.hand_over(last.document, by=by, owner=last, municipalities=row.municipality_ids)
    told = {"Dateiname": last.document.filename, "SHA-256": last.document.sha256}
    log(
        row, "discard_signed_file", by=by, label="Signierte Fassung beiseitegelegt", before=told, reason=reason.strip()
    )  # fmt: skip
    return row
