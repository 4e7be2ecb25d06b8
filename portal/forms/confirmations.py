"""What a town answers by the link in the yearly letter, and what the office notes of the information of Art. 14."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from core import dates
from core.forms import DayField, Form, Section
from municipalities.models import Person
from municipalities.models.notices import FURTHER_WORDS, PARTS, WORD, WORDS
from portal.forms.contacts import ADDRESS, WhoForm, require_whole_address

LONGEST_NAME = 80


def name_field() -> forms.CharField:
    return forms.CharField(
        label="Ihr Vor- und Nachname", min_length=3, max_length=LONGEST_NAME,
        help_text="Damit nachvollziehbar bleibt, wer die Angaben bestätigt hat.",
    )  # fmt: skip


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
        if cleaned.get("taken_over_on") and not cleaned.get("name"):
            self.add_error("name", "Bitte den Namen der neuen Person eintragen.")
        return cleaned


class NoticeTextForm(Form):
    """The letter of Art. 14 DSGVO with its five parts; `version` is the one that was read."""

    versioned = True
    subject = forms.CharField(label="Betreff", max_length=200)
    body = forms.CharField(
        label="Schreiben", max_length=20_000, widget=forms.Textarea({"rows": 22}),
        help_text="Gebraucht werden {Verantwortlicher}, {Quelle}, {Zweck}, {Speicherdauer} und {Rechte}; möglich sind "
        "auch {Briefanrede} und {Angaben}. Solange etwas in [eckigen Klammern] steht, wird nichts versandt.",
    )  # fmt: skip
    controller = forms.CharField(label="{Verantwortlicher}", max_length=5_000, widget=forms.Textarea({"rows": 6}))
    purpose = forms.CharField(label="{Zweck}", max_length=5_000, widget=forms.Textarea({"rows": 8}))
    storage = forms.CharField(label="{Speicherdauer}", max_length=5_000, widget=forms.Textarea({"rows": 5}))
    rights = forms.CharField(label="{Rechte}", max_length=5_000, widget=forms.Textarea({"rows": 9}))

    sections = (
        Section("Schreiben", ("subject", "body")),
        Section("Was die Wörter in geschweiften Klammern bedeuten", tuple(PARTS.values()),
                help="{Quelle} steht bei jeder Ansprechperson selbst."),
    )  # fmt: skip
    submit_label: ClassVar[str] = "Als neue Fassung veröffentlichen"

    def clean_body(self) -> str:
        text: str = self.cleaned_data["body"]
        used = [word.strip() for word in WORD.findall(text)]
        if unknown := [word for word in used if word not in (*WORDS, *FURTHER_WORDS)]:
            raise ValidationError(f"Dieses Wort gibt es nicht: {{{unknown[0]}}}. Bitte eines der genannten verwenden.")
        if missing := [word for word in WORDS if word not in used]:
            words = ", ".join(f"{{{word}}}" for word in missing)
            raise ValidationError(f"Bitte im Text ergänzen: {words}. Artikel 14 DSGVO verlangt diese Angaben.")
        return text


class InformedForm(Form):
    """Somebody has been told in another way."""

    informed_on = DayField(label="Informiert am")
    note = forms.CharField(
        label="Auf welchem Weg", max_length=200, min_length=3,
        help_text="Zum Beispiel „mit Brief vom 3. Mai“ oder „im Gespräch, Informationsblatt übergeben“.",
    )  # fmt: skip
    submit_label: ClassVar[str] = "Eintragen"

    def clean_informed_on(self) -> Any:
        day = self.cleaned_data["informed_on"]
        if day > dates.today():
            raise ValidationError("Bitte einen Tag bis heute angeben: Informiert ist erst, wer die Angaben hat.")
        return day
