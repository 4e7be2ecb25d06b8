"""Input for a notice."""

from typing import Any

from django import forms

from agreements.actions.notices import NoticeEntry
from agreements.forms.amending import PartyChoice
from agreements.forms.deciding import PastDayForm
from agreements.models import CooperationAgreement, Notice, Party
from core import dates
from core.forms import DayField, FileField, Form, ReasonField, Section
from documents.inspection import MAX_BYTES, InspectedFile, UnsuitableFile, inspect


class NoticeForm(PastDayForm):
    """Who gave notice, when it came, and what follows; several municipal parties make that a choice."""

    day_field = "received_on"
    too_early = "Unterzeichnet wurde erst am {day}; eine Kündigung kann nicht davor eingegangen sein."

    party = PartyChoice(label="Partei, die kündigt", queryset=Party.objects.none(), empty_label="– auswählen –")
    received_on = DayField(label="Eingegangen am")
    effect = forms.ChoiceField(label="Was folgt daraus?", choices=Notice.Effect.choices, widget=forms.RadioSelect)
    ends_on = DayField(
        label="Wirksam zum", required=False,
        help_text="Letzter Tag. Leer lassen: Er wird aus der vereinbarten Frist berechnet.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Begründung", required=False, max_length=300,
        help_text="Nur wenn die Kündigung zu einem anderen Tag wirkt, als die Frist ergibt.",
    )  # fmt: skip
    file = FileField(
        label="Kündigungsschreiben", accept=("pdf", "jpg", "jpeg", "png"), max_bytes=MAX_BYTES, required=False
    )
    versioned = True
    submit_label = "Kündigung eintragen"
    sections = (
        Section("Kündigung", ("party", "received_on", "effect")),
        Section("Wirkung", ("ends_on", "reason")),
        Section("Nachweis", ("file",)),
    )

    def __init__(self, *args: Any, agreement: CooperationAgreement, **kwargs: Any) -> None:
        super().__init__(*args, not_before=agreement.signed_on, **kwargs)
        fields: Any = self.fields
        parties = Party.objects.visible_to(self.user, as_=self.as_).filter(agreement=agreement, ends_on=None)
        fields["party"].queryset = parties.select_related("municipality", "association", "police_directorate")
        if len([party for party in agreement.parties_on(dates.today()) if party.is_municipal]) < 2:
            fields["effect"].help_text = "Scheidet die einzige kommunale Partei aus, dann endet die Vereinbarung."

    def clean_file(self) -> InspectedFile | None:
        upload = self.cleaned_data.get("file")
        if not upload:
            return None
        try:
            return inspect(upload.name, upload.read())
        except UnsuitableFile as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        received, ends = data.get("received_on"), data.get("ends_on")
        if received and ends and ends < received:
            self.add_error("ends_on", "Die Kündigung kann nicht wirken, bevor sie eingegangen ist.")
        return data

    def entry(self) -> NoticeEntry:
        data: dict[str, Any] = {name: self.cleaned_data.get(name) for name in NoticeEntry.__dataclass_fields__}
        return NoticeEntry(**data)


class TakeBackNoticeForm(Form):
    reason = ReasonField(label="Warum wird die Kündigung zurückgenommen?")
    submit_label = "Kündigung zurücknehmen"
    sections = (Section("Rücknahme", ("reason",)),)
