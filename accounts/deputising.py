"""Who stands in for whom: asked by actions, forms and pages alike, computed from the absences of a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.functions import STATE_OFFICE, STATE_WRITERS, Function
from accounts.models import Absence, User
from core import dates, formats

# Who may stand in for a function: whoever has its rights herself.
COVERED_BY: dict[str, tuple[Function, ...]] = {
    Function.STATE_LEAD: (Function.STATE_LEAD,),
    Function.STATE_CASEWORK: STATE_WRITERS,
    Function.STATE_READER: STATE_OFFICE,
}


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


def may_deputise(deputy: User, user: User, *, starts_on: date, ends_on: date) -> bool:
    """Whether somebody has all rights of the other herself on every one of the days; deputising widens none."""
    first = max(starts_on, dates.today())
    needed = user.assignments.current(on=dates.today()).filter(function__in=STATE_OFFICE)
    held = [item for item in deputy.assignments.filter(function__in=STATE_OFFICE) if item.starts_on <= first]
    lasting = {item.function for item in held if item.ends_on is None or item.ends_on >= ends_on}
    return deputy.is_active and all(lasting.intersection(COVERED_BY[item.function]) for item in needed)


def stands_in_for(person: User, *owners: User | int | None) -> User | None:
    """Whose stead somebody acts in today: the first of the owners who is away and has named her.

    Nobody acts in her own stead, and a deputy whose functions no longer reach as far acts for herself.
    """
    wanted = [pk for pk in (owner.pk if isinstance(owner, User) else owner for owner in owners) if pk]
    if not wanted or person.pk in wanted[:1]:
        return None
    rows = Absence.objects.current(on=dates.today()).filter(deputy=person, user_id__in=wanted).select_related("user")
    for row in sorted(rows, key=lambda row: wanted.index(row.user_id)):
        if may_deputise(person, row.user, starts_on=row.starts_on, ends_on=dates.today()):
            absent: User = row.user
            return absent
    return None


def deputised_today(person: User) -> list[Absence]:
    """The absences of today in which somebody stands in, as far as her own functions reach."""
    rows = Absence.objects.current(on=dates.today()).filter(deputy=person).for_list()
    return [row for row in rows if may_deputise(person, row.user, starts_on=row.starts_on, ends_on=dates.today())]


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


# How long after coming back somebody is shown what was done in her stead, unless she has looked through it.
REVIEW_DAYS = 30


def to_review(person: User) -> list[Absence]:
    """Absences that are over, with a deputy, and not looked through yet; the newest first."""
    today = dates.today()
    rows = Absence.objects.own(person).over(today).filter(ends_on__gte=today - timedelta(days=REVIEW_DAYS))
    return list(rows.filter(reviewed_at=None).exclude(deputy=None).for_list().reverse())
