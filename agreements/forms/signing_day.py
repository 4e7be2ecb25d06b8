"""Input about the signing day and its checklist."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from agreements.actions.signing_day import SigningPlan
from agreements.checklist import KEYS
from core import dates
from core.forms import DayField, Form, HourField, ReasonField, Section


class SigningDayForm(Form):
    """The day planned; a place, a video conference, or both."""

    takes_place_on = DayField(label="Tag", is_near=True)
    start_time = HourField(label="Beginn", required=False)
    minutes = forms.IntegerField(label="Dauer in Minuten", min_value=15, max_value=600, initial=60)
    place = forms.CharField(label="Ort", max_length=200, required=False)
    video_link = forms.URLField(
        label="Adresse der Videokonferenz", max_length=300, required=False, assume_scheme="https",
        help_text="Ort oder Videokonferenz, oder beides.",
    )  # fmt: skip
    note = forms.CharField(
        label="Ablauf", max_length=500, required=False, widget=forms.Textarea({"rows": 3}),
        help_text="Reihenfolge der Unterschriften, Grußworte. Die Parteien lesen ihn mit.",
    )  # fmt: skip
    submit_label = "Termin speichern"
    one_of = ("place", "video_link")
    sections = (
        Section("Wann", ("takes_place_on", "start_time", "minutes")),
        Section("Wo", ("place", "video_link")),
        Section("Ablauf", ("note",)),
    )

    def clean_takes_place_on(self) -> date:
        """What is planned lies ahead; a day that is over may stay as it was while the rest is corrected."""
        day: date = self.cleaned_data["takes_place_on"]
        if day < dates.today() and day != self.initial.get("takes_place_on"):
            raise ValidationError(
                "Bitte einen Tag ab heute wählen: Wann unterzeichnet wurde, steht bei den Unterschriften."
            )
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("place") and not data.get("video_link") and not {"place", "video_link"} & set(self.errors):
            self.add_error("place", "Bitte den Ort oder die Adresse der Videokonferenz angeben.")
        return data

    def plan(self) -> SigningPlan:
        return SigningPlan(**{name: self.cleaned_data[name] for name in self.base_fields})


class CallOffForm(Form):
    reason = ReasonField(max_length=500, help_text="Die Parteien lesen den Grund.")
    submit_label = "Termin absagen"


class ChecklistForm(Form):
    keys = forms.MultipleChoiceField(
        label="Erledigt", required=False, choices=list(KEYS.items()), widget=forms.CheckboxSelectMultiple
    )
    submit_label = "Häkchen speichern"
