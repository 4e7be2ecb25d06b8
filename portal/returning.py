"""Coming back on the start page: what the deputy did while one was away oneself."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from accounts.models import Absence
from audit.models import AuditEvent


@dataclass(frozen=True)
class Returned:
    """One absence that is over, and what the deputy did meanwhile in this person's stead."""

    absence: Absence
    events: list[AuditEvent]

    @property
    def anchor(self) -> str:
        return f"rueckkehr-{self.absence.pk}"


def returned_to(absences: list[Absence], user: Any, as_: Collection[str]) -> list[Returned]:
    """What deputies did in one's own stead, until it has been looked through; nobody reads it of somebody else."""
    if not absences:
        return []
    first = min(row.starts_on for row in absences)
    events = AuditEvent.objects.visible_to(user, as_=as_).in_stead_of(user).filter(programme_day__gte=first).for_list()
    listed = list(events)
    return [
        Returned(row, [event for event in listed if row.starts_on <= event.programme_day <= row.ends_on])
        for row in absences
    ]
