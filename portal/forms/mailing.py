"""Verteiler: whom it is for, and what it is used for."""

from typing import Any

from django import forms
from django.http import QueryDict

from core.forms import Form, Section
from municipalities.models import ContactPerson
from portal.mailing.recipients import BODIES, OFFICE_FIRST, PERSON_FIRST, TOWNS

DEFAULTS = {
    "funktion": [ContactPerson.Role.HEAD.value], "stelle": [TOWNS], "adresse": [OFFICE_FIRST], "portion": ["50"],
}  # fmt: skip


class SelectionForm(Form):
    """Functions, bodies and the preferred address, as they stand in the address of the page."""

    funktion = forms.MultipleChoiceField(
        label="Funktionen", choices=ContactPerson.Role.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte mindestens eine Funktion auswählen."},
    )  # fmt: skip
    stelle = forms.MultipleChoiceField(
        label="Ansprechpersonen der", choices=BODIES, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte mindestens eine Stelle auswählen."},
    )  # fmt: skip
    adresse = forms.ChoiceField(
        label="E-Mail an", choices=[(OFFICE_FIRST, "Funktionspostfach, sonst Person"),
                                    (PERSON_FIRST, "Person, sonst Funktionspostfach")],
    )  # fmt: skip
    portion = forms.IntegerField(
        label="Adressen je Portion", min_value=1, max_value=500,
        help_text="Viele Mailserver nehmen nur eine begrenzte Zahl von Empfängern an.",
    )  # fmt: skip

    sections = (Section("", ("funktion", "stelle", "adresse", "portion")),)
    submit_label = "Anwenden"

    def __init__(self, params: QueryDict, **kwargs: Any) -> None:
        data = params.copy()
        # A box that was unticked sends nothing; the number always comes with the form.
        if "portion" not in params:
            for name, values in DEFAULTS.items():
                if name not in params:
                    data.setlist(name, values)
        super().__init__(data, **kwargs)


class PurposeForm(Form):
    """What a Verteiler is used for: the log keeps it."""

    zweck = forms.CharField(
        label="Zweck", min_length=5, max_length=200,
        help_text="Zum Beispiel „Einladung zur Regionalkonferenz am 12. Mai“. Die Leitung kann ihn nachlesen.",
    )  # fmt: skip
    als = forms.ChoiceField(choices=[("bcc", "BCC-Text"), ("xlsx", "Serienbrief")], widget=forms.HiddenInput)

    sections = (Section("", ("zweck",)),)
