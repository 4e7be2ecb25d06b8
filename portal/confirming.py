"""The yearly question as a town's own people and the office see it: what to confirm, who has not answered."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import dates, formats
from municipalities.confirming import address_of, stale_contacts
from municipalities.models import ConfirmationRequest, ContactPerson, Municipality


@dataclass(frozen=True)
class TownState:
    """A town with contacts nobody has confirmed within a year, and what was done about it."""

    town: Municipality
    count: int
    request: ConfirmationRequest | None
    address: str

    @property
    def told(self) -> str:
        if self.request is None:
            return "wird gefragt" if self.address else "keine E-Mail-Adresse"
        asked = f"gefragt am {formats.day_short(self.request.asked_on)}"
        if self.request.reminded_on:
            asked += f", erinnert am {formats.day_short(self.request.reminded_on)}"
        return f"{asked}, Link abgelaufen" if self.request.has_run_out(dates.now()) else asked

    @property
    def is_stuck(self) -> bool:
        """Nothing happens any more unless somebody does something."""
        return not self.address if self.request is None else self.request.has_run_out(dates.now())


def town_states(user: Any, as_: Collection[str], on: date) -> list[TownState]:
    """Every town with something to confirm, those that are stuck first; a constant number of queries."""
    stale = stale_contacts(on)
    towns = Municipality.objects.visible_to(user, as_=as_).filter(pk__in=stale).for_list().order_by("sort_key", "pk")
    asked = ConfirmationRequest.objects.visible_to(user, as_=as_).open().filter(municipality__in=stale)
    newest = {row.municipality_id: row for row in asked.order_by("asked_on", "pk")}
    shared = ContactPerson.objects.visible_to(user, as_=as_).current(on=on).filter(municipality__in=stale)
    by_town: dict[int, list[ContactPerson]] = {}
    for row in shared:
        by_town.setdefault(row.municipality_id, []).append(row)
    rows = [
        TownState(town, len(stale[town.pk]), newest.get(town.pk), address_of(by_town.get(town.pk, [])))
        for town in towns
    ]
    return sorted(rows, key=lambda row: not row.is_stuck)


def to_confirm(contacts: Iterable[ContactPerson]) -> list[ContactPerson]:
    """What somebody of the town is asked on her start page."""
    return [row for row in contacts if row.is_stale]
