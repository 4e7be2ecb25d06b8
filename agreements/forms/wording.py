"""Input for the text of an agreement and for the sample text."""

from collections.abc import Mapping
from typing import Any

from django import forms

from agreements.actions.template import ClauseEntry
from agreements.models import AgreementTemplate, Clause, CooperationAgreement
from core import dates
from core.forms import DayField, Form, Section

PREFIX = "clause-"


class ClausesForm(Form):
    """One text field per clause of the agreement; `texts` replaces what stands in some of them."""

    versioned = True
    submit_label = "Text speichern"

    def __init__(
        self, *args: Any, agreement: CooperationAgreement, texts: Mapping[int, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = list(agreement.clauses.all())
        for clause in self.clauses:
            widget = forms.Textarea(attrs={"rows": 4, "data-live": f"absaetze-{clause.position}"})
            initial = (texts or {}).get(clause.pk, clause.text)
            field = forms.CharField(label=clause.label, initial=initial, required=False, widget=widget)
            self.add_field(f"{PREFIX}{clause.pk}", field)

    @property
    def rows(self) -> list[tuple[Any, Clause]]:
        """Each clause with its field, for a page that says beside it whether the text departs from the sample."""
        return [(self[f"{PREFIX}{clause.pk}"], clause) for clause in self.clauses]

    def values(self) -> dict[int, str]:
        """Clause id → text with single line ends, of every clause the page had; others are left alone.

        A clause may have been left out since the page was made: what was typed for it is handed on all the same.
        """
        present = {f"{PREFIX}{clause.pk}" for clause in self.clauses}
        sent = [name for name in self.data if name.startswith(PREFIX) and name.removeprefix(PREFIX).isdecimal()]
        return {
            int(name.removeprefix(PREFIX)): _lines(self.cleaned_data[name] if name in present else self.data[name])
            for name in sent
        }


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "")


class StructureForm(Form):
    """One step on the list of clauses: which, and with which clause."""

    STEPS = ("hoch", "runter", "weglassen", "muster", "aufnehmen")

    versioned = True
    step = forms.ChoiceField(label="Schritt", choices=[(step, step) for step in STEPS])
    clause = forms.IntegerField(label="Regelung")


class NewClauseForm(Form):
    versioned = True
    heading = forms.CharField(label="Überschrift", max_length=150)
    text = forms.CharField(
        label="Text", widget=forms.Textarea(attrs={"rows": 6}), help_text="Je Zeile ein Absatz. Feldwörter sind möglich."
    )
    submit_label = "Regelung ergänzen"
    sections = (Section("Eigene Regelung", ("heading", "text")),)


class TemplateForm(Form):
    """A draft of the sample text: heading and text per clause, and whether it is taken in by choice only."""

    versioned = True
    submit_label = "Mustertext speichern"

    def __init__(self, *args: Any, template: AgreementTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = list(template.clauses.all())
        sections = []
        for clause in self.clauses:
            heading, text, optional = (f"{name}-{clause.pk}" for name in ("heading", "text", "optional"))
            self.add_field(heading, forms.CharField(label="Überschrift", initial=clause.heading, max_length=150))
            hint = "Je Zeile ein Absatz." + (" Nur mit Polizeidirektion." if clause.requires_police else "")
            area = forms.Textarea(attrs={"rows": 4})
            self.add_field(text, forms.CharField(label="Text", initial=clause.text, widget=area, help_text=hint))
            names = [heading, text]
            if clause.position:
                tick = forms.BooleanField(label="Wahlregelung", initial=clause.is_optional, required=False)
                self.add_field(optional, tick)
                names.append(optional)
            title = f"§ {clause.position} {clause.heading}" if clause.position else clause.heading
            sections.append(Section(title, tuple(names)))
        self.sections = tuple(sections)

    def values(self) -> dict[int, ClauseEntry]:
        """Clause id → entry."""
        data = self.cleaned_data
        return {
            clause.pk: ClauseEntry(
                data[f"heading-{clause.pk}"], _lines(data[f"text-{clause.pk}"]),
                bool(data.get(f"optional-{clause.pk}")),
            )
            for clause in self.clauses
        }  # fmt: skip


class NewTemplateClauseForm(Form):
    heading = forms.CharField(label="Überschrift", max_length=150)
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 6}), help_text="Je Zeile ein Absatz.")
    is_optional = forms.BooleanField(label="Wahlregelung: nur auf Wunsch in der Vereinbarung", required=False)
    submit_label = "Musterregelung ergänzen"
    sections = (Section("Weitere Musterregelung", ("heading", "text", "is_optional")),)

    def entry(self) -> ClauseEntry:
        data = self.cleaned_data
        return ClauseEntry(data["heading"], _lines(data["text"]), data["is_optional"])


class InForceForm(Form):
    versioned = True
    valid_from = DayField(
        label="In Kraft ab", help_text="Bis zum Tag davor gilt die Fassung, die dann abgelöst wird."
    )  # fmt: skip
    submit_label = "In Kraft setzen"
    sections = (Section("Gültigkeit", ("valid_from",)),)

    def clean_valid_from(self) -> Any:
        day = self.cleaned_data["valid_from"]
        if day < dates.today():
            raise forms.ValidationError("Bitte frühestens den heutigen Tag wählen.")
        return day


class CompareForm(Form):
    """Two versions to compare; the address carries the choice, and a view that knows the versions reads it."""

    von = forms.ChoiceField(label="Von", required=False)
    bis = forms.ChoiceField(label="Bis", required=False)
    sections = (Section("", ("von", "bis")),)

    def __init__(self, *args: Any, numbers: list[tuple[int, str]], extra: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first: Any = self.fields["von"]
        first.choices = [*([("", extra)] if extra else []), *numbers]
        second: Any = self.fields["bis"]
        second.choices = numbers
