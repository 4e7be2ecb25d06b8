"""Register numbers: the next one, one reserved for an agreement recorded afterwards, the number to begin with."""

from typing import Any

from django.db import transaction

from accounts.models import User
from agreements.earlier import HIGHEST_NUMBER
from agreements.models import CooperationAgreement, RegisterCounter
from audit.actions import record
from core.exceptions import Conflict

# Further ahead of all numbers so far than this, one is more likely a slip of the key.
FAR = 50


def locked_counter() -> RegisterCounter:
    """The counter, locked until this transaction ends: numbers given and numbers reserved queue here."""
    RegisterCounter.objects.get_or_create(pk=RegisterCounter.ONLY)
    counter: RegisterCounter = RegisterCounter.objects.select_for_update().get(pk=RegisterCounter.ONLY)
    return counter


def take_next() -> int:
    """The next number without gaps or doubles among those given here; reserved ones are left out."""
    counter = locked_counter()
    counter.last_number = counter.next_number
    counter.save(update_fields=["last_number"])
    return counter.last_number


def reserve(number: int, *, besides: int | None = None) -> int:
    """The number, now that nobody else can take it; Conflict that names who has it."""
    locked_counter()
    holder: Any = CooperationAgreement.objects.filter(register_number=number).exclude(pk=besides).for_list().first()
    if holder is not None:
        raise Conflict(
            f"Die Registernummer {number} gehört schon zu: {holder}. "
            "Bitte die Nummer prüfen oder „unbekannt“ eintragen."
        )
    return number


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


@transaction.atomic
def begin_numbering(first_number: int, *, by: User | None, reason: str, process: str = "") -> RegisterCounter:
    """Let the first number given here be this one, because there were agreements before; not after one was given."""
    counter = locked_counter()
    if counter.last_number == first_number - 1:
        return counter
    if not 1 <= first_number <= HIGHEST_NUMBER:
        raise Conflict(f"Bitte eine Nummer zwischen 1 und {HIGHEST_NUMBER} angeben.")
    if not reason.strip():
        raise Conflict("Bitte begründen, warum die Zählung hier mit dieser Nummer beginnt.")
    if has_begun():
        raise Conflict("Hier wurden schon Registernummern vergeben. Der Beginn der Zählung bleibt, wie er ist.")
    before, counter.last_number = counter.last_number + 1, first_number - 1
    counter.save(update_fields=["last_number"])
    record(
        "begin_numbering", counter, by=by, process=process, label="Beginn der Zählung festgelegt",
        before={"erste Nummer": before}, after={"erste Nummer": first_number}, reason=reason.strip(),
    )  # fmt: skip
    return counter
