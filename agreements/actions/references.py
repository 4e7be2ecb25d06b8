"""The Aktenzeichen of an agreement whose text is fixed and names none."""

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log
from agreements.models import CooperationAgreement
from audit.actions import snapshot
from core.exceptions import Conflict


@transaction.atomic
def set_file_reference(agreement: CooperationAgreement, *, by: User, file_reference: str) -> CooperationAgreement:
    """Nachtragen, where there is none; one that stands on the paper cannot become another."""
    row = locked(agreement)
    wanted = " ".join(file_reference.split())
    if row.file_reference == wanted:
        return row
    if not row.is_fixed:
        raise Conflict("Das Aktenzeichen steht im Text. Bitte es bei den Parteien der Vereinbarung ändern.")
    if row.file_reference:
        raise Conflict(
            f"Auf der Endfassung steht das Aktenzeichen {row.file_reference}; es lässt sich nicht mehr ändern."
        )
    taken = CooperationAgreement.objects.carrying(wanted).exclude(pk=row.pk).for_list().first()
    if taken:
        raise Conflict(f"Das Aktenzeichen {wanted} ist schon vergeben: {taken}.")
    before = snapshot(row, ("file_reference",))
    row.file_reference = wanted
    row.save(update_fields=["file_reference"])
    after = snapshot(row, ("file_reference",))
    log(row, "set_file_reference", by=by, label="Aktenzeichen nachgetragen", before=before, after=after)
    return row
