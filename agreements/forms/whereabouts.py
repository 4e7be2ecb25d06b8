"""Input: where the text lies since when."""

from typing import Any

from django import forms

from agreements.models import Station
from core import dates
from core.forms import DayField, Form, Section


class StationForm(Form):
    """Where the text lies since when."""

    where = forms.ChoiceField(label="Liegt bei", widget=forms.RadioSelect)
    starts_on = DayField(label="Seit")
    meets_on = DayField(label="Sitzungstag", required=False, is_near=True, help_text="Nur wenn es im Rat liegt.")
    note = forms.CharField(
        label="Anmerkung", required=False, max_length=200,
        help_text="Lesen die Geschäftsstelle und diese Partei, nicht die anderen.",
    )  # fmt: skip
    submit_label = "Speichern"
    sections = (Section("Liegt bei", ("where", "starts_on", "meets_on", "note")),)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["where"]
        field.choices = places

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("meets_on") and not str(data.get("where", "")).startswith(Station.Place.COUNCIL):
            self.add_error("meets_on", "Einen Sitzungstag hat nur der Rat. Bitte leeren oder „Rat“ wählen.")
        if data.get("starts_on") and data["starts_on"] > dates.today():
            self.add_error(
                "starts_on", "Der Tag liegt in der Zukunft. Bitte den Tag eintragen, seit dem er dort liegt."
            )
        return data
