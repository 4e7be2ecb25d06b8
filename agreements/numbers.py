"""What is to be known of register numbers before one is reserved: whether it is far ahead, whether any was given."""

from collections.abc import Iterable
from typing import Any

from agreements.models import CooperationAgreement, RegisterCounter
from agreements.models.recorded import NUMBER_UNKNOWN

# Further ahead of all numbers so far than this, one is more likely a slip of the key.
FAR = 50
NO_NUMBER = frozenset({NUMBER_UNKNOWN, "keine", "–", "-"})
HIGHEST_NUMBER = 9999


def far_ahead(number: int | None, *, besides: int | None = None) -> str:
    """A warning about a number far ahead of all others; empty where it is not."""
    if number is None:
        return ""
    others = CooperationAgreement.objects.exclude(register_number=None).exclude(pk=besides)
    counter = RegisterCounter.objects.filter(pk=RegisterCounter.ONLY).first() or RegisterCounter()
    highest = max([counter.last_number, *others.values_list("register_number", flat=True)])
    if number <= highest + FAR:
        return ""
    so_far = f"die höchste ist bisher {highest}" if highest else "bisher gibt es keine"
    return f"Die Registernummer {number} liegt weit voraus ({so_far}). Sie ist vorbehalten; bitte noch einmal prüfen."


def has_begun() -> bool:
    """Whether a number was given here; after that the beginning stays what it is."""
    given = CooperationAgreement.objects.exclude(register_number=None).filter(is_recorded=False)
    return bool(given.exists())


def taken(number: int | None, *, besides: int | None = None) -> str:
    """Whose the number is already, with what to do; empty where it is free."""
    return taken_among([number] if number else [], besides=besides).get(number or 0, "")


def taken_among(numbers: Iterable[int], *, besides: int | None = None) -> dict[int, str]:
    """The same for many at once, by number; those that are free are left out."""
    # What is no register number at all may not even fit into the database.
    wanted = [number for number in numbers if 1 <= number <= HIGHEST_NUMBER]
    if not wanted:
        return {}
    rows: Any = CooperationAgreement.objects.filter(register_number__in=wanted).exclude(pk=besides).for_list()
    what_to_do = "Bitte prüfen oder „unbekannt“ eintragen."
    return {
        row.register_number: f"Die Registernummer {row.register_number} gehört schon zu: {row}. {what_to_do}"
        for row in rows
    }


class UnreadableNumber(ValueError):
    """Neither a number nor „unbekannt“; the message says what to write."""


def read(text: str) -> int | None:
    """„21“, „Nr. 21“, „unbekannt“; whether it may be one is asked with everything else."""
    plain = text.strip().lower().removeprefix("nr.").strip()
    if plain in NO_NUMBER:
        return None
    try:
        return int(plain)
    except ValueError as error:
        raise UnreadableNumber("Bitte eine Nummer wie 21 oder „unbekannt“ eintragen.") from error
