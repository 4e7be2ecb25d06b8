"""Input while drafting: parties, signatories, clauses, the sample text."""

from typing import Any

from django import forms
from django.forms import formset_factory

from agreements.actions.drafting import SignatoryEntry
from agreements.models import AgreementTemplate, Clause, CooperationAgreement
from core.forms import Form, FormSet, Section
from municipalities.models import Municipality, PoliceDirectorate
from municipalities.picker import MunicipalityChoice


class PartiesForm(Form):
    """Who concludes the agreement; the police directorate follows from the district unless told otherwise."""

    POLICE_DERIVED, POLICE_NONE = "derived", "none"

    municipalities = MunicipalityChoice(
        label="Kommunen", queryset=Municipality.objects.none(),
        help_text="Mehrere Kommunen schließen eine gemeinsame Vereinbarung; sie zählt einmal.",
        error_messages={"required": "Bitte mindestens eine Kommune auswählen."},
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
        Section("Parteien", ("municipalities", "police")),
        Section("Akte", ("file_reference",)),
    )
    submit_label = "Speichern"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["municipalities"]
        choice.queryset = Municipality.objects.visible_to(self.user, as_=self.as_).select_related(
            "district__police_directorate"
        )
        directorates = PoliceDirectorate.objects.visible_to(self.user, as_=self.as_)
        police: Any = self.fields["police"]
        police.choices = [
            (self.POLICE_DERIVED, "Zuständige Polizeidirektion"),
            (self.POLICE_NONE, "ohne Polizei"),
            *((item.key, item.name) for item in directorates),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        towns = list(data.get("municipalities") or [])
        if len({town.is_example for town in towns}) > 1:
            self.add_error(
                "municipalities", "Bitte erfundene und wirkliche Kommunen nicht in einer Vereinbarung mischen."
            )
        directorates = {town.district.police_directorate for town in towns}
        if data.get("police") == self.POLICE_DERIVED and len(directorates) > 1:
            names = " und ".join(sorted(item.name for item in directorates))
            self.add_error("police", f"Die Kommunen gehören zu mehreren ({names}). Bitte eine auswählen.")
        data["municipalities"] = towns
        data["police_directorate"] = self._police(data.get("police"), towns)
        return data

    def _police(self, choice: str | None, towns: list[Any]) -> PoliceDirectorate | None:
        if choice == self.POLICE_DERIVED:
            return towns[0].district.police_directorate if towns else None
        return PoliceDirectorate.objects.visible_to(self.user, as_=self.as_).filter(key=choice).first()

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        names = ("municipalities", "police_directorate", "file_reference")
        return {name: self.cleaned_data[name] for name in names}


class CreateForm(PartiesForm):
    kind = forms.ChoiceField(
        label="Art", choices=CooperationAgreement.Kind.choices, initial=CooperationAgreement.Kind.AGREEMENT,
        help_text="Eine Vorvereinbarung erlaubt das Coaching, bevor der Rat entschieden hat; sie erhält keine Nummer.",
    )  # fmt: skip

    field_order = ("kind", "municipalities", "police", "file_reference")
    sections = (
        Section("Vereinbarung", ("kind",)),
        Section("Parteien", ("municipalities", "police")),
        Section("Akte", ("file_reference",)),
    )
    submit_label = "Entwurf anlegen"


class EditPartiesForm(PartiesForm):
    versioned = True


class VersionForm(Form):
    """Carries only the version of the text the page was made for."""

    versioned = True


class ClausesForm(Form):
    """One text field per clause of the agreement."""

    versioned = True
    submit_label = "Text speichern"

    def __init__(self, *args: Any, agreement: CooperationAgreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = list(agreement.clauses.all())
        for clause in self.clauses:
            widget = forms.Textarea(attrs={"rows": 4, "data-live": f"absaetze-{clause.position}"})
            field = forms.CharField(label=clause.label, initial=clause.text, required=False, widget=widget)
            self.add_field(f"clause-{clause.pk}", field)

    @property
    def rows(self) -> list[tuple[Any, Clause]]:
        """Each clause with its field, for a page that says beside it whether the text departs from the sample."""
        return [(self[f"clause-{clause.pk}"], clause) for clause in self.clauses]

    def values(self) -> dict[int, str]:
        """Clause id → text with single line ends."""
        return {
            clause.pk: self.cleaned_data[f"clause-{clause.pk}"].replace("\r\n", "\n") for clause in self.clauses
        }  # fmt: skip


class SignatoryForm(Form):
    """One signatory of one party; an emptied row is left out."""

    party_id = forms.TypedChoiceField(label="Partei", coerce=int, empty_value=None, required=False)
    name = forms.CharField(label="Name", max_length=150, required=False)
    office = forms.CharField(label="Funktion", max_length=200, required=False)

    def __init__(self, *args: Any, parties: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["party_id"]
        choice.choices = [("", "– auswählen –"), *((party.pk, party.name) for party in parties)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("name") and not data.get("office"):
            self.add_error("office", "Bitte die Funktion angeben, zum Beispiel „Bürgermeister“.")
        if data.get("office") and not data.get("party_id"):
            self.add_error("party_id", "Bitte auswählen, für welche Partei diese Person unterschreibt.")
        return data


class SignatoriesFormSetBase(FormSet):
    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        present = {entry.party_id for entry in self.entries()}
        missing = [party.name for party in self.form_kwargs["parties"] if party.pk not in present]
        if missing:
            raise forms.ValidationError(
                f"Jede Partei braucht mindestens eine unterzeichnende Person. Es fehlt: {', '.join(missing)}."
            )

    def entries(self) -> list[SignatoryEntry]:
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("office")]
        return [SignatoryEntry(row["party_id"], row["name"], row["office"]) for row in rows]


SignatoriesFormSet: Any = formset_factory(
    SignatoryForm, formset=SignatoriesFormSetBase, extra=2, max_num=40, absolute_max=60
)


class TemplateForm(Form):
    """The office's sample text: heading and text per clause."""

    versioned = True
    submit_label = "Mustertext speichern"

    def __init__(self, *args: Any, template: AgreementTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = list(template.clauses.all())
        sections = []
        for clause in self.clauses:
            heading, text = f"heading-{clause.pk}", f"text-{clause.pk}"
            self.add_field(heading, forms.CharField(label="Überschrift", initial=clause.heading, max_length=150))
            hint = "Je Zeile ein Absatz." + (" Nur mit Polizeidirektion." if clause.requires_police else "")
            area = forms.Textarea(attrs={"rows": 4})
            self.add_field(text, forms.CharField(label="Text", initial=clause.text, widget=area, help_text=hint))
            title = f"§ {clause.position} {clause.heading}" if clause.position else clause.heading
            sections.append(Section(title, (heading, text)))
        self.sections = tuple(sections)

    def values(self) -> dict[int, tuple[str, str]]:
        """Clause id → (heading, text)."""
        data = self.cleaned_data
        return {
            clause.pk: (data[f"heading-{clause.pk}"], data[f"text-{clause.pk}"].replace("\r\n", "\n"))
            for clause in self.clauses
        }
