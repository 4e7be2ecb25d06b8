"""What is known of an agreement signed before the application knew it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from agreements.models import CooperationAgreement
from core.dates import Span
from municipalities.models import Association, Municipality, PoliceDirectorate

# A Nachtrag belongs to an agreement: what it changed is known there, and it is drafted, not recorded.
RECORDABLE = (CooperationAgreement.Kind.AGREEMENT, CooperationAgreement.Kind.PRELIMINARY)

Body = Municipality | Association | PoliceDirectorate | None


@dataclass(frozen=True)
class KnownSignatory:
    """Who signed for a body (None is the Landespräventionsrat); name or function may not have been handed down."""

    body: Body
    name: str = ""
    office: str = ""


@dataclass(frozen=True)
class Earlier:
    """An agreement signed earlier, as far as it is known. Without `number` it is unknown, or there is none."""

    span: Span
    source: str
    municipalities: Sequence[Municipality] = ()
    associations: Sequence[Association] = ()
    police_directorate: PoliceDirectorate | None = None
    kind: str = CooperationAgreement.Kind.AGREEMENT
    number: int | None = None
    file_reference: str = ""
    signatories: Sequence[KnownSignatory] = ()
    # Towns another party signed for.
    represented: Mapping[Municipality, Municipality | Association] = field(default_factory=dict)

    @property
    def bearers(self) -> list[Municipality | Association]:
        return [*self.associations, *self.municipalities]

    @property
    def bodies(self) -> list[Body]:
        """Everybody who concluded it, in the order of the parties."""
        return [None, *self.bearers, *([self.police_directorate] if self.police_directorate else [])]

    @property
    def is_example(self) -> bool:
        return any(bearer.is_example for bearer in self.bearers)

    @property
    def covered(self) -> set[int]:
        """Ids of the towns it covers: those that are party, and the members of an association on the day."""
        members = {pk for union in self.associations for pk in members_then(union, self.span.latest)}
        return members | {town.pk for town in self.municipalities}


def members_then(union: Association, day: date) -> list[int]:
    """Ids of the members on the day; where none is documented so early, the first that are."""
    documented = union.memberships.order_by("starts_on").values_list("starts_on", flat=True).first()
    return list(union.members_on(max(day, documented or day)).values_list("pk", flat=True))
