"""Input: whether a council has to decide, and what it decided."""

from typing import Any

from django import forms

from agreements.models import Party
from core.forms import Form, Section


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
