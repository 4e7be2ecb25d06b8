"""Register numbers: the next one, one reserved for an agreement recorded afterwards, the number to begin with."""

from django.db import transaction

from accounts.models import User
from agreements.models import RegisterCounter
from agreements.numbers import HIGHEST_NUMBER, has_begun, taken
from audit.actions import record
from core.exceptions import Conflict


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
    if sentence := taken(number, besides=besides):
        raise Conflict(sentence)
    return number


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
