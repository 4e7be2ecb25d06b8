"""Input for notices and reports."""

from typing import ClassVar

from django import forms

from core import prose
from core.forms import Form


class NoticeForm(Form):
    text = forms.CharField(
        label="Text", max_length=60_000, widget=forms.Textarea({"rows": 30}),
        help_text="Eine Zeile, die mit „## “ beginnt, ist eine Überschrift. Eine Leerzeile trennt Absätze. "
        "Was in eckigen Klammern steht, ist vor dem Veröffentlichen auszufüllen.",
    )  # fmt: skip
    submit_label: ClassVar[str] = "Als neue Fassung veröffentlichen"

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if open_gaps := prose.gaps(text):
            raise forms.ValidationError(f"Bitte noch ausfüllen: {', '.join(open_gaps)}.")
        return text


class BarrierForm(Form):
    description = forms.CharField(
        label="Was war nicht zugänglich?", max_length=5_000, widget=forms.Textarea({"rows": 6}),
        help_text="Zum Beispiel: Eine Taste war mit der Tastatur nicht erreichbar. Bitte keine Namen Betroffener.",
    )  # fmt: skip
    page = forms.CharField(
        label="Auf welcher Seite?", max_length=300, required=False, help_text="Adresse oder Überschrift der Seite."
    )
    email = forms.EmailField(
        label="E-Mail-Adresse für die Antwort", required=False,
        help_text="Nur wenn Sie eine Antwort wünschen. Sie wird für nichts anderes verwendet.",
    )  # fmt: skip
    submit_label: ClassVar[str] = "Barriere melden"


class AnswerForm(Form):
    answer = forms.CharField(
        label="Antwort", max_length=5_000, widget=forms.Textarea({"rows": 4}),
        help_text="Was geantwortet oder geändert wurde. Eine Antwort an die Adresse senden Sie selbst.",
    )  # fmt: skip
    submit_label: ClassVar[str] = "Als beantwortet eintragen"
