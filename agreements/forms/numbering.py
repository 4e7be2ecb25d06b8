"""Input for the number with which the counting begins."""

from django import forms

from agreements.numbers import HIGHEST_NUMBER
from core.forms import Form, ReasonField, Section


class BeginForm(Form):
    first_number = forms.IntegerField(
        label="Erste Nummer, die hier vergeben wird", min_value=1, max_value=HIGHEST_NUMBER,
        help_text="Sind 49 Vereinbarungen früher geschlossen worden, ist es die 50.",
    )  # fmt: skip
    reason = ReasonField()
    submit_label = "Beginn festlegen"
    sections = (Section("Beginn der Zählung", ("first_number", "reason")),)
