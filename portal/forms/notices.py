"""The letter of Art. 14 DSGVO, and that somebody was told in another way."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from core import dates
from core.forms import DayField, Form, Section
from municipalities.models.notice_texts import FURTHER_WORDS, PARTS, WORD, WORDS


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
        if (day := self.cleaned_data["informed_on"]) > dates.today():
            raise ValidationError("Bitte einen Tag bis heute angeben: Informiert ist erst, wer die Angaben hat.")
        return day
