"""Who stands on a Verteiler: contacts of chosen functions, every address once, and what is missing."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from municipalities.models import ContactPerson, Municipality

TOWNS, ASSOCIATIONS, DISTRICTS, POLICE = "kommunen", "zusammenschluesse", "landkreise", "polizei"
BODIES = (
    (TOWNS, "Kommunen"), (ASSOCIATIONS, "Zusammenschlüsse"), (DISTRICTS, "Landkreise"), (POLICE, "Polizeidirektionen"),
)  # fmt: skip
OFFICE_FIRST, PERSON_FIRST = "funktion", "person"
# Outlook and Thunderbird take both; a comma would be part of a name for Outlook.
BETWEEN = "; "


@dataclass(frozen=True)
class Lacking:
    """A town and the chosen functions nobody is entered for."""

    town: Municipality
    roles: list[str]

    @property
    def missing(self) -> str:
        return ", ".join(role_label(role) for role in self.roles)


@dataclass(frozen=True)
class Recipients:
    """The contacts of a Verteiler; the preferred address decides which of two is used."""

    contacts: list[ContactPerson]
    towns: list[Municipality]
    roles: list[str]
    bodies: list[str]
    prefers: str

    @property
    def addresses(self) -> list[str]:
        """Every valid address once, in the order of the towns."""
        found: dict[str, str] = {}
        for row in self.contacts:
            if address := self.address_of(row):
                found.setdefault(address.casefold(), address)
        return list(found.values())

    @property
    def letters(self) -> list[ContactPerson]:
        """For the Serienbrief: somebody with two functions in one body gets one letter."""
        found: dict[Any, ContactPerson] = {}
        for row in self.contacts:
            found.setdefault((row.person_id or f"Funktion {row.pk}", row.body_field, row.body), row)
        return list(found.values())

    def address_of(self, row: ContactPerson) -> str:
        """The preferred address, else the other one; never one that is none."""
        pair = (row.office_email, row.email) if self.prefers == OFFICE_FIRST else (row.email, row.office_email)
        return next((address for address in pair if is_valid(address)), "")

    def portions(self, size: int) -> list[str]:
        """The addresses as BCC text, so many in each."""
        rows = self.addresses
        return [BETWEEN.join(rows[start : start + size]) for start in range(0, len(rows), size)]

    @property
    def without_mail(self) -> list[ContactPerson]:
        return [row for row in self.contacts if not self.address_of(row)]

    @property
    def unconfirmed(self) -> list[ContactPerson]:
        return [row for row in self.contacts if row.is_stale]

    @property
    def without_post(self) -> int:
        """Letters for which there is no envelope yet."""
        return sum(not row.city for row in self.letters)

    @property
    def lacking(self) -> list[Lacking]:
        """Towns of the list without a contact the reader knows, for each chosen function."""
        if TOWNS not in self.bodies:
            return []
        held = {(row.municipality_id, row.role) for row in self.contacts}
        missing = [Lacking(town, [role for role in self.roles if (town.pk, role) not in held]) for town in self.towns]
        return [item for item in missing if item.roles]


def is_valid(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def role_label(role: str) -> str:
    return str(ContactPerson.Role(role).label)
