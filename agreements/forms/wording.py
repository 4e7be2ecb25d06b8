"""Input for the text of an agreement."""

from collections.abc import Mapping
from typing import Any

from django import forms

from agreements.concern import Concern
from agreements.forms.concerning import add_concern, clean_concern, concern_of
from agreements.models import Clause, CooperationAgreement
from agreements.transitions import Status
from core.forms import Form, Section

PREFIX = "clause-"
# On the page of a clash: the wording of a clause left out meanwhile, and whether it comes back.
LEFT_OUT, BACK = "left-out-", "back-"


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
        self._keep_words_of_clauses_left_out()
        self.asks_concern = agreement.status == Status.CONSULTATION
        if self.asks_concern:
            add_concern(self, agreement)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.asks_concern:
            clean_concern(self)
        return data

    @property
    def concern(self) -> Concern | None:
        """Whom the change concerns; None is every party."""
        return concern_of(self.cleaned_data) if self.asks_concern else None

    @property
    def concern_fields(self) -> list[Any]:
        names = ("concerns", "concerned", "concern_reason") if self.asks_concern else ()
        return [self[name] for name in names]

    def _keep_words_of_clauses_left_out(self) -> None:
        """What was typed for clauses that are no longer there is named, so that a refusal gives it back, too."""
        for prefix in (PREFIX, LEFT_OUT) if self.is_bound else ():
            for name, _ in self._sent(prefix).values():
                if name not in self.fields:
                    self.add_field(name, forms.CharField(label="Weggelassene Regelung", required=False))

    @property
    def rows(self) -> list[tuple[Any, Clause]]:
        """Each clause with its field, for a page that says beside it whether the text departs from the sample."""
        return [(self[f"{PREFIX}{clause.pk}"], clause) for clause in self.clauses]

    def values(self) -> dict[int, str]:
        """Clause id → text with single line ends, of every clause the page had; others are left alone.

        A clause may have been left out since the page was made: what was typed for it is handed on all the same.
        """
        present = {f"{PREFIX}{clause.pk}" for clause in self.clauses}
        return {
            clause_id: lines(self.cleaned_data[name] if name in present else typed)
            for clause_id, (name, typed) in self._sent(PREFIX).items()
        }

    def wanted(self) -> dict[int, str]:
        """Clause id → text of the clauses that were left out meanwhile and are ticked to come back."""
        return {
            clause_id: lines(typed)
            for clause_id, (_, typed) in self._sent(LEFT_OUT).items()
            if f"{BACK}{clause_id}" in self.data
        }

    def _sent(self, prefix: str) -> dict[int, tuple[str, str]]:
        """Clause id → name and value of what was sent under this prefix."""
        names = [name for name in self.data if name.startswith(prefix) and name.removeprefix(prefix).isdecimal()]
        return {int(name.removeprefix(prefix)): (name, self.data[name]) for name in names}


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "")


class StructureForm(Form):
    """One step on the list of clauses: which, and with which clause."""

    STEPS = ("hoch", "runter", "weglassen", "muster", "aufnehmen")

    versioned = True
    step = forms.ChoiceField(label="Schritt", choices=[(step, step) for step in STEPS])
    clause = forms.IntegerField(label="Regelung", widget=forms.HiddenInput)


class NewClauseForm(Form):
    versioned = True
    heading = forms.CharField(label="Überschrift", max_length=150)
    text = forms.CharField(
        label="Text",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Je Zeile ein Absatz. Feldwörter sind möglich.",
    )
    submit_label = "Regelung ergänzen"
    sections = (Section("Eigene Regelung", ("heading", "text")),)


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
