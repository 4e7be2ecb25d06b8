"""The questions of one page of lines as forms: which place is meant, take or skip."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import collation
from core.forms import ChipField, Form
from imports.actions.deciding import RowDecision
from imports.contract import Importer, Places
from imports.models import ImportRow
from imports.places import PlaceIndex

OTHER = "other"
Finding, Decision = ImportRow.Finding, ImportRow.Decision
SKIP = (Decision.SKIP.value, "auslassen")
CHOICES: Mapping[str, Sequence[tuple[str, str]]] = {
    Finding.READY: (("", "übernehmen"), SKIP),
    Finding.QUESTION: (("", "offen"), SKIP),
    Finding.DUPLICATE: (("", "offen"), (Decision.TAKE.value, "trotzdem übernehmen"), SKIP),
    Finding.PROBLEM: (("", "offen"), SKIP),
}


class RowForm(Form):
    """What is to become of one line."""

    def __init__(self, *args: Any, row: ImportRow, index: PlaceIndex, importer: Importer, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"zeile-{row.number}", **kwargs)
        self.row, self.index = row, index
        self.kinds = next((column.places.kinds for column in importer.columns if column.places), Places().kinds)
        for number, question in enumerate(row.questions):
            self._ask(number, question)
        if row.questions:
            self.add_field(
                "alle", forms.BooleanField(label="auch für alle anderen Zeilen mit diesem Namen", required=False)
            )
        self.add_field(
            "entscheidung",
            ChipField(
                label=f"Zeile {row.number}", required=False, initial=row.decision, choices=list(CHOICES[row.finding])
            ),
        )

    def _ask(self, number: int, question: Mapping[str, Any]) -> None:
        choices = [(key, self.index.labels[key]) for key in question["suggestions"] if key in self.index.labels]
        self.add_field(
            f"ort_{number}",
            forms.ChoiceField(
                label=f"Zeile {self.row.number}: Was ist mit „{question['written']}“ gemeint?", required=False,
                widget=forms.RadioSelect, choices=[*choices, (OTHER, "anderer Ort:")], help_text=question["note"],
            ),
        )  # fmt: skip
        self.add_field(
            f"anderer_{number}",
            forms.CharField(
                label=f"Anderer Ort für „{question['written']}“", required=False, max_length=150,
                widget=forms.TextInput({"list": "orte", "autocomplete": "off"}), help_text="Name oder AGS.",
            ),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.chosen: dict[str, str] = {}
        for number, question in enumerate(self.row.questions):
            key, name = data.get(f"ort_{number}") or "", (data.get(f"anderer_{number}") or "").strip()
            if name or key == OTHER:
                key = self._found(name, f"anderer_{number}")
            if key:
                self.chosen[question["written"]] = key
        return data

    def _found(self, name: str, field: str) -> str:
        """The place typed by name; one exactly, or the person is told which there are."""
        if not name:
            self.add_error(field, "Bitte den Namen oder die AGS des Ortes eintragen.")
            return ""
        found = self.index.find(name, self.kinds)
        if found.place is None:
            meant = ", ".join(self.index.labels[key] for key in found.suggestions)
            self.add_error(
                field, ValidationError(f"{found.note} {f'Gemeint vielleicht: {meant}.' if meant else ''}".strip())
            )
            return ""
        return next(key for key, row in self.index.by_key.items() if row == found.place)

    def decided(self) -> RowDecision:
        data = self.cleaned_data
        return RowDecision(self.row.number, data["entscheidung"], self.chosen, everywhere=bool(data.get("alle")))


def forms_of(
    rows: Sequence[ImportRow], importer: Importer, index: PlaceIndex, data: Any = None, **kwargs: Any
) -> list[RowForm]:
    return [RowForm(data, row=row, index=index, importer=importer, **kwargs) for row in rows]


def offered(index: PlaceIndex, importer: Importer) -> list[str]:
    """Names for the list below a text field, in German order."""
    kinds = next((column.places.kinds for column in importer.columns if column.places), Places().kinds)
    labels = (label for key, label in index.labels.items() if key.split("-")[0] in kinds)
    return sorted(labels, key=collation.sort_key)
