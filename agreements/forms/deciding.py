"""Input for consents, moves with a reason, guests and the signed copy; signatures have a module of their own."""

from datetime import date
from typing import Any

from django import forms

from agreements.forms.receiving import inspected_proof, proof_field
from agreements.models import ChangeProposal
from core import dates
from core.forms import DayField, FileField, Form, ReasonField, Section
from documents.inspection import MAX_BYTES, InspectedFile, UnsuitableFile, inspect


class PastDayForm(Form):
    """A form with a day that has come already, and not before the step it belongs to."""

    day_field: str
    too_early: str

    def __init__(self, *args: Any, not_before: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.not_before = not_before

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day = data.get(self.day_field)
        if day and day > dates.today():
            self.add_error(
                self.day_field, "Der Tag liegt in der Zukunft. Bitte den tatsächlichen Tag eintragen."
            )  # fmt: skip
        elif day and self.not_before and day < self.not_before:
            self.add_error(self.day_field, self.too_early.format(day=dates.day_label(self.not_before)))
        return data


class ConsentForm(PastDayForm):
    """Consent recorded by the office, with its day and source."""

    day_field = "agreed_on"
    too_early = (
        "Die Abstimmung begann erst am {day}. Bitte den tatsächlichen Tag eintragen; begann sie früher, "
        "bei der Vereinbarung zuerst „Beginn der Abstimmung berichtigen“."
    )

    agreed_on = DayField(label="Tag der Zustimmung")
    note = forms.CharField(
        label="Nachweis", max_length=200, required=False, help_text="Zum Beispiel „E-Mail des Rechtsamts“."
    )
    proof = proof_field()
    versioned = True
    submit_label = "Zustimmung eintragen"
    sections = (Section("Zustimmung", ("agreed_on", "note", "proof")),)

    def clean_proof(self) -> InspectedFile | None:
        return inspected_proof(self.cleaned_data.get("proof"))


class OwnConsentForm(Form):
    """Consent given by the party itself in the portal: today, by whoever is signed in."""

    authority = forms.CharField(
        label="Im Auftrag von", max_length=200,
        help_text="Sie stimmen nicht aus eigenem Recht zu. Bitte angeben, in wessen Auftrag, zum Beispiel "
        "„Bürgermeister, Gespräch vom 20. April 2023“ oder „Beschluss 12/2023 des Stadtrates“.",
    )  # fmt: skip
    note = forms.CharField(
        label="Anmerkung", max_length=200, required=False,
        help_text="Liest die Geschäftsstelle, nicht die anderen Parteien.",
    )  # fmt: skip
    versioned = True
    submit_label = "Diesem Text zustimmen"
    sections = (Section("Zustimmung", ("authority", "note")),)

    def __init__(self, *args: Any, needs_authority: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_authority:
            del self.fields["authority"]


class ReasonForm(Form):
    """A move that has to say why."""

    reason = ReasonField(label="Begründung")
    versioned = True


class AloneForm(ReasonForm):
    """Approval by a single person: why it cannot wait for a second one."""

    reason = ReasonField(label="Warum kann das nicht auf eine zweite Person warten?")


class EndForm(PastDayForm, ReasonForm):
    day_field = "ended_on"
    too_early = "Unterzeichnet wurde erst am {day}. Bitte den tatsächlichen Tag eintragen."

    ended_on = DayField(label="Ende am")
    field_order = ("ended_on", "reason")
    sections = (Section("Ende der Vereinbarung", ("ended_on", "reason")),)


class PlaceField(forms.CharField):
    """Not called optional, because „vor Ort“ needs it; the form asks for it then."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class TakeBackForm(Form):
    """A signature that was never given."""

    reason = ReasonField(label="Warum wird die Unterschrift zurückgenommen?")
    submit_label = "Unterschrift zurücknehmen"
    prefix = "zuruecknehmen"
    sections = (Section("Unterschrift zurücknehmen", ("reason",)),)


class GuestsForm(Form):
    guests = forms.CharField(
        label="Anwesende Gäste", required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Je Zeile ein Gast: Name, Funktion. Gäste unterschreiben nicht und stehen nicht im Text.",
    )  # fmt: skip
    submit_label = "Gäste speichern"
    sections = (Section("Gäste der Unterzeichnung", ("guests",)),)

    def clean_guests(self) -> list[tuple[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["guests"].splitlines() if line.strip()]
        guests = []
        for line in lines:
            name, _, office = (part.strip() for part in line.partition(","))
            if len(name) > 150 or len(office) > 200:
                raise forms.ValidationError(f"Die Zeile „{line[:40]} …“ ist zu lang. Bitte je Zeile nur einen Gast.")
            guests.append((name, office))
        return guests


class SignedCopyForm(Form):
    file = FileField(label="Unterzeichnete Ausfertigung", accept=("pdf", "jpg", "jpeg", "png"), max_bytes=MAX_BYTES)
    submit_label = "Ausfertigung ablegen"
    sections = (Section("Scan", ("file",)),)

    def clean_file(self) -> InspectedFile:
        upload = self.cleaned_data["file"]
        try:
            return inspect(upload.name, upload.read())
        except UnsuitableFile as error:
            raise forms.ValidationError(str(error)) from error


class ConsentCorrectionForm(ConsentForm):
    """Day or source of a consent that was entered wrongly; a file that came with it stays."""

    versioned = False
    reason = ReasonField(label="Begründung der Berichtigung")
    submit_label = "Berichtigung speichern"
    sections = (Section("Berichtigte Angaben", ("agreed_on", "note", "reason")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["proof"]


class ConsultationDayForm(PastDayForm):
    """Since when the text is with the parties, where that was not the day it was entered."""

    day_field = "starts_on"
    starts_on = DayField(label="In der Abstimmung seit")
    reason = ReasonField(label="Begründung der Berichtigung")
    submit_label = "Berichtigung speichern"
    sections = (Section("Berichtigte Angabe", ("starts_on", "reason")),)


class TakeBackConsentForm(Form):
    reason = ReasonField(label="Warum wird die Zustimmung zurückgenommen?")
    submit_label = "Zustimmung zurücknehmen"
    sections = (Section("Zustimmung zurücknehmen", ("reason",)),)


class ProposalForm(Form):
    """What a party wants to have changed."""

    versioned = True
    text = forms.CharField(
        label="Was soll geändert werden?", widget=forms.Textarea(attrs={"rows": 6}), max_length=5000,
        help_text="Bitte die Regelung nennen, zum Beispiel „§ 3: …“. Die Geschäftsstelle antwortet hier.",
    )  # fmt: skip
    is_shared = forms.BooleanField(
        label="Auch für die anderen Parteien lesbar", required=False,
        help_text="Sonst lesen ihn nur Ihre Stelle und die Geschäftsstelle.",
    )  # fmt: skip
    submit_label = "Änderungswunsch senden"
    sections = (Section("Änderungswunsch", ("text", "is_shared")),)


class AnswerForm(Form):
    outcome = forms.ChoiceField(
        label="Ergebnis", required=False, initial=ChangeProposal.Outcome.ANSWERED, widget=forms.RadioSelect,
        choices=[choice for choice in ChangeProposal.Outcome.choices if choice[0] != ChangeProposal.Outcome.TAKEN],
    )  # fmt: skip
    answer = forms.CharField(
        label="Antwort", widget=forms.Textarea(attrs={"rows": 4}), max_length=5000,
        help_text="Die Partei liest sie bei der Vereinbarung.",
    )  # fmt: skip
    submit_label = "Antwort speichern"
    sections = (Section("Was aus dem Wunsch geworden ist", ("outcome", "answer")),)

    def clean_outcome(self) -> str:
        return self.cleaned_data["outcome"] or ChangeProposal.Outcome.ANSWERED


class CorrectAnswerForm(AnswerForm):
    """The answer in other words; whether the wording was taken over is not said anew."""

    reason = ReasonField()
    submit_label = "Antwort berichtigen"
    sections = (Section("Was aus dem Wunsch geworden ist", ("outcome", "answer", "reason")),)

    def __init__(self, *args: Any, proposal: ChangeProposal, **kwargs: Any) -> None:
        initial = {"outcome": proposal.outcome, "answer": proposal.answer}
        super().__init__(*args, initial=initial, **kwargs)
        if proposal.outcome == ChangeProposal.Outcome.TAKEN:
            del self.fields["outcome"]


class ReplaceCopyForm(SignedCopyForm):
    """A better scan in the place of a wrong one; `version` is the id of the scan the page showed."""

    versioned = True
    reason = ReasonField(label="Warum wird die Ausfertigung ersetzt?")
    field_order = ("file", "reason")
    submit_label = "Ausfertigung ersetzen"
    sections = (Section("Neuer Scan", ("file", "reason")),)
