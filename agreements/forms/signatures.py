"""Input of signatures: by which authority, when, where, by hand or electronically."""

from typing import Any

from django import forms

from agreements.actions.signing import NAME_UNKNOWN, Signature
from agreements.authority import usual_note
from agreements.forms.authority import AUTHORITY, AuthorityFields
from agreements.forms.deciding import PastDayForm, PlaceField
from agreements.models import Signatory
from core.forms import DayField, ReasonField, Section


class SignatureForm(PastDayForm, AuthorityFields):
    """One signature: day, in person at a place or by video, who signed in whose stead."""

    day_field = "signed_on"
    too_early = "Der Text wurde erst am {day} festgeschrieben; eine Unterschrift kann nicht davor liegen."

    signed_name = forms.CharField(
        label="Name der unterzeichnenden Person", max_length=150,
        help_text=(
            "Der Text nennt nur die Funktion; wer unterschrieben hat, gehört in die Akte. "
            f"Weiß es niemand mehr, bitte „{NAME_UNKNOWN}“ eintragen."
        ),
    )  # fmt: skip
    signed_on = DayField(label="Tag der Unterschrift")
    mode = forms.ChoiceField(label="Art der Unterzeichnung", choices=Signatory.Mode.choices, initial="in_person")
    place = PlaceField(
        label="Ort", max_length=150, help_text="Nur bei Videokonferenz freiwillig: Ort der unterzeichnenden Person."
    )
    medium = forms.ChoiceField(
        label="Form der Unterschrift", choices=Signatory.Medium.choices, initial="hand", required=False,
        help_text="Elektronisch: mit dauerhaft überprüfbarer Signatur (§ 60 Abs. 1 SächsGemO).",
    )  # fmt: skip
    seal = forms.ChoiceField(
        label="Dienstsiegel", required=False, choices=[("", "nicht angegeben"), *Signatory.Seal.choices],
        help_text="Nur bei handschriftlicher Unterschrift.",
    )  # fmt: skip
    deputy_note = forms.CharField(
        label="Vertretungsvermerk", max_length=200, required=False,
        help_text="Zusatz neben der Unterschrift, wenn jemand in Vertretung unterschreibt, "
        "zum Beispiel „i. V. Erste Beigeordnete“.",
    )  # fmt: skip
    submit_label = "Unterschrift eintragen"
    sections: tuple[Section, ...] = (
        Section("Unterschrift", ("signed_name", "signed_on", "mode", "place", "medium", "seal")),
        Section("Befugnis", ("authority", "mandate_on", "mandate_reference", "deputy_note")),
    )

    def __init__(self, *args: Any, signatory: Signatory, initial: Any = None, **kwargs: Any) -> None:
        known = {"deputy_note": usual_note(signatory)}
        known |= {name: getattr(signatory, name) for name in (*AUTHORITY, "medium")}
        super().__init__(
            *args, signatory=signatory, not_before=signatory.party.agreement.finalised_on,
            initial=known | (initial or {}), **kwargs,
        )  # fmt: skip
        if signatory.name or signatory.acting_name:
            del self.fields["signed_name"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("mode") == Signatory.Mode.IN_PERSON and not data.get("place"):
            self.add_error("place", "Bitte den Ort angeben, an dem unterschrieben wurde.")
        if data.get("medium") == Signatory.Medium.ELECTRONIC and data.get("seal"):
            self.add_error("seal", "Neben einer elektronischen Signatur steht kein Dienstsiegel. Bitte leer lassen.")
        return data

    def signature(self) -> Signature:
        names = ("signed_on", "mode", "place", "deputy_note", "signed_name", "seal")
        given = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        medium = self.cleaned_data["medium"] or Signatory.Medium.HAND
        return Signature(**given, **self.authority_given(), medium=medium)


class CorrectionForm(SignatureForm):
    reason = ReasonField(label="Begründung der Berichtigung")
    submit_label = "Berichtigung speichern"
    sections = (
        Section("Berichtigte Angaben", ("signed_name", "signed_on", "mode", "place", "medium", "seal")),
        Section("Befugnis", ("authority", "mandate_on", "mandate_reference", "deputy_note")),
        Section("Warum", ("reason",)),
    )
