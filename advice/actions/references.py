"""The Aktenzeichen of a consultation, a contact or an appointment."""

from typing import Any

from django.db import transaction

from accounts.models import User
from advice.models.shared import AboutTowns
from audit.actions import record, snapshot


@transaction.atomic
def set_file_reference(subject: AboutTowns, *, by: User, file_reference: str) -> Any:
    """Write it down, or another in its place; several Vorgänge of one file may share it."""
    row: Any = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    wanted = " ".join(file_reference.split())
    if row.file_reference == wanted:
        return row
    before = snapshot(row, ("file_reference",))
    row.file_reference = wanted
    row.save(update_fields=["file_reference"])
    towns = row.municipalities.values_list("pk", flat=True)
    record(
        "set_file_reference", row, by=by, label="Aktenzeichen eingetragen", municipalities=towns, before=before,
        after=snapshot(row, ("file_reference",)),
    )  # fmt: skip
    return row
