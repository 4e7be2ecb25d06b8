"""Input for Nachträge."""

from datetime import date
from typing import Any

from django import forms

from agreements.actions.amending import Content
from agreements.models import Amendment, Clause, CooperationAgreement, Party
from core import dates
from core.forms import DayField, Form, Section
from municipalities.models import Municipality
from municipalities.picker import municipality_label


class TownChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return municipality_label(obj)


class PartyChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ClauseChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class AmendmentForm(Form):
    """What the Nachtrag does; of the fields below only those of the chosen kind count."""

    kind = forms.ChoiceField(
        label="Art des Nachtrags", choices=Amendment.Kind.choices, widget=forms.RadioSelect, initial="joining"
    )
    joining = TownChoice(
        label="Beitretende Kommune", queryset=Municipality.objects.none(), required=False,
        empty_label="– auswählen –", help_text="Nur bei einem Beitritt.",
    )  # fmt: skip
    leaving = PartyChoice(
        label="Austretende Partei", queryset=Party.objects.none(), required=False, empty_label="– auswählen –",
        help_text="Nur bei einem Austritt.",
    )  # fmt: skip
    clauses = ClauseChoice(
        label="Regelungen, die neu gefasst werden", queryset=Clause.objects.none(), required=False,
        help_text="Nur bei einer Änderung. Der bisherige Wortlaut wird zum Überarbeiten übernommen.",
    )  # fmt: skip
    effective_on = DayField(
        label="Wirksam ab", required=False, is_near=True,
        help_text="Leer lassen, wenn der Nachtrag mit der letzten Unterschrift wirksam wird.",
    )  # fmt: skip
    file_reference = forms.CharField(label="Aktenzeichen", max_length=60, required=False)
    sections = (
        Section("Nachtrag", ("kind", "joining", "leaving", "clauses", "effective_on")),
        Section("Akte", ("file_reference",)),
    )
    submit_label = "Entwurf anlegen"

    def __init__(self, *args: Any, agreement: CooperationAgreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        fields: Any = self.fields
        towns = Municipality.objects.visible_to(self.user, as_=self.as_).existing(on=dates.today())
        known = [town.pk for town in agreement.coverage_on(dates.today())]
        others = towns.filter(is_example=agreement.is_example).exclude(pk__in=known)
        fields["joining"].queryset = others.select_related("district")
        parties = Party.objects.visible_to(self.user, as_=self.as_).filter(agreement=agreement, ends_on=None)
        fields["leaving"].queryset = parties.exclude(kind=Party.Kind.STATE_OFFICE).select_related(
            "municipality", "association", "police_directorate"
        )
        clauses = Clause.objects.visible_to(self.user, as_=self.as_).filter(agreement=agreement)
        fields["clauses"].queryset = clauses
        if not agreement.clauses.all():
            del self.fields["clauses"]

    def clean_file_reference(self) -> str:
        reference = " ".join(str(self.cleaned_data["file_reference"]).split())
        others = CooperationAgreement.objects.visible_to(self.user, as_=self.as_).carrying(reference)
        taken = ", ".join(str(other) for other in others.for_list())
        if taken:
            raise forms.ValidationError(f"Das Aktenzeichen {reference} ist schon vergeben: {taken}.")
        return reference

    def clean_effective_on(self) -> date | None:
        day: date | None = self.cleaned_data["effective_on"]
        if day and day < dates.today():
            raise forms.ValidationError(
                "Der Nachtrag kann nicht vor seiner Unterzeichnung wirksam werden. Bitte einen Tag ab heute eintragen "
                "oder das Feld leer lassen."
            )
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        needed = {"joining": "joining", "leaving": "leaving", "change": "clauses"}.get(data.get("kind", ""))
        if needed and needed in self.fields and needed not in self.errors and not data.get(needed):
            words = {
                "joining": "Bitte die Kommune auswählen, die beitritt.",
                "leaving": "Bitte die Partei auswählen, die austritt.",
                "clauses": "Bitte mindestens eine Regelung auswählen, die sich ändert.",
            }
            self.add_error(needed, words[needed])
        return data

    def content(self) -> Content:
        data = self.cleaned_data
        kind = data["kind"]
        return Content(
            kind=kind,
            joining=data["joining"] if kind == Amendment.Kind.JOINING else None,
            leaving=data["leaving"] if kind == Amendment.Kind.LEAVING else None,
            clauses=list(data.get("clauses") or ()) if kind == Amendment.Kind.CHANGE else (),
            effective_on=data["effective_on"],
        )


class EffectiveDayForm(Form):
    effective_on = DayField(
        label="Wirksam ab", required=False, is_near=True,
        help_text="Leer lassen, wenn der Nachtrag mit der letzten Unterschrift wirksam wird.",
    )  # fmt: skip
    versioned = True
    sections = (Section("Wirksamkeit", ("effective_on",)),)

    clean_effective_on = AmendmentForm.clean_effective_on
