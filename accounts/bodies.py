"""The towns and police directorates a person acts for."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from accounts.functions import Function


@dataclass(frozen=True)
class Bodies:
    """The towns and police directorates a person acts for by some functions, and those she may speak for."""

    towns: frozenset[int]
    police: frozenset[int]
    speaks_for_towns: frozenset[int]
    associations: frozenset[int] = frozenset()
    speaks_for_associations: frozenset[int] = frozenset()
    # Those she coordinates: she agrees for them where she says on whose behalf.
    relays_for_towns: frozenset[int] = frozenset()
    relays_for_associations: frozenset[int] = frozenset()

    @classmethod
    def of(cls, user: Any, functions: Collection[str]) -> "Bodies":
        held = [item for item in user.current_assignments() if item.function in functions]
        relaying = [item for item in held if item.function == Function.COORDINATION]
        return cls(
            towns=frozenset(item.municipality_id for item in held if item.municipality_id),
            police=frozenset(item.police_directorate_id for item in held if item.police_directorate_id),
            speaks_for_towns=frozenset(
                item.municipality_id for item in held if item.function == Function.MAYOR and item.municipality_id
            ),
            associations=frozenset(item.association_id for item in held if item.association_id),
            speaks_for_associations=frozenset(
                item.association_id for item in held if item.function == Function.MAYOR and item.association_id
            ),
            relays_for_towns=frozenset(item.municipality_id for item in relaying if item.municipality_id),
            relays_for_associations=frozenset(item.association_id for item in relaying if item.association_id),
        )

    def include(self, party: Any) -> bool:
        """Whether a party (with the ids of its municipality, association or police directorate) is one of them."""
        return (
            party.municipality_id in self.towns
            or party.association_id in self.associations
            or party.police_directorate_id in self.police
        )

    def speaks_for(self, party: Any) -> bool:
        """Whether her word is the body's by her own function."""
        return (
            party.municipality_id in self.speaks_for_towns
            or party.association_id in self.speaks_for_associations
            or party.police_directorate_id in self.police
        )

    def agrees_in_the_name_of_another(self, party: Any) -> bool:
        """Whether she may agree for the body only by saying on whose behalf."""
        relays = party.municipality_id in self.relays_for_towns or party.association_id in self.relays_for_associations
        return relays and not self.speaks_for(party)

    def may_consent_for(self, party: Any) -> bool:
        return self.speaks_for(party) or self.agrees_in_the_name_of_another(party)
