"""Input for term and notice period."""

from datetime import date
from typing import Any

from django import forms

from agreements.actions.term import TermEntry
from agreements.models import Term
from core import dates
from core.forms import DayField, Form, Section


class TermForm(Form):
    """How long the agreement runs, and with which notice."""

    kind = forms.ChoiceField(label="Laufzeit", choices=Term.Kind.choices, widget=forms.RadioSelect)
    ends_on = DayField(label="Befristet bis", required=False, help_text="Nur bei einer Befristung.")
    years = forms.IntegerField(
        label="Jahre", required=False, min_value=1, max_value=30,
        help_text="Nur bei Verlängerung: auf so viele Jahre, danach jeweils um ebenso viele.",
    )  # fmt: skip
    notice_months = forms.IntegerField(label="Kündigungsfrist in Monaten", min_value=0, max_value=60)
    notice_to = forms.ChoiceField(
        label="Kündigung", choices=Term.NoticeTo.choices,
        help_text="Verlängert sich die Vereinbarung, dann wirkt eine Kündigung immer zum Ende der laufenden Dauer.",
    )  # fmt: skip
    versioned = True
    sections = (
        Section("Laufzeit", ("kind", "ends_on", "years")),
        Section("Kündigung", ("notice_months", "notice_to")),
    )

    def __init__(self, *args: Any, begins_on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begins_on = begins_on or dates.today()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == Term.Kind.FIXED and "ends_on" not in self.errors:
            if not data.get("ends_on"):
                self.add_error("ends_on", "Bitte den Tag angeben, bis zu dem die Vereinbarung befristet ist.")
            elif data["ends_on"] <= self.begins_on:
                self.add_error(
                    "ends_on", "Die Vereinbarung kann nicht enden, bevor sie beginnt. Bitte später ansetzen."
                )
        if data.get("kind") == Term.Kind.RENEWING and "years" not in self.errors and not data.get("years"):
            self.add_error("years", "Bitte angeben, auf wie viele Jahre die Vereinbarung geschlossen wird.")
        return data

    def entry(self) -> TermEntry:
        return TermEntry(**{name: self.cleaned_data[name] for name in TermEntry.__dataclass_fields__})
