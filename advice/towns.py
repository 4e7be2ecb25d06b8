"""Which towns may stand in one row, and which days may."""

from collections.abc import Iterable
from datetime import date

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
