"""Associations: finding them, founding them, and who joins, leaves and dissolves."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from agreements.forms.drafting import MunicipalityChoice
from core import dates
from core.forms import DayField, Form, ReasonField, Section
from municipalities.models import Association, District, Municipality


class AssociationFilter(Form):
    """Search and kind as typed in the address; anything unknown is ignored."""

    q = forms.CharField(label="Suche", required=False, max_length=100)
    art = forms.ChoiceField(label="Art", required=False, choices=[("", "Alle Arten"), *Association.Kind.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    def apply(self, rows: Any) -> Any:
        rows = rows.matching(str(self.cleaned_data.get("q", "")))
        kind = self.cleaned_data.get("art")
        return rows.filter(kind=kind) if kind else rows

    @property
    def is_narrowing(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)


class FoundForm(Form):
    """A new association with its first members."""

    kind = forms.ChoiceField(
        label="Art", choices=Association.Kind.choices, initial=Association.Kind.ALLIANCE,
        help_text="Verwaltungsverbände und Verwaltungsgemeinschaften stehen im amtlichen Verzeichnis.",
    )  # fmt: skip
    name = forms.CharField(label="Name", max_length=150, help_text="Zum Beispiel „Städtebund Silberberg“.")
    district = forms.ModelChoiceField(
        label="Landkreis", queryset=District.objects.none(), empty_label="Bitte wählen",
        help_text="Wo der Zusammenschluss seinen Schwerpunkt hat.",
    )  # fmt: skip
    seat = forms.CharField(label="Sitz", required=False, max_length=100)
    founded_on = DayField(label="Besteht seit")
    members = MunicipalityChoice(label="Mitglieder", queryset=Municipality.objects.none())
    source = forms.CharField(label="Quelle", required=False, max_length=200, help_text="Woher die Angabe stammt.")

    sections = (
        Section("Zusammenschluss", ("kind", "name", "district", "seat", "founded_on", "source")),
        Section("Mitglieder vom ersten Tag an", ("members",)),
    )
    submit_label: ClassVar[str] = "Eintragen"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["members"]
        towns = Municipality.objects.visible_to(self.user, as_=self.as_)
        chosen.queryset = towns.existing(on=dates.today()).for_list()
        within: Any = self.fields["district"]
        within.queryset = District.objects.visible_to(self.user, as_=self.as_)

    def clean_members(self) -> Any:
        members = self.cleaned_data["members"]
        if len(members) < 2:
            raise ValidationError("Bitte mindestens zwei Kommunen auswählen.")
        return members


class AssociationForm(Form):
    """What an association is called, and where it has its seat."""

    name = forms.CharField(label="Name", max_length=150)
    seat = forms.CharField(label="Sitz", required=False, max_length=100)
    submit_label: ClassVar[str] = "Speichern"


class JoinForm(Form):
    """A municipality that becomes a member."""

    municipality = forms.ModelChoiceField(
        label="Kommune", queryset=Municipality.objects.none(), empty_label="Bitte wählen"
    )
    starts_on = DayField(label="Mitglied seit")
    submit_label: ClassVar[str] = "Beitritt eintragen"

    def __init__(self, *args: Any, association: Association, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = Municipality.objects.visible_to(self.user, as_=self.as_).existing(on=dates.today()).for_list()
        choice: Any = self.fields["municipality"]
        choice.queryset = towns.exclude(pk__in=association.members_on(dates.today()).values("pk"))
        # Two towns are called Bernsdorf.
        choice.label_from_instance = lambda town: f"{town.name} ({town.district.name})"


class LeaveForm(Form):
    """The last day of a membership."""

    ends_on = DayField(label="Letzter Tag der Mitgliedschaft")
    submit_label: ClassVar[str] = "Austritt eintragen"


class DissolveForm(Form):
    """The day from which on an association no longer exists, and why."""

    dissolved_on = DayField(label="Aufgelöst zum", help_text="Ab diesem Tag gibt es ihn nicht mehr.")
    reason = ReasonField()
    submit_label: ClassVar[str] = "Auflösung eintragen"


class OnDayForm(Form):
    """The day for which members are shown; today unless another is asked for."""

    am = DayField(label="Mitglieder am", required=False)

    @property
    def day(self) -> Any:
        return (self.cleaned_data.get("am") if self.is_bound and self.is_valid() else None) or dates.today()
