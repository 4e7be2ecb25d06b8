"""Fields for what is known only in part: a day, a register number."""

from typing import Any

from django import forms

from agreements import known_days
from agreements.models.recorded import NUMBER_UNKNOWN
from core.dates import Span

NO_NUMBER = frozenset({NUMBER_UNKNOWN, "keine", "–", "-"})


class SpanField(forms.CharField):
    """A day as far as it is known."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "So genau wie bekannt: 25.05.2021, 05/2021, 2021 oder 05/2021 bis 06/2021.")
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> Span | None:  # type: ignore[override]
        text = super().clean(value)
        try:
            return known_days.read(text) if text else None
        except known_days.UnreadableDay as error:
            raise forms.ValidationError(str(error)) from error


class KnownNumberField(forms.CharField):
    """A register number, or that it is not known: said, not left open."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Die bekannte Nummer bleibt dieser Vereinbarung vorbehalten; sonst „unbekannt“.")
        kwargs.setdefault("initial", NUMBER_UNKNOWN)
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        return read_number(super().clean(value))


def read_number(text: str) -> int | None:
    """„21“, „Nr. 21“, „unbekannt“; whether it may be one is asked with everything else."""
    plain = text.strip().lower().removeprefix("nr.").strip()
    if plain in NO_NUMBER:
        return None
    try:
        return int(plain)
    except ValueError as error:
        raise forms.ValidationError("Bitte eine Nummer wie 21 oder „unbekannt“ eintragen.") from error
