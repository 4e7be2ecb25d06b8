"""Input for the files that come from a party: its returned text, the proof of its consent."""

from typing import Any

from django import forms

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
