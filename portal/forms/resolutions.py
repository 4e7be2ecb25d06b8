"""Resolutions: what a council decided, entered and corrected."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from core import dates
from core.forms import DayField, FileField, Form, ReasonField, Section
from core.visibility import Visibility
from documents.inspection import MAX_BYTES, InspectedFile, UnsuitableFile, inspect

COUNCILS = {
    "municipality": ("Stadtrat", "Gemeinderat", "Verwaltungsausschuss"),
    "association": ("Verbandsversammlung", "Gemeinschaftsausschuss"),
    "district": ("Kreistag", "Kreisausschuss"),
}


class ResolutionForm(Form):
    """A resolution; councils are free text, because every statute calls them differently."""

    council = forms.CharField(label="Gremium", max_length=100)
    number = forms.CharField(label="Beschlussnummer", required=False, max_length=60)
    decided_on = DayField(label="Beschlossen am")
    subject = forms.CharField(
        label="Gegenstand", max_length=300, help_text="Zum Beispiel „Abschluss der Kooperationsvereinbarung“."
    )
    note = forms.CharField(label="Anmerkung", required=False, max_length=4000, widget=forms.Textarea({"rows": 4}))
    url = forms.URLField(
        label="Fundstelle im Internet", required=False, max_length=500, assume_scheme="https",
        help_text="Zum Beispiel die Vorlage im Ratsinformationssystem.",
    )  # fmt: skip
    visibility = forms.TypedChoiceField(
        label="Sichtbar für", coerce=int, widget=forms.RadioSelect, initial=Visibility.PUBLIC.value,
        choices=[
            (Visibility.PUBLIC.value, "öffentlich: in öffentlicher Sitzung gefasst"),
            (Visibility.NETWORK.value, "ASSKomm-Netzwerk"),
            (Visibility.STATE_OFFICE.value, "Landespräventionsrat: nur wir und die Geschäftsstelle"),
        ],
    )  # fmt: skip

    sections: tuple[Section, ...] = (
        Section("Beschluss", ("council", "number", "decided_on", "subject")),
        Section("Dazu", ("note", "url", "file")),
        Section("Wer ihn sieht", ("visibility",)),
    )
    submit_label: ClassVar[str] = "Eintragen"

    def __init__(self, *args: Any, bearer_field: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = ", ".join(f"„{word}“" for word in COUNCILS[bearer_field])
        self.fields["council"].help_text = f"Zum Beispiel {words}."

    def clean_decided_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["decided_on"]
        if day > dates.today():
            raise ValidationError("Bitte einen Tag bis heute angeben: Eingetragen wird, was beschlossen ist.")
        return day


class NewResolutionForm(ResolutionForm):
    """With the paper, which is kept as it is."""

    file = FileField(
        label="Beschluss als Datei", required=False, accept=("pdf", "jpg", "jpeg", "png"), max_bytes=MAX_BYTES
    )

    def clean_file(self) -> InspectedFile | None:
        upload = self.cleaned_data["file"]
        if not upload:
            return None
        try:
            return inspect(upload.name, upload.read())
        except UnsuitableFile as error:
            raise ValidationError(str(error)) from error


class CorrectResolutionForm(ResolutionForm):
    """What was entered wrongly, and why it is corrected."""

    reason = ReasonField(label="Grund der Berichtigung")

    sections = (*ResolutionForm.sections[:1], Section("Dazu", ("note", "url")), ResolutionForm.sections[2],
                Section("Warum", ("reason",)))  # fmt: skip
    submit_label: ClassVar[str] = "Berichtigen"
