"""Which towns may stand in one row, which days may, and whether the row is there already."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.models import User
from core import dates
from core.exceptions import Conflict
from municipalities.models import Municipality


def together(municipalities: Iterable[Municipality]) -> list[Municipality]:
    """The towns once each; Conflict for none, and for invented ones beside real ones."""
    towns = list({town.pk: town for town in municipalities}.values())
    if not towns:
        raise Conflict("Bitte mindestens eine Kommune auswählen.")
    if len({town.is_example for town in towns}) > 1:
        raise Conflict("Bitte erfundene und wirkliche Kommunen nicht mischen.")
    return towns


def require_past(day: date, what: str) -> None:
    """Conflict for what cannot have happened yet."""
    if day > dates.today():
        raise Conflict(f"{what} kann nicht in der Zukunft liegen. Bitte den Tag prüfen oder einen Termin vereinbaren.")


def sent_before(rows: Any, towns: Iterable[Municipality], *, by: User) -> Any:
    """The one of `rows` that is about exactly these towns: the very same form, sent twice."""
    # Whoever sends it twice at the same time waits here; `rows` are asked for afterwards.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    wanted = {town.pk for town in towns}
    return next((row for row in rows if {town.pk for town in row.towns} == wanted), None)
