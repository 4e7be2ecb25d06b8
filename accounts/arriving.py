"""Since when things are new to somebody: her last sign-in, and what she has marked as seen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.actions.arrivals import note_sign_in
from accounts.models import Arrival, TownMark


@dataclass(frozen=True)
class Marks:
    """The previous sign-in of a person, and her marks by town."""

    arrival: Arrival
    towns: dict[int, TownMark]

    def seen_at(self, town_id: int) -> datetime:
        """Up to when a town counts as looked through: its own mark, or that of everything."""
        mark = self.towns.get(town_id)
        return max(mark.seen_at, self.arrival.seen_at) if mark else self.arrival.seen_at


def marks_of(user: Any) -> Marks | None:
    """None at the first sign-in: nothing can be new to somebody who has not been here."""
    arrival = Arrival.objects.own(user).exclude(before_at=None).first()
    if arrival is None:
        return None
    return Marks(arrival, {mark.municipality_id: mark for mark in TownMark.objects.own(user)})


def on_sign_in(sender: Any, *, user: Any, **kwargs: Any) -> None:
    """Whatever way somebody signs in."""
    note_sign_in(user)
