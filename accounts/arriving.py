"""Since when things are new to somebody: her last sign-in, and what she has marked as seen."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from accounts.actions.arrivals import note_sign_in
from accounts.models import Arrival, TownMark


@dataclass
class Marks:
    """The previous sign-in of a person, and her marks by town, asked for where there is something to mark."""

    arrival: Arrival

    @cached_property
    def towns(self) -> dict[int, TownMark]:
        return {mark.municipality_id: mark for mark in TownMark.objects.own(self.arrival.user_id)}

    def seen_at(self, town_id: int) -> datetime:
        """Up to when a town counts as looked through: its own mark, or that of everything."""
        mark = self.towns.get(town_id)
        return max(mark.seen_at, self.arrival.seen_at) if mark else self.arrival.seen_at


def marks_of(user: Any) -> Marks | None:
    """None at the first sign-in: nothing can be new to somebody who has not been here."""
    arrival = Arrival.objects.own(user).exclude(before_at=None).first()
    return Marks(arrival) if arrival else None


def on_sign_in(sender: Any, *, user: Any, **kwargs: Any) -> None:
    """Whatever way somebody signs in."""
    note_sign_in(user)
