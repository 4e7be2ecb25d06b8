"""Input: a suggested wording goes into its clause."""

from typing import Any

from django import forms

from agreements.forms.concerning import add_concern, clean_concern, concern_of
from agreements.models import CooperationAgreement
from core.forms import Form, Section

LONGEST = 5000


class TakeOverForm(Form):
    """A suggested wording goes into its clause; whom that concerns, and what the party is told."""

    versioned = True
    answer = forms.CharField(
        label="Antwort an die Partei", required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 3}),
        help_text="Ohne Antwort liest sie: „Übernommen in Fassung …“.",
    )  # fmt: skip
    submit_label = "In den Text übernehmen"
    sections = (
        Section("Wen es betrifft", ("concerns", "concerned", "concern_reason")),
        Section("Antwort", ("answer",)),
    )

    def __init__(self, *args: Any, agreement: CooperationAgreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_concern(self, agreement)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        clean_concern(self)
        return data

    @property
    def concern(self) -> Any:
        return concern_of(self.cleaned_data)
