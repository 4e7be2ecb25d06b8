"""People: found again or created with their first function, corrected, and gone with their last."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from audit.actions import record, snapshot
from core.visibility import Visibility
from municipalities.models import Person

PERSON_FIELDS = ("salutation", "title", "name")


@transaction.atomic
def edit_person(person: Person, *, by: Any, values: Mapping[str, Any]) -> Person:
    """Correct how somebody is addressed; it shows in all her functions."""
    row: Person = Person.objects.select_for_update().get(pk=person.pk)
    before = snapshot(row, PERSON_FIELDS)
    write_person(row, values)
    after = snapshot(row, PERSON_FIELDS)
    if after != before:
        record(
            "edit_person", row, by=by, label="Person berichtigt", municipalities=_places(row),
            before=before, after=after, visibility=_rung(row),
        )  # fmt: skip
    return row


def person_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """What of typed values is the person's, not the function's."""
    return {name: values[name] for name in PERSON_FIELDS if name in values}


def write_person(person: Person, values: Mapping[str, Any]) -> None:
    for name, value in person_values(values).items():
        setattr(person, name, value)
    person.save()


def new_person(values: Mapping[str, Any]) -> Person | None:
    """A person of these values; None where no name is known. Recorded with the function it is created for."""
    return Person.objects.create(**person_values(values)) if values.get("name") else None


def drop_if_idle(person: Person | None) -> None:
    """Whoever is left without any function was a slip: no official data is kept of her."""
    if person and not person.contacts.exists():
        person.delete()


def _places(person: Person) -> list[int]:
    return list(person.contacts.exclude(municipality=None).values_list("municipality_id", flat=True))


def _rung(person: Person) -> int:
    """What no other reader may know of her, the log must not tell either."""
    rungs = person.contacts.values_list("visibility", flat=True)
    return max(rungs, default=Visibility.STATE_OFFICE)
