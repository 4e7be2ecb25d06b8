"""Input of who signs."""

from typing import Any

from django import forms

from agreements.actions.signers import Signer
from agreements.forms.authority import AUTHORITY, AuthorityFields
from agreements.models import Signatory
from core.forms import ReasonField, Section


class SignerForm(AuthorityFields):
    """Who signs; another person than the text names needs a reason."""

    name = forms.CharField(label="Name", max_length=150)
    office = forms.CharField(
        label="Funktion oder Amtsbezeichnung", max_length=200, help_text="Zum Beispiel „Erste Beigeordnete“."
    )
    reason = ReasonField(
        label="Grund des Wechsels", required=False, max_length=300,
        help_text="Nur wenn jemand anderes unterzeichnet als bisher eingetragen.",
    )  # fmt: skip
    submit_label = "Speichern"
    sections = (
        Section("Es unterzeichnet", ("name", "office", "reason")),
        Section("Befugnis", ("authority", "mandate_on", "mandate_reference")),
    )

    def __init__(self, *args: Any, signatory: Signatory, **kwargs: Any) -> None:
        known = {name: getattr(signatory, name) for name in AUTHORITY}
        known |= {"name": signatory.signer_name, "office": signatory.signer_office, "reason": signatory.acting_reason}
        super().__init__(*args, signatory=signatory, initial=known, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        signer = Signer(data.get("name", ""), data.get("office", ""))
        given = bool(signer.name and signer.office)
        is_new = given and not signer.is_known_to(self.signatory) and not signer.is_named_by(self.signatory)
        if is_new and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Bitte begründen, warum jemand anderes unterzeichnet.")
        return data

    def signer(self) -> Signer:
        return Signer(self.cleaned_data["name"], self.cleaned_data["office"], **self.authority_given())
