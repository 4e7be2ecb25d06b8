"""Who is away today and who is there: what colleagues and towns are told, and who may be asked instead."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.functions import Function
from accounts.models import Absence, User
from core import dates, formats


@dataclass(frozen=True)
class Away:
    """That somebody is away, as everybody may know it: until when, and who stands in."""

    until: date
    deputy: Any | None

    @property
    def label(self) -> str:
        """„abwesend bis 5. Mai 2023, vertreten durch Max Muster“."""
        stand_in = f"vertreten durch {self.deputy}" if self.deputy else "ohne Vertretung"
        return f"abwesend bis {formats.day(self.until)}, {stand_in}"


def away_today(user_ids: Collection[int] | None = None) -> dict[int, Away]:
    """Who is away today, by id; a deputy who is away herself stands in for nobody, and nobody for her in turn."""
    rows = list(Absence.objects.current(on=dates.today()).for_list())
    absent = {row.user_id for row in rows}
    return {
        row.user_id: Away(row.ends_on, row.deputy if _is_there(row.deputy, absent) else None)
        for row in rows
        if user_ids is None or row.user_id in user_ids
    }


def _is_there(deputy: User | None, absent: Collection[int]) -> bool:
    return deputy is not None and deputy.is_active and deputy.pk not in absent


def present_holders(function: Function, *, without: Iterable[int | None] = ()) -> list[User]:
    """Who holds a function today, can sign in and is not away."""
    away = Absence.objects.current(on=dates.today()).values("user_id")
    held = User.objects.holding(function, dates.today()).filter(is_active=True).exclude(pk__in=away)
    return list(held.exclude(pk__in=[pk for pk in without if pk]).order_by("name"))
