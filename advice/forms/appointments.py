"""Input about appointments."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from advice.forms.calls import TownsForm
from advice.models.shared import Mode
from core import dates
from core.forms import ChipField, DayField, Form, HourField, ReasonField, Section

LENGTHS = [(30, "30 Minuten"), (60, "1 Stunde"), (90, "1½ Stunden"), (120, "2 Stunden"), (180, "3 Stunden")]


def ahead(day: date) -> date:
    if day < dates.today():
        raise ValidationError(
            "Dieser Tag ist vorbei. Was schon stattgefunden hat, bitte gleich als Beratung eintragen.", code="past"
        )
    return day


class AppointmentForm(TownsForm):
    takes_place_on = DayField(label="Tag", is_near=True)
    start_time = HourField(label="Beginn")
    minutes = forms.TypedChoiceField(label="Dauer", coerce=int, choices=LENGTHS, initial=90)
    mode = ChipField(label="Form", choices=Mode.choices, initial=Mode.ON_SITE)
    place = forms.CharField(label="Ort oder Adresse des Online-Raums", max_length=200, required=False)
    topic = forms.CharField(label="Thema", max_length=200, required=False)

    sections = (
        Section("Mit wem?", ("municipalities",)),
        Section("Wann und wie?", ("takes_place_on", "start_time", "minutes", "mode", "place", "topic")),
    )
    submit_label = "Termin vereinbaren"

    def clean_takes_place_on(self) -> date:
        return ahead(self.cleaned_data["takes_place_on"])


class PostponeForm(Form):
    takes_place_on = DayField(label="Neuer Tag", is_near=True)
    start_time = HourField(label="Beginn")
    reason = ReasonField()
    submit_label = "Termin verlegen"

    def clean_takes_place_on(self) -> date:
        return ahead(self.cleaned_data["takes_place_on"])


class CancelForm(Form):
    reason = ReasonField(help_text="Die Kommune liest den Grund.")
    submit_label = "Termin absagen"

    def values(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}
