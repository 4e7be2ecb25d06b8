"""Input for what comes from a party: its returned text, whether its council has to decide, where the text lies."""

from typing import Any

from django import forms

from agreements.models import Party, Station
from core import dates
from core.forms import DayField, FileField, Form, Section
from documents.inspection import MAX_BYTES, InspectedFile, UnsuitableFile, inspect
from documents.letters import MAIL, WORD, Check


def inspected(upload: Any, also: dict[str, Check]) -> InspectedFile:
    """The upload as it may be stored; the form's own error otherwise."""
    try:
        return inspect(upload.name, upload.read(), also=also)
    except UnsuitableFile as error:
        raise forms.ValidationError(str(error)) from error


class ReturnForm(Form):
    """The text as a party's Rechtsamt sent it back."""

    file = FileField(label="Zurückgesandte Datei", accept=("docx", "pdf"), max_bytes=MAX_BYTES)
    version = forms.TypedChoiceField(label="Zur Fassung", coerce=int)
    received_on = DayField(label="Eingegangen am")
    source = forms.CharField(
        label="Quelle", max_length=200, help_text="Zum Beispiel „E-Mail des Rechtsamts vom 20. April 2023“."
    )
    submit_label = "Rücklauf ablegen"
    sections = (Section("Rücklauf", ("file", "version", "received_on", "source")),)

    def __init__(self, *args: Any, versions: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["version"]
        field.choices = [(number, f"Fassung {number}") for number in versions]

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > dates.today():
            raise forms.ValidationError("Der Tag liegt in der Zukunft. Bitte den tatsächlichen Tag eintragen.")
        return day

    def clean_file(self) -> InspectedFile:
        return inspected(self.cleaned_data["file"], dict(WORD))


def proof_field() -> FileField:
    return FileField(
        label="E-Mail oder Schreiben als Datei", required=False, accept=("eml", "pdf", "docx", "jpg", "jpeg", "png"),
        max_bytes=MAX_BYTES,
    )  # fmt: skip


def inspected_proof(upload: Any) -> InspectedFile | None:
    return inspected(upload, {**MAIL, **WORD}) if upload else None


class ResolutionForm(Form):
    """Whether the council has to decide, and what it decided."""

    need = forms.ChoiceField(
        label="Ist ein Beschluss nötig?", choices=Party.ResolutionNeed.choices, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    resolution = forms.ChoiceField(label="Eingetragener Beschluss", required=False)
    submit_label = "Speichern"
    sections = (Section("Beschluss", ("need", "resolution")),)

    def __init__(self, *args: Any, resolutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in resolutions}
        field: Any = self.fields["resolution"]
        field.choices = [
            ("", "keiner"),
            *((pk, " · ".join([row.subject, *row.notes])) for pk, row in self.rows.items()),
        ]

    def values(self) -> dict[str, Any]:
        return {"need": self.cleaned_data["need"], "resolution": self.rows.get(self.cleaned_data["resolution"])}


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
