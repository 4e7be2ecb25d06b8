"""The person's own marks: when she signed in, and what she has looked through. Like a bookmark, without a record."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import Arrival, TownMark, User
from core import dates
from municipalities.models import Municipality


@transaction.atomic
def note_sign_in(user: User) -> Arrival:
    """The sign-in before this one is the one from which on things are new; what was not looked through stays so."""
    now, today = dates.now(), dates.today()
    first = {"last_at": now, "last_on": today, "seen_at": now, "seen_on": today}
    row, is_first = Arrival.objects.select_for_update().get_or_create(user=user, defaults=first)
    arrival: Arrival = row
    if not is_first:
        arrival.before_at, arrival.before_on = arrival.last_at, arrival.last_on
        arrival.last_at, arrival.last_on = now, today
        arrival.save(update_fields=["before_at", "before_on", "last_at", "last_on"])
    return arrival


@transaction.atomic
def mark_town_seen(user: User, *, town: Municipality, until: datetime, lines: Collection[str] = ()) -> None:
    """„gesehen“ for one town, up to the instant at which the page was made."""
    TownMark.objects.update_or_create(
        user=user, municipality=town, defaults={"seen_at": min(until, dates.now()), "lines": sorted(lines)}
    )


@transaction.atomic
def mark_all_seen(user: User, *, until: datetime, lines: Mapping[int, Collection[str]]) -> None:
    """„alles gesehen“: one mark for everything, and what stood there in each of the towns (by id)."""
    row = Arrival.objects.select_for_update().get(user=user)
    row.seen_at, row.seen_on = min(until, dates.now()), dates.today()
    row.save(update_fields=["seen_at", "seen_on"])
    TownMark.objects.filter(user=user).delete()
    TownMark.objects.bulk_create(
        TownMark(user=user, municipality_id=town_id, seen_at=row.seen_at, lines=sorted(keys))
        for town_id, keys in lines.items()
    )
