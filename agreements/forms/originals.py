"""Input about the originals: how many, and where they are."""

from collections.abc import Sequence
from typing import Any

from django import forms

from agreements.actions.originals import MOST
from agreements.forms.deciding import PastDayForm
from agreements.models import CooperationAgreement, Original, Party, Whereabouts
from core.forms import DayField, Form, Section


class CountForm(Form):
    count = forms.IntegerField(label="Anzahl der Ausfertigungen", min_value=1, max_value=MOST)
    submit_label = "Anzahl speichern"
    prefix = "anzahl"
    sections = (Section("Wie viele Originale werden unterschrieben?", ("count",)),)


class WhereaboutsForm(PastDayForm):
    """Where some of the originals are since a day."""

    day_field = "since_on"
    too_early = "Der Text wurde erst am {day} festgeschrieben. Bitte den Tag prüfen."

    originals = forms.MultipleChoiceField(label="Ausfertigungen", widget=forms.CheckboxSelectMultiple)
    kind = forms.ChoiceField(label="Verbleib", choices=Whereabouts.Kind.choices)
    party = forms.ChoiceField(
        label="Partei", required=False, help_text="Nur bei „zur Unterschrift bei“, „unterwegs an“ und „verbleibt bei“."
    )
    since_on = DayField(label="Seit")
    note = forms.CharField(
        label="Vermerk", max_length=200, required=False, help_text="Zum Beispiel „Kurier“ oder „Einschreiben“."
    )
    submit_label = "Verbleib eintragen"
    prefix = "verbleib"
    sections = (Section("Wo sind sie?", ("originals", "kind", "party", "since_on", "note")),)

    def __init__(
        self, *args: Any, agreement: CooperationAgreement, originals: Sequence[Original], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, not_before=agreement.finalised_on, **kwargs)
        self.parties: dict[str, Party] = {str(party.pk): party for party in agreement.sorted_parties}
        self.fields["originals"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), f"{row}{f', für {row.party}' if row.party else ''}") for row in originals
        ]
        named = [(key, party.name) for key, party in self.parties.items()]
        self.fields["party"].choices = [("", "keine"), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_with_party = data.get("kind") in Whereabouts.WITH_A_PARTY
        if is_with_party and not data.get("party") and "party" not in self.errors:
            self.add_error("party", "Bitte angeben, bei welcher Partei die Ausfertigung ist.")
        if data.get("kind") and not is_with_party and data.get("party"):
            self.add_error("party", "Zu diesem Verbleib gehört keine Partei. Bitte „keine“ auswählen.")
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "originals": [int(key) for key in data["originals"]], "kind": data["kind"], "since_on": data["since_on"],
            "party": self.parties.get(data["party"]), "note": data["note"],
        }  # fmt: skip
