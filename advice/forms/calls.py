"""Input of the Telefonvermerk and of the mail with information."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from core import dates
from core.forms import DayField, Form, HourField, Section
from municipalities.models import Municipality
from municipalities.picker import MunicipalityChoice


class TownsForm(Form):
    """Base of forms about one or several towns that exist today."""

    # Whether a town that has gone over into another meanwhile stays ticked where it was.
    keeps_towns: ClassVar[bool] = False

    municipalities = MunicipalityChoice(
        label="Kommune", queryset=Municipality.objects.none(), help_text="Es können mehrere sein.",
        error_messages={"required": "Bitte mindestens eine Kommune auswählen."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["municipalities"]
        towns = Municipality.objects.visible_to(self.user, as_=self.as_)
        kept = self.initial.get("municipalities", ()) if self.keeps_towns else ()
        existing = towns.existing(on=dates.today()).values("pk")
        choice.queryset = towns.filter(Q(pk__in=existing) | Q(pk__in=kept)).for_list()

    def clean_municipalities(self) -> list[Municipality]:
        towns = list(self.cleaned_data["municipalities"])
        if len({town.is_example for town in towns}) > 1:
            raise ValidationError("Bitte erfundene und wirkliche Kommunen nicht mischen.", code="mixed")
        return towns


class CallForm(TownsForm):
    """A Telefonvermerk: the town, who calls, one text, when to take it up again."""

    caller_name = forms.CharField(
        label="Wer ruft an?", max_length=150, required=False,
        widget=forms.TextInput({"list": "anrufende", "autocomplete": "off"}),
        help_text="Bekannte Ansprechpersonen der Kommune werden vorgeschlagen.",
    )  # fmt: skip
    caller_office = forms.CharField(
        label="Funktion", max_length=200, required=False,
        widget=forms.TextInput({"list": "funktionen", "autocomplete": "off"}),
    )  # fmt: skip
    text = forms.CharField(label="Vermerk", max_length=5000, widget=forms.Textarea({"rows": 5}))
    follow_up_on = DayField(
        label="Wiedervorlage am",
        required=False,
        is_near=True,
        help_text="Leer lassen, wenn nichts zu verfolgen ist.",
    )
    happened_on = DayField(label="Tag des Gesprächs")
    happened_time = HourField(label="Uhrzeit", required=False)

    field_order = (
        "municipalities", "caller_name", "caller_office", "text", "follow_up_on", "happened_on", "happened_time",
    )  # fmt: skip
    sections = (
        Section("Anruf", ("municipalities", "caller_name", "caller_office")),
        Section("Worum geht es?", ("text", "follow_up_on")),
        Section("Wann war das?", ("happened_on", "happened_time")),
    )
    submit_label = "Vermerk speichern"

    def clean_follow_up_on(self) -> date | None:
        day: date | None = self.cleaned_data["follow_up_on"]
        if day and day < dates.today():
            raise ValidationError("Bitte einen Tag ab heute wählen.", code="past")
        return day

    def clean_happened_on(self) -> date:
        return not_in_future(self.cleaned_data["happened_on"], "Das Gespräch")


def not_in_future(day: date, what: str) -> date:
    if day > dates.today():
        raise ValidationError(f"{what} kann nicht in der Zukunft liegen. Bitte den Tag prüfen.", code="future")
    return day


def in_a_week() -> date:
    return dates.today() + timedelta(days=7)


class InfoPackForm(Form):
    """The office's template."""

    subject = forms.CharField(label="Betreff", max_length=150)
    text = forms.CharField(
        label="Text", max_length=10000, widget=forms.Textarea({"rows": 16}),
        help_text="{Kommune} und {Absender} werden beim Senden ersetzt.",
    )  # fmt: skip
    versioned = True
    submit_label = "Vorlage speichern"


class SendInfoPackForm(Form):
    """The filled mail, to be read over before it leaves."""

    municipality = forms.ChoiceField(label="Kommune")
    to = forms.EmailField(label="An", max_length=150, widget=forms.EmailInput({"list": "adressen"}))
    subject = forms.CharField(label="Betreff", max_length=200)
    text = forms.CharField(label="Text", max_length=10000, widget=forms.Textarea({"rows": 14}))
    submit_label = "Infopaket senden"

    def __init__(self, *args: Any, towns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.towns = {str(town.pk): town for town in towns}
        choice: Any = self.fields["municipality"]
        choice.choices = [(key, town.name) for key, town in self.towns.items()]
        if len(self.towns) == 1:
            choice.widget = forms.HiddenInput()

    def values(self) -> dict[str, Any]:
        """What the action takes after the town."""
        return {name: self.cleaned_data[name] for name in ("to", "subject", "text")}
