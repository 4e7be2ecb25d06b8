"""Input about a file that is taken over: the file, its columns, the reason for taking everything back."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import FileField, Form, ReasonField, Section
from imports.contract import Importer
from imports.models import DataImport
from imports.reading import MAX_BYTES, WrongFile
from imports.textfile import ENCODINGS
from imports.uploads import ACCEPTED, Upload, read

NOWHERE = "nicht in der Datei"


class UploadForm(Form):
    """A workbook or CSV file; what cannot be read is said in words."""

    file = FileField(label="Datei", accept=ACCEPTED, max_bytes=MAX_BYTES)
    encoding = forms.ChoiceField(
        label="Zeichensatz einer CSV-Datei", required=False,
        choices=[("", "selbst erkennen"), *ENCODINGS.items()],
        help_text="Nur nötig, wenn danach gefragt wird.",
    )  # fmt: skip

    sections = (Section("", ("file", "encoding")),)
    submit_label = "Hochladen und weiter"

    def __init__(self, *args: Any, importer: Importer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.importer = importer
        self.upload: Upload | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if file := data.get("file"):
            try:
                self.upload = read(self.importer, str(file.name), file.read(), data.get("encoding", ""))
            except WrongFile as error:
                raise ValidationError({"file": str(error)}) from error
        return data


class ColumnsForm(Form):
    """For each column of the importer, which heading of the file it is."""

    submit_label = "Zuordnung übernehmen und Zeilen prüfen"

    def __init__(self, *args: Any, data_import: DataImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headings = [(str(at), f"{letter}: {title}") for at, (letter, title) in enumerate(data_import.headings)]
        for column in data_import.importer.columns:
            choice = forms.ChoiceField(
                label=column.label, required=column.required, help_text=column.help,
                choices=[("", "bitte auswählen" if column.required else NOWHERE), *headings],
            )  # fmt: skip
            self.add_field(column.key, choice)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        seen: dict[str, str] = {}
        for key, position in data.items():
            if position and position in seen:
                self.add_error(
                    key, f"Diese Spalte der Datei ist schon für „{self.fields[seen[position]].label}“ gewählt."
                )
            seen[position] = key
        return data

    def mapping(self) -> Mapping[str, int]:
        return {key: int(position) for key, position in self.cleaned_data.items() if position}


class UndoForm(Form):
    reason = ReasonField(help_text="Steht im Protokoll jedes Eintrags, der zurückgenommen wird.")
    submit_label = "Alle Einträge zurücknehmen"
