"""Input: whom a change of the text concerns."""

from typing import Any

from django import forms

from agreements.concern import SHORTEST_REASON, Concern
from agreements.models import CooperationAgreement
from core.forms import Form, ReasonField

ALL, SOME, NOBODY = "alle", "einige", "redaktionell"


def add_concern(form: Form, agreement: CooperationAgreement) -> None:
    """Three fields for a text that is in consultation; without them, or unanswered, a change concerns every party."""
    parties = [(str(party.pk), party.name) for party in agreement.sorted_parties]
    choices = [
        (ALL, "alle Parteien (die Regel)"),
        (SOME, "nur die angekreuzten Parteien"),
        (NOBODY, "keine: nur redaktionell, der Inhalt ist derselbe"),
    ]
    form.add_field(
        "concerns",
        forms.ChoiceField(
            label="Wen betrifft die Änderung?", choices=choices, initial=ALL, required=False, widget=forms.RadioSelect,
            help_text="Wen sie betrifft, der wird erneut gefragt. Für die übrigen gilt die Zustimmung fort.",
        ),
    )  # fmt: skip
    form.add_field(
        "concerned",
        forms.MultipleChoiceField(
            label="Betroffene Parteien", choices=parties, required=False, widget=forms.CheckboxSelectMultiple
        ),
    )
    form.add_field(
        "concern_reason",
        ReasonField(
            label="Warum betrifft sie die übrigen nicht?", required=False, min_length=None,
            widget=forms.Textarea({"rows": 2}), help_text="Die Parteien und die Leitung lesen die Begründung.",
        ),
    )  # fmt: skip


def clean_concern(form: Form) -> None:
    """Ask for what a narrower answer needs."""
    answer = form.cleaned_data.get("concerns") or ALL
    if answer == ALL:
        return
    if len(form.cleaned_data.get("concern_reason", "").strip()) < SHORTEST_REASON:
        form.add_error("concern_reason", "Bitte begründen, warum die Änderung die übrigen Parteien nicht betrifft.")
    if answer == SOME and not form.cleaned_data.get("concerned"):
        form.add_error("concerned", "Bitte ankreuzen, wen die Änderung betrifft.")


def concern_of(data: dict[str, Any]) -> Concern | None:
    """None: it concerns every party."""
    answer = data.get("concerns") or ALL
    if answer == ALL:
        return None
    chosen = data["concerned"] if answer == SOME else []
    return Concern(frozenset(int(pk) for pk in chosen), data["concern_reason"])
