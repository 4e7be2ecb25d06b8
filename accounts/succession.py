"""What a succession of municipalities means for accounts: the office is told, nothing ends by itself."""

from datetime import date
from typing import Any

from accounts.models import Assignment
from core import formats
from municipalities.models import Municipality


def functions_left(
    origin: Municipality, *, target: Municipality, on: date, by: Any | None, process: str, write: bool
) -> list[str]:
    """One sentence per function that reaches beyond the day. Who works for the successor, only the successor knows."""
    held = Assignment.objects.filter(municipality=origin).current(on=on).select_related("user")
    return [
        f"{row.user} ist weiter {row.get_function_display()} von {origin}: bitte zum Tag vor dem {formats.day(on)} "
        f"beenden und, wenn es so ist, für {target} eintragen"
        for row in held.order_by("user__name", "pk")
    ]
