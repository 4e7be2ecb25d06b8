"""Input about activations: which body agreed to which version when, the signed paper, the end."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import ACTIVATED_BODIES, BodyField
from accounts.models import UsageAgreement
from core import dates
from core.forms import DayField, FileField, Form, ReasonField, Section
from documents import inspection


class SignedTermsField(FileField):
    """The signed paper, inspected; cleaned to what may be stored, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(accept=("pdf", "jpg", "jpeg", "png"), max_bytes=inspection.MAX_BYTES, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return inspection.inspect(upload.name, upload.read())
        except inspection.UnsuitableFile as error:
            raise ValidationError(str(error)) from error


class ActivationForm(Form):
    body = BodyField(label="Stelle")
    usage_agreement = forms.ChoiceField(label="Unterzeichnete Fassung")
    starts_on = DayField(label="Freigeschaltet ab", help_text="Nicht vor dem Tag der Unterschrift.")
    file = SignedTermsField(label="Unterzeichnete Nutzungsvereinbarung", required=False)
    note = forms.CharField(label="Hinweis", required=False, max_length=200)

    sections = (
        Section("Wer", ("body",)),
        Section("Was unterzeichnet ist", ("usage_agreement", "starts_on", "file", "note")),
    )
    submit_label: ClassVar[str] = "Freischalten"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body: Any = self.fields["body"]
        body.offer(self.user, self.as_, ACTIVATED_BODIES)
        versions = UsageAgreement.objects.visible_to(self.user, as_=self.as_)
        self.versions = {str(row.pk): row for row in versions}
        choice: Any = self.fields["usage_agreement"]
        choice.choices = [(key, f"Fassung {row.version}") for key, row in self.versions.items()]

    def clean_usage_agreement(self) -> UsageAgreement:
        return self.versions[self.cleaned_data["usage_agreement"]]

    def clean_starts_on(self) -> Any:
        day = self.cleaned_data["starts_on"]
        if day > dates.today():
            raise ValidationError("Bitte einen Tag bis heute wählen: Freigeschaltet wird, was unterzeichnet ist.")
        return day


class SignedTermsForm(Form):
    file = SignedTermsField(label="Unterzeichnete Nutzungsvereinbarung")
    submit_label: ClassVar[str] = "Ablegen"


class EndActivationForm(Form):
    ends_on = DayField(label="Letzter Tag", help_text="Danach ruhen alle Funktionen der Stelle.")
    reason = ReasonField()
    submit_label: ClassVar[str] = "Freischaltung beenden"
