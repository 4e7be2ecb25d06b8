"""Everything that changes contact persons: functions, who holds them, and that they are still true."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from audit.actions import record, snapshot
from core import dates, formats
from core.exceptions import Conflict
from municipalities.actions.people import drop_if_idle, new_person, person_values, write_person
from municipalities.models import Association, ContactPerson, District, Municipality, Person, PoliceDirectorate
from municipalities.models.bearers import BODIES, places_of

CONTACT_FIELDS = (
    *BODIES, "person", "office", "role", "email", "office_email", "phone", "visibility", "source", "starts_on",
    "ends_on", "is_discontinued", "confirmed_on", "confirmed_by",
)  # fmt: skip
# What whoever takes over finds already filled in; the rest is hers alone.
HANDED_ON = (*BODIES, "office", "role", "office_email", "visibility", "source")


@transaction.atomic
def add_contact(
    *,
    by: Any,
    office: str,
    municipality: Municipality | None = None,
    police_directorate: PoliceDirectorate | None = None,
    association: Association | None = None,
    district: District | None = None,
    person: Person | None = None,
    starts_on: date | None = None,
    **values: Any,
) -> ContactPerson:
    """Keep a function as contact of one body, or (none given) of the office.

    Who holds it is `person`, or whom `name`, `title` and `salutation` describe, or not known.
    """
    own = {name: value for name, value in values.items() if name not in person_values(values)}
    contact = ContactPerson.objects.create(
        municipality=municipality,
        police_directorate=police_directorate,
        association=association,
        district=district,
        person=person or new_person(values),
        office=office,
        starts_on=starts_on or dates.today(),
        **own,
    )
    _record("add_contact", "Ansprechperson eingetragen", contact, by=by)
    return contact


@transaction.atomic
def edit_contact(contact: ContactPerson, *, by: Any, values: Mapping[str, Any]) -> ContactPerson:
    """Correct a contact; an end in the past takes it from all lists but keeps it in the record."""
    row = _locked(contact)
    before, visibility_before = contact_snapshot(row), row.visibility
    own = {name: value for name, value in values.items() if name not in person_values(values)}
    previous = row.person
    if "person" not in own or own["person"] is None:
        own["person"] = _corrected(row, values)
    for field, value in own.items():
        setattr(row, field, value)
    _require_sound_days(row)
    row.save(update_fields=list(own))
    if previous != row.person:
        drop_if_idle(previous)
    if contact_snapshot(row) != before:
        _record(
            "edit_contact", "Ansprechperson geändert", row, by=by, before=before, visibility_before=visibility_before
        )
    return row


@transaction.atomic
def hand_over(
    contact: ContactPerson, *, by: Any, starts_on: date, person: Person | None = None, **values: Any
) -> ContactPerson:
    """End a function the day before `starts_on` and begin it anew for whoever takes over; nothing else is lost.

    A function that has already ended keeps its last day: in between it was vacant.
    """
    row = _locked(contact)
    if (successor := _successor(row)) is not None:
        if successor.starts_on == starts_on and _is_same(successor, person, values):
            return successor
        begun = formats.day(successor.starts_on)
        raise Conflict(f"Diese Funktion ist schon übergeben: {successor.label}, ab {begun}. Bitte die Seite neu laden.")
    last_day = starts_on - timedelta(days=1)
    if last_day < row.starts_on:
        earliest = formats.day(row.starts_on + timedelta(days=1))
        raise Conflict(f"Die Übergabe ist frühestens am {earliest} möglich: Erst dann hat die Funktion einen Tag lang "
                       "bestanden. Ein falscher Beginn lässt sich unter „Bearbeiten“ berichtigen.")  # fmt: skip
    before = contact_snapshot(row)
    row.ends_on = min(row.ends_on or last_day, last_day)
    row.is_discontinued = False
    row.save(update_fields=["ends_on", "is_discontinued"])
    handed_on = {name: getattr(row, name) for name in HANDED_ON}
    own = {name: value for name, value in values.items() if name not in person_values(values)}
    begun_row = ContactPerson.objects.create(
        **{**handed_on, **own}, person=person or new_person(values), starts_on=starts_on, predecessor=row
    )
    _record("hand_over", "Funktion abgegeben", row, by=by, before=before)
    _record("hand_over", "Funktion übernommen", begun_row, by=by, visibility_before=row.visibility)
    return begun_row


@transaction.atomic
def confirm_contact(contact: ContactPerson, *, by: Any) -> ContactPerson:
    """Say that the data is still true today."""
    row = _locked(contact)
    if row.has_ended:
        raise Conflict("Diese Funktion ist beendet. Bestätigen lassen sich nur Angaben, die heute gelten.")
    if (row.confirmed_on, row.confirmed_by) == (dates.today(), str(by)):
        return row
    before = contact_snapshot(row)
    row.confirmed_on, row.confirmed_by = dates.today(), str(by)[:200]
    row.save(update_fields=["confirmed_on", "confirmed_by"])
    _record("confirm_contact", "Ansprechperson bestätigt", row, by=by, before=before)
    return row


def _locked(contact: ContactPerson) -> ContactPerson:
    # Without joins: whoever has waited for the lock reads the row anew, but what is joined to it as it was before.
    row: ContactPerson = ContactPerson.objects.select_for_update().get(pk=contact.pk)
    return row


def _corrected(row: ContactPerson, values: Mapping[str, Any]) -> Person | None:
    """The person as typed: corrected where she is known, new where nobody was, nobody where the name was taken out."""
    typed = person_values(values)
    if not typed or row.person is None:
        return new_person(typed) if typed else row.person
    if not typed.get("name", row.person.name):
        return None
    if all(getattr(row.person, name) == value for name, value in typed.items()):
        return row.person
    if len(row.person.bodies()) > 1:
        raise Conflict("Diese Person hat auch an anderer Stelle eine Funktion. Ihren Namen berichtigt die "
                       "Geschäftsstelle des Landespräventionsrates auf der Seite der Person.")  # fmt: skip
    person: Person = Person.objects.select_for_update().get(pk=row.person.pk)
    write_person(person, typed)
    return person


def _require_sound_days(row: ContactPerson) -> None:
    if row.ends_on and row.ends_on < row.starts_on:
        raise Conflict("Das Ende liegt vor dem Beginn. Bitte die beiden Tage prüfen.")
    successor = _successor(row)
    if successor and (row.ends_on is None or row.ends_on >= successor.starts_on):
        begun = formats.day(successor.starts_on)
        raise Conflict(f"Die Funktion ist ab {begun} übergeben. Bitte ein Ende vor diesem Tag eintragen.")
    before = row.predecessor
    if before and before.ends_on and row.starts_on <= before.ends_on:
        ended = formats.day(before.ends_on)
        raise Conflict(f"Bis zum {ended} war die Funktion anders besetzt. Bitte einen späteren Beginn eintragen.")


def _successor(row: ContactPerson) -> ContactPerson | None:
    found: ContactPerson | None = ContactPerson.objects.select_related("person").filter(predecessor=row).first()
    return found


def _is_same(successor: ContactPerson, person: Person | None, values: Mapping[str, Any]) -> bool:
    """Whether somebody has sent the very same form twice."""
    if person:
        same: bool = successor.person == person
        return same
    return bool((successor.person.name if successor.person else "") == values.get("name", ""))


def contact_snapshot(row: ContactPerson) -> dict[str, Any]:
    """The function and who holds it, with her salutation."""
    values = snapshot(row, CONTACT_FIELDS)
    return values | {"Anrede": row.person.get_salutation_display() if row.person else None}


def _record(
    action: str,
    label: str,
    row: ContactPerson,
    *,
    by: Any,
    before: dict[str, Any] | None = None,
    visibility_before: int | None = None,
) -> None:
    # A contact once kept inside the town hall stays so in the log, whatever it became later.
    rung = min(row.visibility, visibility_before if visibility_before is not None else row.visibility)
    record(
        action, row, by=by, label=label, municipalities=places_of(row), before=before, after=contact_snapshot(row),
        visibility=rung,
    )  # fmt: skip
