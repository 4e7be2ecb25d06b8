"""Input while drafting: parties, signatories, clauses, the sample text."""

from typing import Any

from django import forms
from django.forms import formset_factory

from agreements.actions.drafting import SignatoryEntry
from agreements.filing import AgreementFile
from agreements.models import AgreementTemplate, CooperationAgreement, Party, TemplateClause
from core import dates
from core.forms import Form, FormSet, Section
from filing import references
from municipalities.models import Association, Municipality, PoliceDirectorate
from municipalities.picker import MunicipalityChoice, MunicipalityPicker


class AssociationChoice(forms.ModelMultipleChoiceField):
    widget = MunicipalityPicker
    is_picker = True

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.display_name} ({obj.district.display_name})"


class PartiesForm(Form):
    """Who concludes the agreement; the police directorate follows from the district unless told otherwise."""

    POLICE_DERIVED, POLICE_NONE = "derived", "none"
    one_of = ("municipalities", "associations")

    municipalities = MunicipalityChoice(
        label="Kommunen", queryset=Municipality.objects.none(),
        help_text="Mehrere Kommunen schließen eine gemeinsame Vereinbarung; sie zählt einmal.", required=False,
    )  # fmt: skip
    associations = AssociationChoice(
        label="Zusammenschlüsse", queryset=Association.objects.none(), required=False,
        help_text="Ein Zusammenschluss handelt für seine Mitglieder; sein Vorsitz unterzeichnet.",
    )  # fmt: skip
    police = forms.ChoiceField(
        label="Polizeidirektion",
        help_text="„Zuständige“ folgt aus dem Landkreis der ersten Kommune.",
        initial="derived",
    )
    file_reference = forms.CharField(
        label="Aktenzeichen", max_length=60, required=False,
        help_text="Steht auf der Vereinbarung. Vor dem Schlusszeichnen muss es eingetragen sein.",
    )  # fmt: skip

    sections: tuple[Section, ...] = (
        Section("Parteien", ("municipalities", "associations", "police")),
        Section("Akte", ("file_reference",)),
    )
    submit_label = "Speichern"

    def __init__(self, *args: Any, agreement: CooperationAgreement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        choice: Any = self.fields["municipalities"]
        existing = Municipality.objects.visible_to(self.user, as_=self.as_).existing(on=dates.today())
        choice.queryset = existing.select_related("district__police_directorate")
        unions: Any = self.fields["associations"]
        known = Association.objects.visible_to(self.user, as_=self.as_).existing(on=dates.today())
        unions.queryset = known.select_related("district__police_directorate")
        if not known.exists():
            del self.fields["associations"]
        directorates = PoliceDirectorate.objects.visible_to(self.user, as_=self.as_)
        police: Any = self.fields["police"]
        police.choices = [
            (self.POLICE_DERIVED, "Zuständige Polizeidirektion"),
            (self.POLICE_NONE, "ohne Polizei"),
            *((item.key, item.name) for item in directorates),
        ]

    def clean_file_reference(self) -> str:
        reference = " ".join(str(self.cleaned_data["file_reference"]).split())
        others = CooperationAgreement.objects.visible_to(self.user, as_=self.as_).carrying(reference)
        if self.agreement:
            others = others.exclude(pk=self.agreement.pk)
        if reference and reference != getattr(self.agreement, "file_reference", ""):
            references.require_pattern(AgreementFile.word, reference)
        taken = ", ".join(str(other) for other in others.for_list())
        if taken:
            raise forms.ValidationError(f"Das Aktenzeichen {reference} ist schon vergeben: {taken}.")
        return reference

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        towns, unions = list(data.get("municipalities") or []), list(data.get("associations") or [])
        bearers = [*unions, *towns]
        if not bearers and "municipalities" not in self.errors:
            self.add_error("municipalities", "Bitte mindestens eine Kommune auswählen.")
        if len({bearer.is_example for bearer in bearers}) > 1:
            self.add_error(
                "municipalities", "Bitte erfundene und wirkliche Kommunen nicht in einer Vereinbarung mischen."
            )
        directorates = {bearer.district.police_directorate for bearer in bearers}
        if data.get("police") == self.POLICE_DERIVED and len(directorates) > 1:
            names = " und ".join(sorted(item.name for item in directorates))
            self.add_error("police", f"Die Kommunen gehören zu mehreren ({names}). Bitte eine auswählen.")
        data["municipalities"], data["associations"] = towns, unions
        data["police_directorate"] = self._police(data.get("police"), bearers)
        return data

    def _police(self, choice: str | None, bearers: list[Any]) -> PoliceDirectorate | None:
        if choice == self.POLICE_DERIVED:
            return bearers[0].district.police_directorate if bearers else None
        return PoliceDirectorate.objects.visible_to(self.user, as_=self.as_).filter(key=choice).first()

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        names = ("municipalities", "associations", "police_directorate", "file_reference")
        return {name: self.cleaned_data[name] for name in names}


class OptionalChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.heading} ({obj.template.name})"


# A Nachtrag begins on the page of its agreement.
DRAFTED = [choice for choice in CooperationAgreement.Kind.choices if choice[0] != CooperationAgreement.Kind.AMENDMENT]


