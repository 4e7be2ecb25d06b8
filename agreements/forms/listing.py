"""Search, filters and sorting of the list of agreements, from an allow-list."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Case, F, IntegerField, OrderBy, Value, When

from accounts.functions import STATE_OFFICE
from agreements.models import CooperationAgreement, Station
from agreements.transitions import AWAITING_SIGNATURE, Status
from core import dates, formats
from core.forms import DayField, Form, Section
from municipalities.models import District, PoliceDirectorate

# States in the order of an agreement's life, not of the alphabet.
WAY = Case(*(When(status=state, then=Value(place)) for place, state in enumerate(Status)), output_field=IntegerField())
ORDERS: dict[str, Any] = {
    "nummer": F("register_number"),
    "kommune": F("sort_name"),
    "art": F("kind"),
    "zustand": WAY,
    "unterzeichnet": F("signed_on"),
    "aktenzeichen": F("file_reference"),
}
# Beside the states: whose text is fixed and that lack a signature, and those signed before the application knew them.
AWAITING = ("awaiting", "Unterschrift fehlt")
RECORDED = ("recorded", "nacherfasst")
DEFAULT_SORTING = "-nummer"
FIRST_YEAR = 2019
FILED = {"offen": "unterzeichnet, nicht veraktet", "veraktet": "veraktet"}


def _in_state(rows: Any, state: str) -> Any:
    if state == RECORDED[0]:
        return rows.filter(is_recorded=True).exclude(status=Status.WITHDRAWN)
    return rows.filter(status__in=AWAITING_SIGNATURE) if state == AWAITING[0] else rows.filter(status=state)


def _filed(rows: Any, choice: str) -> Any:
    return rows.filed() if choice == "veraktet" else rows.concluded(on=dates.today()).unfiled()


# What each filter leaves of a queryset of agreements.
NARROWINGS: dict[str, Callable[[Any, Any], Any]] = {
    "q": lambda rows, query: rows.matching(query, on=dates.today()),
    "zustand": _in_state,
    "art": lambda rows, kind: rows.filter(kind=kind),
    "liegt_bei": lambda rows, where: rows.lying_with(where),
    "landkreis": lambda rows, key: rows.in_district(key),
    "polizei": lambda rows, key: rows.in_directorate(key),
    "jahr": lambda rows, year: rows.filter(signed_on__year=int(year)),
    "akte": _filed,
    "bis": lambda rows, day: rows.concluded(on=day).numbered().of_saxony(),
}


class ListForm(Form):
    """Filters as typed in the address; anything unknown is ignored, nothing fails."""

    q = forms.CharField(label="Suche", required=False, max_length=100)
    zustand = forms.ChoiceField(
        label="Zustand", required=False, choices=[("", "Alle Zustände"), *Status.choices, AWAITING, RECORDED]
    )
    art = forms.ChoiceField(
        label="Art", required=False, choices=[("", "Alle Arten"), *CooperationAgreement.Kind.choices]
    )
    liegt_bei = forms.ChoiceField(label="Liegt bei", required=False, choices=[("", "Überall"), *Station.Place.choices])
    landkreis = forms.ChoiceField(label="Landkreis", required=False)
    polizei = forms.ChoiceField(label="Bereich der PD", required=False)
    jahr = forms.ChoiceField(label="Unterzeichnet im Jahr", required=False)
    akte = forms.ChoiceField(label="E-Akte", required=False, choices=[("", "Alle"), *FILED.items()])
    # Only from a key figure: what was signed by that day. The list keeps it as long as the filter stands.
    bis = DayField(label="Unterzeichnet bis", required=False, widget=forms.HiddenInput)

    sections = (Section("", ("q", "zustand", "art", "liegt_bei", "landkreis", "polizei", "jahr", "akte", "bis")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = District.objects.visible_to(self.user, as_=self.as_)
        directorates = PoliceDirectorate.objects.visible_to(self.user, as_=self.as_)
        if set(self.as_) & set(STATE_OFFICE):
            # See `apply`: without a choice the office's list has none of them.
            self._offer("art", "Ohne Nachträge", list(CooperationAgreement.Kind.choices))
        else:
            del self.fields["akte"]  # how the office keeps its file is its own affair
        years = range(dates.today().year, FIRST_YEAR - 1, -1)
        self._offer("landkreis", "Alle Landkreise", [(item.key, item.display_name) for item in districts])
        self._offer("polizei", "Alle Polizeidirektionen", [(item.key, item.name) for item in directorates])
        self._offer("jahr", "Alle Jahre", [(str(year), str(year)) for year in years])

    def _offer(self, name: str, everything: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", everything), *choices]

    @property
    def chosen(self) -> dict[str, Any]:
        """What is filtered by; a value nobody offered is left out."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def told(self) -> list[str]:
        """The filters in words, for the head of a file."""
        said = []
        for name, value in self.chosen.items():
            field: Any = self.fields[name]
            words = dict(getattr(field, "choices", ())).get(value, value)
            said.append(f"{field.label}: {formats.day(words) if name == 'bis' else words}")
        return said

    @property
    def sorting(self) -> str:
        wanted = str(self.data.get("sortierung", "")) if self.is_bound else ""
        return wanted if wanted.removeprefix("-") in ORDERS else DEFAULT_SORTING

    def apply(self, rows: Any) -> Any:
        """Filter and sort a queryset of agreements."""
        order = OrderBy(
            ORDERS[self.sorting.removeprefix("-")], descending=self.sorting.startswith("-"), nulls_first=True
        )
        for name, narrowed in NARROWINGS.items():
            if name in self.chosen:
                rows = narrowed(rows, self.chosen[name])
        if not {"art", "q"} & set(self.chosen) and set(self.as_) & set(STATE_OFFICE):
            # No agreement more; the office finds a Nachtrag by asking for it, or on the page of its agreement.
            rows = rows.without_amendments()
        return rows.with_sort_name().order_by(order, "sort_name", "-pk")
