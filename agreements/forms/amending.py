"""Input for Nachträge, term, notice and replacement, and the day the parties are asked for."""

from datetime import date
from typing import Any

from django import forms

from agreements.actions.amending import Content
from agreements.actions.notices import NoticeEntry
from agreements.actions.term import TermEntry
from agreements.forms.deciding import PastDayForm
from agreements.models import Amendment, Clause, CooperationAgreement, Notice, Party, Term
from agreements.transitions import Status
from core import dates
from core.forms import DayField, FileField, Form, ReasonField, Section
from documents.inspection import MAX_BYTES, InspectedFile, UnsuitableFile, inspect
from municipalities.models import Municipality
from municipalities.picker import municipality_label


class TownChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return municipality_label(obj)


class PartyChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ClauseChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class AmendmentForm(Form):
    """What the Nachtrag does; of the fields below only those of the chosen kind count."""

    kind = forms.ChoiceField(
        label="Art des Nachtrags", choices=Amendment.Kind.choices, widget=forms.RadioSelect, initial="joining"
    )
    joining = TownChoice(
        label="Beitretende Kommune", queryset=Municipality.objects.none(), required=False,
        empty_label="– auswählen –", help_text="Nur bei einem Beitritt.",
    )  # fmt: skip
    leaving = PartyChoice(
        label="Austretende Partei", queryset=Party.objects.none(), required=False, empty_label="– auswählen –",
        help_text="Nur bei einem Austritt.",
    )  # fmt: skip
    clauses = ClauseChoice(
        label="Regelungen, die neu gefasst werden", queryset=Clause.objects.none(), required=False,
        help_text="Nur bei einer Änderung. Der bisherige Wortlaut wird zum Überarbeiten übernommen.",
    )  # fmt: skip
    effective_on = DayField(
        label="Wirksam ab", required=False, is_near=True,
        help_text="Leer lassen, wenn der Nachtrag mit der letzten Unterschrift wirksam wird.",
    )  # fmt: skip
    file_reference = forms.CharField(label="Aktenzeichen", max_length=60, required=False)
    sections = (
        Section("Nachtrag", ("kind", "joining", "leaving", "clauses", "effective_on")),
        Section("Akte", ("file_reference",)),
    )
    submit_label = "Entwurf anlegen"

    def __init__(self, *args: Any, agreement: CooperationAgreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        fields: Any = self.fields
        towns = Municipality.objects.visible_to(self.user, as_=self.as_).existing(on=dates.today())
        known = [town.pk for town in agreement.coverage_on(dates.today())]
        others = towns.filter(is_example=agreement.is_example).exclude(pk__in=known)
        fields["joining"].queryset = others.select_related("district")
        parties = Party.objects.visible_to(self.user, as_=self.as_).filter(agreement=agreement, ends_on=None)
        fields["leaving"].queryset = parties.exclude(kind=Party.Kind.STATE_OFFICE).select_related(
            "municipality", "association", "police_directorate"
        )
        clauses = Clause.objects.visible_to(self.user, as_=self.as_).filter(agreement=agreement)
        fields["clauses"].queryset = clauses
        if not agreement.clauses.all():
            del self.fields["clauses"]

    def clean_file_reference(self) -> str:
        reference = " ".join(str(self.cleaned_data["file_reference"]).split())
        others = CooperationAgreement.objects.visible_to(self.user, as_=self.as_).carrying(reference)
        taken = ", ".join(str(other) for other in others.for_list())
        if taken:
            raise forms.ValidationError(f"Das Aktenzeichen {reference} ist schon vergeben: {taken}.")
        return reference

    def clean_effective_on(self) -> date | None:
        day: date | None = self.cleaned_data["effective_on"]
        if day and day < dates.today():
            raise forms.ValidationError(
                "Der Nachtrag kann nicht vor seiner Unterzeichnung wirksam werden. Bitte einen Tag ab heute eintragen "
                "oder das Feld leer lassen."
            )
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        needed = {"joining": "joining", "leaving": "leaving", "change": "clauses"}.get(data.get("kind", ""))
        if needed and needed in self.fields and needed not in self.errors and not data.get(needed):
            words = {
                "joining": "Bitte die Kommune auswählen, die beitritt.",
                "leaving": "Bitte die Partei auswählen, die austritt.",
                "clauses": "Bitte mindestens eine Regelung auswählen, die sich ändert.",
            }
            self.add_error(needed, words[needed])
        return data

    def content(self) -> Content:
        data = self.cleaned_data
        kind = data["kind"]
        return Content(
            kind=kind,
            joining=data["joining"] if kind == Amendment.Kind.JOINING else None,
            leaving=data["leaving"] if kind == Amendment.Kind.LEAVING else None,
            clauses=list(data.get("clauses") or ()) if kind == Amendment.Kind.CHANGE else (),
            effective_on=data["effective_on"],
        )


class EffectiveDayForm(Form):
    effective_on = DayField(
        label="Wirksam ab", required=False, is_near=True,
        help_text="Leer lassen, wenn der Nachtrag mit der letzten Unterschrift wirksam wird.",
    )  # fmt: skip
    versioned = True
    sections = (Section("Wirksamkeit", ("effective_on",)),)

    clean_effective_on = AmendmentForm.clean_effective_on


class TermForm(Form):
    """How long the agreement runs, and with which notice."""

    kind = forms.ChoiceField(label="Laufzeit", choices=Term.Kind.choices, widget=forms.RadioSelect)
    ends_on = DayField(label="Befristet bis", required=False, help_text="Nur bei einer Befristung.")
    years = forms.IntegerField(
        label="Jahre", required=False, min_value=1, max_value=30,
        help_text="Nur bei Verlängerung: auf so viele Jahre, danach jeweils um ebenso viele.",
    )  # fmt: skip
    notice_months = forms.IntegerField(label="Kündigungsfrist in Monaten", min_value=0, max_value=60)
    notice_to = forms.ChoiceField(
        label="Kündigung", choices=Term.NoticeTo.choices,
        help_text="Verlängert sich die Vereinbarung, dann wirkt eine Kündigung immer zum Ende der laufenden Dauer.",
    )  # fmt: skip
    versioned = True
    sections = (
        Section("Laufzeit", ("kind", "ends_on", "years")),
        Section("Kündigung", ("notice_months", "notice_to")),
    )

    def __init__(self, *args: Any, begins_on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begins_on = begins_on or dates.today()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == Term.Kind.FIXED and "ends_on" not in self.errors:
            if not data.get("ends_on"):
                self.add_error("ends_on", "Bitte den Tag angeben, bis zu dem die Vereinbarung befristet ist.")
            elif data["ends_on"] <= self.begins_on:
                self.add_error(
                    "ends_on", "Die Vereinbarung kann nicht enden, bevor sie beginnt. Bitte später ansetzen."
                )
        if data.get("kind") == Term.Kind.RENEWING and "years" not in self.errors and not data.get("years"):
            self.add_error("years", "Bitte angeben, auf wie viele Jahre die Vereinbarung geschlossen wird.")
        return data

    def entry(self) -> TermEntry:
        return TermEntry(**{name: self.cleaned_data[name] for name in TermEntry.__dataclass_fields__})


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


class OnDayForm(Form):
    """The day a page answers for, from its address."""

    am = DayField(label="Am")
    sections = (Section("", ("am",)),)

    @property
    def day(self) -> date:
        asked = self.is_bound and self.is_valid() and self.cleaned_data.get("am")
        return asked or dates.today()
