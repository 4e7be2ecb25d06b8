"""Who stands in for whom: asked by actions, forms and pages alike, computed from the absences of a day."""

from datetime import date, timedelta

from django.db.models import Q

from accounts.functions import STATE_OFFICE, STATE_WRITERS, Function
from accounts.models import Absence, User
from core import dates

# Who may stand in for a function: whoever has its rights herself.
COVERED_BY: dict[str, tuple[Function, ...]] = {
    Function.STATE_LEAD: (Function.STATE_LEAD,),
    Function.STATE_CASEWORK: STATE_WRITERS,
    Function.STATE_READER: STATE_OFFICE,
}


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


# How long after coming back somebody is shown what was done in her stead, unless she has looked through it.
REVIEW_DAYS = 30


def absences_about(person: User) -> tuple[list[Absence], list[Absence]]:
    """`deputised_today` and `to_review` together: one query, for the page that shows both."""
    today = dates.today()
    running = Q(deputy=person, starts_on__lte=today, ends_on__gte=today)
    own = Q(user=person, ends_on__lt=today, ends_on__gte=today - timedelta(days=REVIEW_DAYS))
    unseen = own & Q(reviewed_at=None, deputy__isnull=False)
    found = Absence.objects.filter(running | unseen)
    # On most days there is none, and to ask so is cheaper than to ask for the people, too.
    rows = list(found.for_list()) if found.exists() else []
    deputised = [row for row in rows if row.ends_on >= today]
    return (
        [row for row in deputised if may_deputise(person, row.user, starts_on=row.starts_on, ends_on=today)],
        [row for row in reversed(rows) if row.ends_on < today],
    )


def deputised_today(person: User) -> list[Absence]:
    """The absences of today in which somebody stands in, as far as her own functions reach."""
    return absences_about(person)[0]


def to_review(person: User) -> list[Absence]:
    """Absences that are over, with a deputy, and not looked through yet; the newest first."""
    return absences_about(person)[1]
