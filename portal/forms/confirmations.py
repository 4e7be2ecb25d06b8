"""What a town answers by the link in the yearly letter."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from core.forms import DayField, Form, Section
from municipalities.models import ContactPerson, Person
from portal.forms.contacts import ADDRESS, WhoForm, require_whole_address

LONGEST_NAME = 80


def name_field() -> forms.CharField:
    return forms.CharField(
        label="Ihr Vor- und Nachname", min_length=3, max_length=LONGEST_NAME,
        help_text="Damit nachvollziehbar bleibt, wer die Angaben bestätigt hat.",
    )  # fmt: skip


def domains_of(contacts: Iterable[ContactPerson], recipient: str) -> frozenset[str]:
    """The part behind the @ of what is known of a town already."""
    known = [recipient, *(address for row in contacts for address in (row.email, row.office_email))]
    return frozenset(address.rpartition("@")[2].casefold() for address in known if address)


class AnswerForm(Form):
    """„Alles stimmt“, and who says so."""

    name = name_field()
    submit_label: ClassVar[str] = "Alles stimmt"


class CorrectionForm(Form):
    """One contact put right by whoever holds the town's link."""

    confirmed_by = name_field()
    taken_over_on = DayField(
        label="Neue Person seit", required=False, is_near=True,
        help_text="Nur ausfüllen, wenn jemand anderes die Funktion übernommen hat. Dann bitte die Angaben der neuen "
        "Person eintragen.",
    )  # fmt: skip
    salutation = forms.ChoiceField(label="Anrede", required=False, choices=Person.Salutation.choices)
    title = forms.CharField(label="Titel", required=False, max_length=50)
    name = forms.CharField(label="Name", required=False, max_length=150)
    official_title, department, street, postal_code, city = (
        WhoForm.base_fields[name] for name in ("official_title", *ADDRESS)
    )
    office = forms.CharField(label="Funktion", max_length=200)
    email, office_email, phone = (WhoForm.base_fields[name] for name in ("email", "office_email", "phone"))

    sections = (
        Section("Wer berichtigt", ("confirmed_by",)),
        Section("Person", ("taken_over_on", "salutation", "title", "name", "official_title"),
                help="Nur dienstliche Angaben, keine privaten."),
        Section("Funktion", ("office", "department")),
        Section("Erreichbar", ("email", "office_email", "phone")),
        Section("Anschrift", ("street", "postal_code", "city")),
    )  # fmt: skip
    submit_label: ClassVar[str] = "Berichtigung speichern"

    def __init__(self, *args: Any, domains: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domains = domains

    def clean_email(self) -> str:
        return self._known(self.cleaned_data["email"], "email")

    def clean_office_email(self) -> str:
        return self._known(self.cleaned_data["office_email"], "office_email")

    def _known(self, address: str, name: str) -> str:
        """Whoever holds a link must not lead the office's letters to just any mailbox."""
        domain = address.rpartition("@")[2].casefold()
        if address and address != self.initial.get(name) and domain not in self.domains:
            known = ", ".join(f"@{item}" for item in sorted(self.domains))
            raise ValidationError(f"Über den Link lassen sich nur Adressen mit {known} eintragen. Andere teilen Sie "
                                  "bitte der Geschäftsstelle des Landespräventionsrates mit.")  # fmt: skip
        return address

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        require_whole_address(self, cleaned)
        if cleaned.get("taken_over_on") and cleaned.get("name", "") in ("", self.initial.get("name")):
            self.add_error("name", "Bitte den Namen der neuen Person eintragen.")
        return cleaned
