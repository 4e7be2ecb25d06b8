"""Input for the sample text."""

from collections.abc import Mapping
from typing import Any

from django import forms

from agreements.actions.template import ClauseEntry
from agreements.forms.wording import lines
from agreements.models import AgreementTemplate
from core import dates
from core.forms import DayField, Form, Section


class TemplateForm(Form):
    """A draft of the sample text: heading and text per clause, and whether it is taken in by choice only.

    `typed` replaces what is stored of some clauses, on the page of a clash.
    """

    versioned = True
    submit_label = "Mustertext speichern"

    def __init__(
        self, *args: Any, template: AgreementTemplate, typed: Mapping[int, ClauseEntry] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = list(template.clauses.all())
        sections = []
        for clause in self.clauses:
            stored = ClauseEntry(clause.heading, clause.text, clause.is_optional)
            entry = (typed or {}).get(clause.pk, stored)
            heading, text, optional = (f"{name}-{clause.pk}" for name in ("heading", "text", "optional"))
            base = forms.CharField(initial=stored.fingerprint, required=False, widget=forms.HiddenInput)
            self.add_field(f"base-{clause.pk}", base)
            self.add_field(heading, forms.CharField(label="Überschrift", initial=entry.heading, max_length=150))
            hint = "Je Zeile ein Absatz." + (" Nur mit Polizeidirektion." if clause.requires_police else "")
            area = forms.Textarea(attrs={"rows": 4})
            self.add_field(text, forms.CharField(label="Text", initial=entry.text, widget=area, help_text=hint))
            names = [heading, text]
            if clause.position:
                tick = forms.BooleanField(label="Wahlregelung", initial=entry.is_optional, required=False)
                self.add_field(optional, tick)
                names.append(optional)
            title = f"§ {clause.position} {clause.heading}" if clause.position else clause.heading
            sections.append(Section(title, tuple(names)))
        self.sections = tuple(sections)

    def values(self) -> dict[int, ClauseEntry]:
        """Clause id → entry, of the clauses that are not as they were when the page was made."""
        data, bases = self.cleaned_data, self.bases()
        entries = {
            clause.pk: ClauseEntry(
                data[f"heading-{clause.pk}"], lines(data[f"text-{clause.pk}"]),
                bool(data.get(f"optional-{clause.pk}")),
            )
            for clause in self.clauses
        }  # fmt: skip
        return {pk: entry for pk, entry in entries.items() if entry.fingerprint != bases[pk]}

    def bases(self) -> dict[int, str]:
        """Clause id → what the page remembers of the clause it was made for."""
        return {clause.pk: self.cleaned_data[f"base-{clause.pk}"] for clause in self.clauses}


class NewTemplateClauseForm(Form):
    heading = forms.CharField(label="Überschrift", max_length=150)
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 6}), help_text="Je Zeile ein Absatz.")
    is_optional = forms.BooleanField(label="Wahlregelung: nur auf Wunsch in der Vereinbarung", required=False)
    submit_label = "Musterregelung ergänzen"
    sections = (Section("Weitere Musterregelung", ("heading", "text", "is_optional")),)

    def entry(self) -> ClauseEntry:
        data = self.cleaned_data
        return ClauseEntry(data["heading"], lines(data["text"]), data["is_optional"])


class InForceForm(Form):
    versioned = True
    starts_on = DayField(
        label="In Kraft ab", help_text="Bis zum Tag davor gilt die Fassung, die dann abgelöst wird."
    )  # fmt: skip
    submit_label = "In Kraft setzen"
    sections = (Section("Gültigkeit", ("starts_on",)),)

    def clean_starts_on(self) -> Any:
        day = self.cleaned_data["starts_on"]
        if day < dates.today():
            raise forms.ValidationError("Bitte frühestens den heutigen Tag wählen.")
        return day
