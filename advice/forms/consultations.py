"""Input about a consultation: what was talked about, who took part, what comes next."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import formset_factory

from advice.actions.consultations import NextStep, ParticipantEntry
from advice.forms.calls import TownsForm, not_in_future
from advice.models.consultation import LONGEST, QUARTER
from advice.models.shared import Mode
from core import dates, pdf
from core.forms import ChipField, DayField, Form, FormSet, ReasonField, Section
from filing import pattern
from municipalities.models import ActionField, District
from tasks.models import Task


def require_printable(text: str) -> None:
    """What stands in the Gesprächsvermerk is refused while it is typed, not when the town opens the paper."""
    if missing := pdf.missing_characters(text):
        raise ValidationError(str(pdf.MissingGlyph(missing)), code="unprintable")


class PrintedField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[require_printable], **kwargs)


class TopicChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class ConsultationForm(TownsForm):
    held_on = DayField(label="Tag")
    mode = ChipField(label="Form", choices=Mode.choices, initial=Mode.ON_SITE)
    place = PrintedField(label="Ort", max_length=200, required=False)
    hours = forms.DecimalField(
        label="Dauer in Stunden", max_digits=4, decimal_places=2, localize=True, required=False,
        help_text="In Viertelstunden, zum Beispiel 1,5. Leer lassen, wenn die Dauer nicht bekannt ist.",
    )  # fmt: skip
    day_note = PrintedField(
        label="Hinweis zum Tag",
        max_length=200,
        required=False,
        help_text="Nur beim Nachtragen: woher der Tag bekannt ist.",
    )
    topics = TopicChoice(label="Handlungsfelder", queryset=ActionField.objects.none(), required=False)
    result = PrintedField(
        label="Ergebnis", max_length=10000, required=False, widget=forms.Textarea({"rows": 6}),
        help_text="Steht im Gesprächsvermerk. Die Kommune liest es, sobald es freigegeben ist.",
    )  # fmt: skip
    internal_note = forms.CharField(
        label="Interner Vermerk", max_length=10000, required=False, widget=forms.Textarea({"rows": 3}),
        help_text="Bleibt in der Geschäftsstelle: weder die Kommune noch der Gesprächsvermerk zeigt ihn.",
    )  # fmt: skip

    sections = (
        Section("Wann und mit wem?", ("municipalities", "held_on", "mode", "place", "hours", "day_note")),
        Section("Worum ging es?", ("topics", "result", "internal_note")),
    )
    submit_label = "Beratung eintragen"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics: Any = self.fields["topics"]
        topics.queryset = ActionField.objects.visible_to(self.user, as_=self.as_)

    def clean_held_on(self) -> date:
        return not_in_future(self.cleaned_data["held_on"], "Eine Beratung")

    def clean_hours(self) -> Decimal | None:
        hours: Decimal | None = self.cleaned_data["hours"]
        if hours is not None and not 0 < hours <= LONGEST:
            raise ValidationError(
                "Bitte eine Dauer zwischen einer Viertelstunde und acht Stunden angeben.", code="long"
            )
        if hours is not None and hours % QUARTER:
            raise ValidationError("Bitte auf Viertelstunden runden, zum Beispiel 1,25.", code="quarter")
        return hours

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class EditConsultationForm(ConsultationForm):
    versioned = True
    keeps_towns = True
    submit_label = "Speichern"


class ParticipantForm(Form):
    """One function and how many of it; an emptied row is left out."""

    office = PrintedField(label="Funktion", max_length=200, required=False)
    count = forms.IntegerField(label="Anzahl", min_value=1, max_value=200, initial=1, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("office") and (data.get("count") or 1) > 1 and "office" not in self.errors:
            self.add_error("office", "Bitte die Funktion angeben oder die Anzahl leeren.")
        return data


class ParticipantsBase(FormSet):
    def entries(self) -> list[ParticipantEntry]:
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("office")]
        return [ParticipantEntry(row["office"], row.get("count") or 1) for row in rows]


class StepForm(Form):
    """One next step; an emptied row is left out."""

    title = PrintedField(label="Nächster Schritt", max_length=200, required=False)
    side = forms.ChoiceField(label="Wer", choices=Task.Side.choices, required=False)
    due_on = DayField(label="Bis wann", required=False, is_near=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("title"):
            if not data.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", "Bitte angeben, bis wann der Schritt getan sein soll.")
            elif data.get("due_on") and data["due_on"] < dates.today():
                self.add_error("due_on", "Bitte einen Tag ab heute wählen.")
        elif data.get("due_on") and "title" not in self.errors:
            self.add_error("title", "Bitte angeben, was bis dahin zu tun ist, oder den Tag leeren.")
        return data


class StepsBase(FormSet):
    def entries(self) -> list[NextStep]:
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("title")]
        return [NextStep(row["side"] or Task.Side.STATE_OFFICE, row["title"].strip(), row["due_on"]) for row in rows]


ParticipantsFormSet: Any = formset_factory(
    ParticipantForm, formset=ParticipantsBase, extra=3, max_num=30, absolute_max=40
)
StepsFormSet: Any = formset_factory(StepForm, formset=StepsBase, extra=3, max_num=20, absolute_max=30)


class WithholdForm(Form):
    reason = ReasonField()
    submit_label = "Freigabe zurücknehmen"


class ConsultationFilter(Form):
    """Filters as typed in the address; anything unknown is ignored, nothing fails."""

    q = forms.CharField(label="Kommune oder Aktenzeichen", required=False, max_length=100)
    landkreis = forms.ChoiceField(label="Landkreis", required=False)
    thema = forms.ChoiceField(label="Handlungsfeld", required=False)

    sections = (Section("", ("q", "landkreis", "thema")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = District.objects.visible_to(self.user, as_=self.as_)
        district: Any = self.fields["landkreis"]
        district.choices = [("", "Alle Landkreise"), *((item.key, item.display_name) for item in districts)]
        topics = ActionField.objects.visible_to(self.user, as_=self.as_)
        topic: Any = self.fields["thema"]
        topic.choices = [("", "Alle Handlungsfelder"), *((item.key, item.name) for item in topics)]

    def apply(self, rows: Any, towns: Any) -> Any:
        """Filter a queryset of consultations; `towns` are the readable ones."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        if data.get("q"):
            named = Q(municipalities__in=towns.matching(data["q"]).values("pk"))
            rows = rows.filter(named | pattern.spelt_like(data["q"]))
        if data.get("landkreis"):
            rows = rows.filter(municipalities__district__key=data["landkreis"])
        if data.get("thema"):
            rows = rows.filter(topics__key=data["thema"])
        # A joint consultation comes once.
        return rows.distinct()
