"""Input for a replacement."""

from typing import Any

from django import forms

from agreements.models import CooperationAgreement
from agreements.transitions import Status
from core.forms import Form, Section


class AgreementChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.get_status_display()})"


class ReplaceForm(Form):
    """Which other agreement of the same towns takes the place of this one."""

    new = AgreementChoice(
        label="Ersetzt durch", queryset=CooperationAgreement.objects.none(), empty_label="– auswählen –",
        help_text="Vereinbarungen, die mindestens eine der Kommunen erfassen.",
    )  # fmt: skip
    submit_label = "Ersetzung eintragen"
    sections = (Section("Ersetzung", ("new",)),)

    def __init__(self, *args: Any, agreement: CooperationAgreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readable = CooperationAgreement.objects.visible_to(self.user, as_=self.as_).without_amendments()
        others = readable.covering_any(agreement.municipality_ids).exclude(pk=agreement.pk)
        choice: Any = self.fields["new"]
        choice.queryset = others.exclude(status__in=[Status.WITHDRAWN, Status.ENDED]).for_list()
