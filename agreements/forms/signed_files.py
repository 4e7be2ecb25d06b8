"""Input of electronically signed files."""

from django import forms

from core.forms import FileField, Form, ReasonField, Section
from documents.inspection import MAX_BYTES, InspectedFile, UnsuitableFile, inspect


class SignedFileForm(Form):
    file = FileField(label="Signiertes PDF", accept=("pdf",), max_bytes=MAX_BYTES)
    submit_label = "Signierte Datei ablegen"
    sections = (Section("Datei", ("file",)),)

    def clean_file(self) -> InspectedFile:
        upload = self.cleaned_data["file"]
        try:
            return inspect(upload.name, upload.read())
        except UnsuitableFile as error:
            raise forms.ValidationError(str(error)) from error


class DiscardForm(Form):
    """`version` is the id of the file the page showed."""

    versioned = True
    reason = ReasonField(label="Warum wird die Datei beiseitegelegt?")
    submit_label = "Datei beiseitelegen"
    sections = (Section("Falsche Datei", ("reason",)),)
