"""Input about how a town stands, and who is responsible for it."""

from datetime import date
from typing import Any

from django import forms

from accounts.functions import STATE_OFFICE
from accounts.models import User
from advice.forms.calls import not_in_future
from advice.models import AdviceStanding
from core import dates
from core.forms import ChipField, DayField, Form, ReasonField
from municipalities.models import District, Municipality
from municipalities.picker import municipality_label

RESUMED = "resumed"


class StandingForm(Form):
    kind = ChipField(label="Stand der Beratung", choices=[*AdviceStanding.Kind.choices, (RESUMED, "geht weiter")])
    on = DayField(
        label="Tag", help_text="„Ruhend“ und „kein Interesse“ gelten von diesem Tag an, „geht weiter“ mit ihm."
    )
    reason = ReasonField(help_text="Nur die Geschäftsstelle liest sie.")
    submit_label = "Stand eintragen"

    def clean_on(self) -> date:
        return not_in_future(self.cleaned_data["on"], "Der Stand")


class PlaceChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return municipality_label(obj)


class ResponsibilityForm(Form):
    user = forms.ModelChoiceField(label="Person", queryset=User.objects.none(), empty_label="– auswählen –")
    district = forms.ModelChoiceField(
        label="Landkreis oder Kreisfreie Stadt", required=False, queryset=District.objects.none(), empty_label="–"
    )
    municipality = PlaceChoice(
        label="oder einzelne Kommune", required=False, queryset=Municipality.objects.none(), empty_label="–",
        help_text="Geht der Zuständigkeit für den Landkreis vor.",
    )  # fmt: skip
    starts_on = DayField(label="seit")
    submit_label = "Zuständigkeit eintragen"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        people = User.objects.visible_to(self.user, as_=self.as_).filter(is_active=True)
        in_office = people.filter(assignments__function__in=STATE_OFFICE)
        fields["user"].queryset = people.filter(pk__in=in_office.values("pk"))
        fields["district"].queryset = District.objects.visible_to(self.user, as_=self.as_)
        towns = Municipality.objects.visible_to(self.user, as_=self.as_)
        fields["municipality"].queryset = towns.existing(on=dates.today()).for_list()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("district")) == bool(data.get("municipality")):
            self.add_error("district", "Bitte entweder einen Landkreis oder eine Kommune auswählen.")
        return data


class EndResponsibilityForm(Form):
    ends_on = DayField(label="Letzter Tag")
    submit_label = "Zuständigkeit beenden"