class CreateForm(PartiesForm):
    kind = forms.ChoiceField(
        label="Art", choices=DRAFTED, initial=CooperationAgreement.Kind.AGREEMENT,
        help_text="Eine Vorvereinbarung erlaubt das Coaching, bevor der Rat entschieden hat; sie erhält keine Nummer.",
    )  # fmt: skip

    optional_clauses = OptionalChoice(
        label="Wahlregelungen", queryset=TemplateClause.objects.none(), required=False,
        help_text="Sie lassen sich auch später aufnehmen oder weglassen.",
    )  # fmt: skip

    field_order = ("kind", "municipalities", "associations", "police", "optional_clauses", "file_reference")
    sections = (
        Section("Vereinbarung", ("kind",)),
        Section("Parteien", ("municipalities", "associations", "police")),
        Section("Text", ("optional_clauses",)),
        Section("Akte", ("file_reference",)),
    )
    submit_label = "Entwurf anlegen"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file_reference"].initial = references.proposed(AgreementFile())
        valid = AgreementTemplate.objects.visible_to(self.user, as_=self.as_).valid(on=dates.today())
        clauses = TemplateClause.objects.visible_to(self.user, as_=self.as_).filter(
            template__in=valid, is_optional=True
        )
        choice: Any = self.fields["optional_clauses"]
        choice.queryset = clauses.select_related("template")
        if not clauses.exists():
            del self.fields["optional_clauses"]

    def chosen_clauses(self) -> list[int]:
        return [clause.pk for clause in self.cleaned_data.get("optional_clauses") or ()]


class EditPartiesForm(PartiesForm):
    versioned = True


class VersionForm(Form):
    """Carries only the version of the text the page was made for."""

    versioned = True


class OfficeField(forms.CharField):
    """Not called optional, because a row needs it; an emptied row passes all the same, and is left out."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class SignatoryForm(Form):
    """One signatory of one party; a row for somebody new may stay empty, any other is removed by its box."""

    party_id = forms.TypedChoiceField(label="Partei", coerce=int, empty_value=None, required=False)
    name = forms.CharField(label="Name", max_length=150, required=False)
    office = OfficeField(label="Funktion", max_length=200)
    remove = forms.BooleanField(label="Diese Zeile entfernen", required=False)

    def __init__(self, *args: Any, parties: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial:
            del self.fields["remove"]
        choice: Any = self.fields["party_id"]
        choice.choices = [("", "– auswählen –"), *((party.pk, party.name) for party in parties)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("remove"):
            # What else stands in the row matters no longer, right or wrong.
            self.errors.clear()
            return {}
        if data.get("name") and not data.get("office"):
            self.add_error("office", "Bitte die Funktion angeben, zum Beispiel „Bürgermeister“.")
        elif self.initial.get("office") and not data.get("office"):
            self.add_error("office", "Bitte die Funktion angeben, oder „Diese Zeile entfernen“ ankreuzen.")
        if data.get("office") and not data.get("party_id"):
            self.add_error("party_id", "Bitte auswählen, für welche Partei diese Person unterschreibt.")
        return data


class RepresentationForm(Form):
    """Which town is signed for by another party of the same agreement; carries the version of the page."""

    versioned = True

    def __init__(self, *args: Any, parties: list[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = [party for party in parties if party.is_municipal]
        for party in self.parties:
            others = [(str(other.pk), f"vertreten durch: {other.name}") for other in self.parties if other is not party]
            if party.municipality_id and others:
                choices = [("", "unterzeichnet selbst"), *others]
                initial = str(party.represented_by_id or "")
                field = forms.ChoiceField(label=party.name, choices=choices, required=False, initial=initial)
                self.add_field(f"fuer-{party.pk}", field)
        names = tuple(name for name in self.fields if name.startswith("fuer-"))
        help_text = "Unterzeichnet eine Kommune für eine andere, steht es im Text und unter der Unterschrift."
        self.sections = (Section("Vertretung", names, help=help_text),) if names else ()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = self.represented()
        for party_id, other_id in chosen.items():
            if other_id and chosen.get(other_id):
                self.add_error(f"fuer-{party_id}", "Diese Partei wird selbst vertreten. Bitte eine andere auswählen.")
        return data

    def represented(self) -> dict[int, int | None]:
        """Party id → id of the party that signs for it, or None."""
        names = [(party.pk, f"fuer-{party.pk}") for party in self.parties if f"fuer-{party.pk}" in self.fields]
        return {pk: int(self.cleaned_data.get(name) or 0) or None for pk, name in names}


class SignatoriesFormSetBase(FormSet):
    # Parties another one signs for: their rows are left out.
    excused: frozenset[int] = frozenset()

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        present = {entry.party_id for entry in self.entries()} | self.excused
        missing = [party.name for party in self.form_kwargs["parties"] if party.pk not in present]
        if missing:
            raise forms.ValidationError(
                f"Jede Partei braucht mindestens eine unterzeichnende Person. Es fehlt: {', '.join(missing)}."
            )

    def entries(self) -> list[SignatoryEntry]:
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("office")]
        entries = [SignatoryEntry(row["party_id"], row["name"], row["office"]) for row in rows]
        return [entry for entry in entries if entry.party_id not in self.excused]


SignatoriesFormSet: Any = formset_factory(
    SignatoryForm, formset=SignatoriesFormSetBase, extra=2, max_num=40, absolute_max=60
)
