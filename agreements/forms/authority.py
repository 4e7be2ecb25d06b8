"""Input of the authority by which somebody signs, shared by signatures and changes of the signatory."""

from typing import Any

from django import forms

from agreements.authority import choices_for
from agreements.models import Signatory
from core import dates
from core.forms import DayField, Form

MANDATE = Signatory.Authority.MANDATE
AUTHORITY = ("authority", "mandate_on", "mandate_reference")


class AuthorityFields(Form):
    """By which authority, and where the Vollmacht is; gaps are shown as a warning and never refused."""

    authority = forms.ChoiceField(
        label="Befugnis", required=False,
        help_text="Wird im Unterzeichnungsprotokoll genannt. Lücken erscheinen als Hinweis.",
    )  # fmt: skip
    mandate_on = DayField(label="Vollmacht vom", required=False)
    mandate_reference = forms.CharField(
        label="Fundstelle der Vollmacht", max_length=120, required=False,
        help_text="Nur bei Vollmacht, zum Beispiel das Aktenzeichen.",
    )  # fmt: skip

    def __init__(self, *args: Any, signatory: Signatory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signatory = signatory
        choices = [("", "nicht angegeben"), *choices_for(signatory.party)]
        field = self.fields["authority"]
        field.choices = choices  # type: ignore[attr-defined]
        if MANDATE not in dict(choices):
            del self.fields["mandate_on"], self.fields["mandate_reference"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("authority") != MANDATE and (data.get("mandate_on") or data.get("mandate_reference")):
            self.add_error("authority", "Bitte „Vollmacht“ auswählen oder die Angaben zur Vollmacht löschen.")
        if data.get("mandate_on") and data["mandate_on"] > dates.today():
            self.add_error("mandate_on", "Der Tag liegt in der Zukunft. Bitte den Tag der Vollmacht eintragen.")
        return data

    def authority_given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "authority": data["authority"],
            "mandate_on": data.get("mandate_on"),
            "mandate_reference": data.get("mandate_reference", ""),
        }
