"""Many contact persons at once, as an import brings them, and taken back as a whole; a record for each of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from audit.actions import Entry, record_many
from core import collation, dates
from municipalities.actions.contacts import contact_snapshot
from municipalities.actions.people import person_values
from municipalities.models import ContactPerson, Person
from municipalities.models.bearers import places_of

BATCH = 2000


@transaction.atomic
def add_contacts(entries: Sequence[Mapping[str, Any]], *, by: Any, origin: str) -> list[ContactPerson]:
    """Keep many functions, each from the values `add_contact` takes; in the same order. `origin` says where from."""
    people = [_person(person_values(values)) for values in entries]
    Person.objects.bulk_create([person for person in people if person], batch_size=BATCH)
    contacts = [_contact(values, person) for values, person in zip(entries, people, strict=True)]
    ContactPerson.objects.bulk_create(contacts, batch_size=BATCH)
    record_many("add_contact", [_after(row) for row in contacts], by=by, label="Ansprechperson eingetragen",
                reason=origin)  # fmt: skip
    return contacts


@transaction.atomic
def remove_contacts(contacts: Sequence[ContactPerson], *, by: Any, reason: str) -> None:
    """Take back functions that should never have been entered, and whoever is left without one."""
    rows = ContactPerson.objects.filter(pk__in=[row.pk for row in contacts])
    kept = list(rows.select_for_update(of=("self",)).for_list())
    told = [_before(row) for row in kept]
    record_many("remove_contact", told, by=by, label="Ansprechperson zurückgenommen", reason=reason)
    people = {row.person_id for row in kept if row.person_id}
    rows.delete()
    Person.objects.filter(pk__in=people, contacts=None).delete()


def _person(values: dict[str, Any]) -> Person | None:
    if not values.get("name"):
        return None
    # Bulk writing does not go through save().
    return Person(**values, sort_key=collation.sort_key(values["name"]))


def _contact(values: Mapping[str, Any], person: Person | None) -> ContactPerson:
    own = {name: value for name, value in values.items() if name not in person_values(values)}
    return ContactPerson(**{"starts_on": dates.today()} | own, person=person)


def _after(row: ContactPerson) -> Entry:
    return Entry(row, places_of(row), after=contact_snapshot(row), visibility=row.visibility)


def _before(row: ContactPerson) -> Entry:
    return Entry(row, places_of(row), before=contact_snapshot(row), visibility=row.visibility)
