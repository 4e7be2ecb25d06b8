"""What is to be known of register numbers before one is reserved: whether it is far ahead, whether any was given."""

from typing import Any

from agreements.models import CooperationAgreement, RegisterCounter

# Further ahead of all numbers so far than this, one is more likely a slip of the key.
FAR = 50
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
    if number is None:
        return ""
    holder: Any = CooperationAgreement.objects.filter(register_number=number).exclude(pk=besides).for_list().first()
    if holder is None:
        return ""
    return f"Die Registernummer {number} gehört schon zu: {holder}. Bitte prüfen oder „unbekannt“ eintragen."
