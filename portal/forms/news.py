"""Input of „gesehen“: up to when the page went, and which lines stood on it."""

from django import forms
from django.utils.dateparse import parse_datetime

from core.forms import Form


class SeenForm(Form):
    """Hidden values of the page; whoever changes them only changes her own marks."""

    bis = forms.CharField(max_length=40)
    zeilen = forms.CharField(required=False, max_length=20_000)

    def clean_bis(self) -> object:
        try:
            at = parse_datetime(self.cleaned_data["bis"])
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            raise forms.ValidationError("Bitte die Seite neu öffnen.")
        return at

    @property
    def lines(self) -> set[str]:
        return set(filter(None, str(self.cleaned_data["zeilen"]).split(",")))
