"""Fields for what is known only in part: a day, a register number."""

from typing import Any

from django import forms

from agreements import known_days, numbers
from agreements.models.recorded import NUMBER_UNKNOWN
from core.dates import Span


class SpanField(forms.CharField):
    """A day as far as it is known."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "So genau wie bekannt: 25.05.2021, 05/2021, 2021 oder 05/2021 bis 06/2021.")
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> Span | None:
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

    def clean(self, value: Any) -> int | None:
        try:
            return numbers.read(super().clean(value))
        except numbers.UnreadableNumber as error:
            raise forms.ValidationError(str(error)) from error
