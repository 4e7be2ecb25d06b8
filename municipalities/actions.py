"""Everything that changes places and their contact persons."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from audit.actions import record, snapshot
from core import dates
from core.exceptions import Conflict
from municipalities.models import ContactPerson, Municipality, PoliceDirectorate

CONTACT_FIELDS = (
    "municipality", "police_directorate", "name", "office", "role", "email", "phone", "visibility", "source",
    "starts_on", "ends_on",
)  # fmt: skip


@transaction.atomic
def add_contact(
    *,
    by: Any,
    office: str,
    municipality: Municipality | None = None,
    police_directorate: PoliceDirectorate | None = None,
    starts_on: date | None = None,
    **values: Any,
) -> ContactPerson:
    """Keep a person in a function as contact of a town, of the police, or (neither given) of the office."""
    contact = ContactPerson.objects.create(
        municipality=municipality,
        police_directorate=police_directorate,
        office=office,
        starts_on=starts_on or dates.today(),
        **values,
    )
    _record("add_contact", "Ansprechperson eingetragen", contact, by=by)
    return contact


@transaction.atomic
def edit_contact(contact: ContactPerson, *, by: Any, values: Mapping[str, Any]) -> ContactPerson:
    """Correct a contact; an end in the past takes it from all lists but keeps it in the record."""
    row: ContactPerson = ContactPerson.objects.select_for_update().get(pk=contact.pk)
    before, visibility_before = snapshot(row, CONTACT_FIELDS), row.visibility
    for field, value in values.items():
        setattr(row, field, value)
    if row.ends_on and row.ends_on < row.starts_on:
        raise Conflict("Das Ende liegt vor dem Beginn. Bitte die beiden Tage prüfen.")
    row.save(update_fields=list(values))
    after = snapshot(row, CONTACT_FIELDS)
    if after != before:
        _record(
            "edit_contact", "Ansprechperson geändert", row, by=by, before=before, visibility_before=visibility_before
        )
    return row


def _record(
    action: str,
    label: str,
    row: ContactPerson,
    *,
    by: Any,
    before: dict[str, Any] | None = None,
    visibility_before: int | None = None,
) -> None:
    places = [row.municipality_id] if row.municipality_id else []
    after = snapshot(row, CONTACT_FIELDS)
    # A contact once kept inside the town hall stays so in the log, whatever it became later.
    rung = min(row.visibility, visibility_before if visibility_before is not None else row.visibility)
    record(
        action, row, by=by, label=label, municipalities=places, before=before, after=after, visibility=rung
    )  # fmt: skip
